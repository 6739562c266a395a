// Pages of a list of enterprises.
#include "daemon/admin/api/enterprise_pages.hpp"

#include <gtest/gtest.h>

namespace bwsync {
namespace {

EnterpriseItem item(const std::string& partner, const std::string& sp_enterprise_id, const std::string& id = "i")
{
    EnterpriseItem made;
    made.partner = partner;
    made.enterprise.sp_enterprise_id = sp_enterprise_id;
    made.enterprise.id = id;
    return made;
}

TEST(EnterprisePages, GivesEachOnceInOneOrderWhateverOrderWebexHas)
{
    const std::vector<EnterpriseItem> all = {item("b", "x"), item("a", "y", "2"), item("a", "z"), item("a", "y", "1"),
                                             item("a", "\xc3\xbc")};
    std::vector<std::string> seen;
    std::string cursor;
    do {
        const Result<EnterpriseList> page = page_of(all, cursor, 2);
        ASSERT_TRUE(page);
        EXPECT_LE(page->items.size(), 2U);
        for (const EnterpriseItem& each : page->items)
            seen.push_back(each.partner + each.enterprise.sp_enterprise_id + each.enterprise.id);
        cursor = page->next;
    } while (!cursor.empty());
    EXPECT_EQ(seen, std::vector<std::string>({"ay1", "ay2", "azi", "a\xc3\xbci", "bxi"}));
}

TEST(EnterprisePages, HasNoNextPageAfterAFullLastOne)
{
    const Result<EnterpriseList> page = page_of({item("a", "x"), item("a", "y")}, "", 2);
    ASSERT_TRUE(page);
    EXPECT_EQ(page->items.size(), 2U);
    EXPECT_EQ(page->next, "");
}

TEST(EnterprisePages, RefusesWhatIsNoCursor)
{
    for (const char* cursor : {"x", "0", "0g", "ZZ"}) EXPECT_FALSE(page_of({item("a", "x")}, cursor, 2)) << cursor;
}

}  // namespace
}  // namespace bwsync
