#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/broadworks/ocip/readers.hpp"
#include "tests/unit/adapters/broadworks/ocip/documents.hpp"

namespace bwsync::ocip {
namespace {

using testing::answer;
using testing::data;
using ::testing::ElementsAre;
using testing::error;
using ::testing::HasSubstr;
using testing::Row;
using testing::table;

const Row kUserHeadings{"User Id",        "Last Name",          "First Name",
                        "Department",     "Phone Number",       "Phone Number Activated",
                        "Email Address",  "Hiragana Last Name", "Hiragana First Name",
                        "In Trunk Group", "Extension",          "Country Code",
                        "National Prefix"};

Answer user_list(const std::vector<Row>& rows, const Row& headings = kUserHeadings)
{
    return answer(data("UserGetListInGroupResponse", table("userTable", headings, rows)));
}

TEST(OcipUserList, ARowHoldsWhatASweepCompares)
{
    const Row anna{"Anna@x", "Le  e\n", "Anna", "Dept", "+1-2212221101", "true", "a@x", "h", "h",
                   "false",  "1101",    "1",    ""};
    const auto rows = read_user_rows(user_list({anna}), "userTable");
    ASSERT_TRUE(rows) << rows.error().what;
    ASSERT_EQ(rows->size(), 1U);
    EXPECT_EQ((*rows)[0].user_id, "Anna@x");
    EXPECT_EQ((*rows)[0].row,
              "Le e\x1F"
              "Anna\x1F+1-2212221101\x1F"
              "1101\x1F"
              "a@x");
}

TEST(OcipUserList, ARowIsTheSameInEveryOrderOfColumns)
{
    const auto a =
        read_user_rows(user_list({{"u", "L", "F", "1", "2", "e@x"}},
                                 {"User Id", "Last Name", "First Name", "Phone Number", "Extension", "Email Address"}),
                       "userTable");
    const auto b = read_user_rows(
        user_list({{"e@x", "new", "2", "1", "F", "L", "u"}},
                  {"Email Address", "Novelty", "Extension", "Phone Number", "First Name", "Last Name", "User Id"}),
        "userTable");
    ASSERT_TRUE(a);
    ASSERT_TRUE(b);
    EXPECT_EQ(*a, *b);
}

TEST(OcipUserList, CellsCannotRunIntoEachOther)
{
    const Row headings{"User Id", "Last Name", "First Name", "Phone Number", "Extension", "Email Address"};
    const auto rows =
        read_user_rows(user_list({{"u", "ab", "", "", "", ""}, {"v", "a", "b", "", "", ""}}, headings), "userTable");
    EXPECT_NE((*rows)[0].row, (*rows)[1].row);
}

TEST(OcipUserList, AUserShownTwiceCountsOnce)
{
    const Row headings{"User Id", "Last Name", "First Name", "Phone Number", "Extension", "Email Address"};
    const auto rows =
        read_user_rows(user_list({{"u@x", "", "", "", "", ""}, {"U@X", "", "", "", "", ""}}, headings), "userTable");
    EXPECT_EQ(rows->size(), 1U);
}

TEST(OcipUserList, ARowWithoutAnIdSpoilsTheList)
{
    const Row headings{"User Id", "Last Name", "First Name", "Phone Number", "Extension", "Email Address"};
    const auto rows = read_user_rows(user_list({{"", "L", "", "", "", ""}}, headings), "userTable");
    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.error().kind, ErrorKind::kRetry);
}

TEST(OcipUserList, AnEmptyListIsAListAndAMissingHeadingIsNone)
{
    EXPECT_TRUE(read_user_rows(user_list({}), "userTable")->empty());
    const auto missing = read_user_rows(user_list({}, {"User Id", "Last Name"}), "userTable");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, ErrorKind::kRejected);
    EXPECT_THAT(missing.error().what, HasSubstr("First Name"));
}

TEST(OcipProviderList, TellsEnterprises)
{
    const Answer a = answer(data(
        "ServiceProviderGetListResponse",
        table("serviceProviderTable", {"Service Provider Id", "Service Provider Name", "Is Enterprise", "Reseller Id"},
              {{"SP", "n", "false", ""}, {"ENT", "", "true", "r"}})));
    const auto list = read_service_providers(a);
    ASSERT_TRUE(list) << list.error().what;
    ASSERT_EQ(list->size(), 2U);
    EXPECT_FALSE((*list)[0].is_enterprise);
    EXPECT_EQ((*list)[1].service_provider_id, "ENT");
    EXPECT_TRUE((*list)[1].is_enterprise);
}

TEST(OcipGroupList, GivesIds)
{
    const Answer a = answer(
        data("GroupGetListInServiceProviderResponse",
             table("groupTable", {"Group Id", "Group Name", "User Limit"}, {{"G1", "", "25"}, {"G 2", "n", "9"}})));
    EXPECT_THAT(*read_group_ids(a), ElementsAre("G1", "G 2"));
}

Answer utilization(const std::string& children)
{
    return answer(data("ServiceProviderServicePackGetUtilizationListResponse", children));
}

const Row kUtilization{"Group", "Total Packs", "Assigned"};

TEST(OcipUtilization, TheNthTableBelongsToTheNthName)
{
    const std::string names = "<servicePackName>P1</servicePackName><servicePackName>P2</servicePackName>";
    const auto list = read_utilization(
        utilization(names + table("serviceUtilizationTable", kUtilization, {{"G1", "Unlimited", "3"}}) +
                    table("serviceUtilizationTable", kUtilization, {{"G1", "10", "0"}, {"G2", "5", "7"}})));
    ASSERT_TRUE(list) << list.error().what;
    ASSERT_EQ(list->size(), 3U);
    EXPECT_EQ((*list)[0].service_pack, "P1");
    EXPECT_EQ((*list)[0].assigned, 3);
    EXPECT_EQ((*list)[2].service_pack, "P2");
    EXPECT_EQ((*list)[2].group_id, "G2");
    EXPECT_EQ((*list)[2].assigned, 7);
}

TEST(OcipUtilization, NamesAndTablesThatDoNotPairAreNoAnswer)
{
    EXPECT_FALSE(read_utilization(utilization("<servicePackName>P1</servicePackName>")));
    EXPECT_FALSE(read_utilization(utilization(table("serviceUtilizationTable", kUtilization, {}))));
    EXPECT_TRUE(read_utilization(utilization(""))->empty());
}

TEST(OcipUtilization, ACountThatIsNoNumberIsNoAnswer)
{
    for (const std::string count : {"", "many", "-1", "3x"}) {
        const auto list =
            read_utilization(utilization("<servicePackName>P1</servicePackName>" +
                                         table("serviceUtilizationTable", kUtilization, {{"G1", "1", count}})));
        ASSERT_FALSE(list) << count;
        EXPECT_EQ(list.error().kind, ErrorKind::kRetry);
    }
}

TEST(OcipPackDetail, TellsTheServicesOfAPack)
{
    const Answer a = answer(data("ServiceProviderServicePackGetDetailListResponse",
                                 table("userServiceTable", {"Service", "Authorized", "Allocated", "Available"},
                                       {{"Integrated IMP", "Unlimited", "0", "Unlimited"}})));
    EXPECT_TRUE(*pack_holds(a, "Integrated IMP"));
    EXPECT_FALSE(*pack_holds(a, "Integrated"));
    EXPECT_FALSE(pack_holds(answer(data("R", "")), "x"));
}

TEST(OcipErrors, TellScopesThatDoNotExistFromOtherRefusals)
{
    const auto kind = [](const std::string& summary) { return error_of(*answer(error(summary)).failure(), "X").kind; };
    EXPECT_EQ(kind("[Error 4152] Group not found: A:B"), ErrorKind::kNotFound);
    EXPECT_EQ(kind("[Error 4008] User not found: u"), ErrorKind::kNotFound);
    EXPECT_EQ(kind("[Error 4999] Service Provider not found: A"), ErrorKind::kNotFound);
    EXPECT_EQ(kind("Service pack not found: A"), ErrorKind::kNotFound);
    EXPECT_EQ(kind("[Error 4500] Access Device not found"), ErrorKind::kRejected);
    EXPECT_EQ(kind("[Error 6004] OCI XML Request validation error"), ErrorKind::kRejected);
    EXPECT_EQ(kind(""), ErrorKind::kRejected);
}

TEST(OcipProvider, IsAnEnterpriseOnlyWhenTheElementSaysTrue)
{
    EXPECT_TRUE(is_enterprise(answer(data("R", "<isEnterprise>true</isEnterprise>"))));
    EXPECT_FALSE(is_enterprise(answer(data("R", "<isEnterprise>false</isEnterprise>"))));
    EXPECT_FALSE(is_enterprise(answer(data("R", "<useCustomRoutingProfile>true</useCustomRoutingProfile>"))));
}

TEST(OcipProvider, TheUrlInForceIsItsOwnOrTheSystems)
{
    const Answer own = answer(data(
        "R",
        "<useSystemMessagingServer>false</useSystemMessagingServer><provisioningUrl>https://own</provisioningUrl>"));
    const Answer system = answer(data("R", "<provisioningUrl>https://system</provisioningUrl>"));
    const Answer inherits = answer(data(
        "R",
        "<useSystemMessagingServer>true</useSystemMessagingServer><provisioningUrl>https://idle</provisioningUrl>"));
    const Answer refused = answer(error("[Error 4000] no"));
    EXPECT_EQ(provisioning_url(own, system), "https://own");
    EXPECT_EQ(provisioning_url(inherits, system), "https://system");
    EXPECT_EQ(provisioning_url(inherits, refused), "");
    EXPECT_EQ(provisioning_url(refused, refused), "");
}

TEST(OcipGroup, TheUserCountIsThereFromRelease22On)
{
    EXPECT_EQ(read_user_count(answer(data("GroupGetResponse22V5", "<userCount>12</userCount>"))), 12);
    EXPECT_EQ(read_user_count(answer(data("GroupGetResponse22V5", ""))), std::nullopt);
}

}  // namespace
}  // namespace bwsync::ocip
