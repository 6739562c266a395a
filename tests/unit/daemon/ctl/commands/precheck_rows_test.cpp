#include "daemon/ctl/commands/precheck_rows.hpp"

#include <gtest/gtest.h>

#include "daemon/ctl/cli/progress_line.hpp"

namespace bwsync::ctl {
namespace {

std::vector<std::size_t> fault_lines(const PrecheckRows& rows)
{
    std::vector<std::size_t> lines;
    for (const CsvFault& fault : rows.faults) lines.push_back(fault.line);
    return lines;
}

TEST(PrecheckRows, ReadsBothFormsByTheNamesOfTheColumns)
{
    const PrecheckRows mixed =
        precheck_rows("Customer E-Mail,remark,User Id,email\nboss@x.com,hello,,anna@x.com\n,,u1@x,\n", "");
    EXPECT_TRUE(mixed.faults.empty());
    ASSERT_EQ(mixed.rows.size(), 2U);
    EXPECT_EQ(mixed.rows[0].email, "anna@x.com");
    EXPECT_EQ(mixed.rows[0].customer_email, "boss@x.com");
    EXPECT_EQ(mixed.rows[1].user_id, "u1@x");
}

TEST(PrecheckRows, TheCommandLinesCustomerStandsForRowsWithoutOne)
{
    const PrecheckRows rows = precheck_rows("email,customer_email\na@x.com,\nb@x.com,own@x.com\n", "boss@x.com");
    ASSERT_EQ(rows.rows.size(), 2U);
    EXPECT_EQ(rows.rows[0].customer_email, "boss@x.com");
    EXPECT_EQ(rows.rows[1].customer_email, "own@x.com");
}

TEST(PrecheckRows, EachBadLineIsNamedWithItsRemedy)
{
    const PrecheckRows rows = precheck_rows(
        "email,customerEmail\n"
        "good@x.com,boss@x.com\n"
        "no address,boss@x.com\n"
        "a@x.com\n"
        "b@x.com,\n"
        ",boss@x.com\n"
        "GOOD@x.com,Boss@x.com\n"
        "c@x.com,two@at@x.com\n",
        "");
    EXPECT_EQ(fault_lines(rows), (std::vector<std::size_t>{3, 4, 5, 6, 7, 8}));
    EXPECT_NE(rows.faults[2].what.find("--customer-email"), std::string::npos);
    EXPECT_NE(rows.faults[4].what.find("line 2"), std::string::npos);
    EXPECT_EQ(rows.rows.size(), 1U);
}

TEST(PrecheckRows, AFileWithoutAHeaderIsToldWhatToPutThere)
{
    EXPECT_EQ(fault_lines(precheck_rows("", "")), std::vector<std::size_t>{1});
    const PrecheckRows rows = precheck_rows("a@x.com,b@x.com\n", "");
    ASSERT_EQ(rows.faults.size(), 1U);
    EXPECT_NE(rows.faults[0].what.find("email,customerEmail"), std::string::npos);
    EXPECT_FALSE(precheck_rows("email;customerEmail\na@x.com;b@x.com\n", "").faults.empty());
}

TEST(ProgressLine, ShowsHowFarAndHowLong)
{
    ProgressLine line;
    line.done = 4200;
    line.total = 10'000;
    line.fresh = 200;
    line.took = std::chrono::seconds(20);
    EXPECT_EQ(progress_text(line, 0), "4,200 of 10,000, 42 %, 9 min left");
    const std::string wide = progress_text(line, 80);
    EXPECT_TRUE(wide.starts_with("[####"));
    EXPECT_LT(wide.size(), 80U);
    EXPECT_LE(progress_text(line, 20).size(), 19U);
    line.done = line.total;
    EXPECT_EQ(progress_text(line, 0), "10,000 of 10,000, 100 %");
    EXPECT_EQ(progress_text(ProgressLine(), 0), "0 of 0, 0 %");
}

}  // namespace
}  // namespace bwsync::ctl
