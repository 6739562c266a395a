#include "daemon/domain/billing/billing_table.hpp"

#include <gtest/gtest.h>

namespace bwsync {
namespace {

Result<BillingTable> read(const std::string& text, const BillingColumns& columns = {})
{
    return read_billing_table(text, columns, "2026-10");
}

TEST(BillingTable, KnowsColumnsByTheirHeadingsWithoutCase)
{
    const auto table = read(
        "BILLING_PERIOD;user-id;Package Name;E-Mail;sp enterprise id;Price\n"
        "2026-10; u1@x ;Webex Premium;U1@mail;ent1;3.50\n");
    ASSERT_TRUE(table) << table.error().what;
    ASSERT_EQ(table->rows.size(), 1U);
    EXPECT_EQ(table->rows[0].user_id, "u1@x");
    EXPECT_EQ(table->rows[0].package, "premium");
    EXPECT_EQ(table->rows[0].email, "U1@mail");
    EXPECT_EQ(table->rows[0].enterprise, "ent1");
    EXPECT_EQ(table->rows[0].line, 2U);
    EXPECT_TRUE(table->has_package);
    EXPECT_TRUE(table->faults.empty());
    EXPECT_EQ(table->columns.front(), "user-id (the user id)");
}

TEST(BillingTable, TheConfigurationMayCallThemOtherwise)
{
    BillingColumns columns;
    columns.user_id = {"Teilnehmer"};
    columns.package = {};
    const auto table = read("Teilnehmer,User ID,Package\nu1,other,basic\n", columns);
    ASSERT_TRUE(table);
    EXPECT_EQ(table->rows[0].user_id, "u1");
    EXPECT_FALSE(table->has_package);
}

TEST(BillingTable, UnknownColumnsAreListed)
{
    const auto table = read("Who,What\na,b\n");
    ASSERT_FALSE(table);
    EXPECT_NE(table.error().what.find("'Who', 'What'"), std::string::npos);
    EXPECT_NE(table.error().what.find("billing.columns"), std::string::npos);
    EXPECT_NE(read("").error().what.find("empty"), std::string::npos);
    EXPECT_NE(read(std::string("\xff\xfe"
                               "U\0",
                               4))
                  .error()
                  .what.find("UTF-16"),
              std::string::npos);
}

TEST(BillingTable, RowsThatSayNothingUsefulAreNamedByTheirLine)
{
    const auto table = read("User ID,Package,Month\n,basic,2026-10\nu1,basic,2026-09\nu2,gold,October\nu3,x,y,z\n");
    ASSERT_TRUE(table);
    ASSERT_EQ(table->rows.size(), 1U);
    EXPECT_EQ(table->rows[0].user_id, "u2");
    EXPECT_EQ(table->rows[0].package, "");
    std::string lines;
    for (const LineFault& fault : table->faults) lines += std::to_string(fault.line) + " " + fault.what + "\n";
    EXPECT_NE(lines.find("2 it names nobody"), std::string::npos);
    EXPECT_NE(lines.find("3 it is about 2026-09"), std::string::npos);
    EXPECT_NE(lines.find("4 'gold' is none of"), std::string::npos);
    EXPECT_NE(lines.find("5 it has 4 cells"), std::string::npos);
}

TEST(BillingTable, APackageIsAWordAndOnlyOne)
{
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"PREMIUM", "premium"},     {"Webex for BroadWorks - Standard", "standard"},
        {"softphone", "softphone"}, {"basic/premium", ""},
        {"Premiumplus", ""},        {"standard standard", "standard"}};
    for (const auto& [text, package] : cases) {
        const auto table = read("User ID,Package\nu," + text + "\n");
        ASSERT_TRUE(table);
        EXPECT_EQ(table->rows[0].package, package) << text;
    }
}

}  // namespace
}  // namespace bwsync
