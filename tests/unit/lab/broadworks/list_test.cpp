#include "tests/unit/lab/broadworks/cluster_fixture.hpp"

namespace bwsync::lab {
namespace {

using Texts = std::vector<std::string>;

const char* const kInGroup = "<serviceProviderId>ent</serviceProviderId><GroupId>g1</GroupId>";
const char* const kPagedGroup = "<serviceProviderId>ent</serviceProviderId><groupId>g1</groupId>";

class Lists : public ClusterTest {
protected:
    void SetUp() override
    {
        make();
        login();
    }
    // The last so many headings of a table.
    static Texts last(Texts all, std::size_t count)
    {
        all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(count));
        return all;
    }
    static std::string page(int start, int size)
    {
        return "<responsePagingControl><responseStartIndex>" + std::to_string(start) +
               "</responseStartIndex><responsePageSize>" + std::to_string(size) +
               "</responsePageSize></responsePagingControl>";
    }
};

TEST_F(Lists, ColumnsAreThoseOfTheRelease)
{
    const Texts core{
        "Last Name",     "First Name",         "Department",          "Phone Number",   "Phone Number Activated",
        "Email Address", "Hiragana Last Name", "Hiragana First Name", "In Trunk Group", "Extension"};
    const auto with = [&](Texts front, const Texts& back) {
        front.insert(front.end(), core.begin(), core.end());
        front.insert(front.end(), back.begin(), back.end());
        return front;
    };
    const Texts system{"User Id", "Group Id", "Service Provider Id"}, provider{"User Id", "Group Id"};
    const char* const ent = "<serviceProviderId>ent</serviceProviderId>";
    make(Release::kR21);
    login();
    EXPECT_EQ(ask("UserGetListInSystemRequest").headings("userTable"), with(system, {}));
    EXPECT_EQ(ask("UserGetListInGroupRequest", kInGroup).headings("userTable"), with({"User Id"}, {}));
    EXPECT_EQ(ask("ServiceProviderGetListRequest").headings("serviceProviderTable").size(), 3U);
    make(Release::kR22);
    login();
    EXPECT_EQ(ask("UserGetListInSystemRequest").headings("userTable"), with(system, {"Reseller Id"}));
    EXPECT_EQ(ask("UserGetListInServiceProviderRequest", ent).headings("userTable"), with(provider, {}));
    EXPECT_EQ(ask("UserGetListInGroupRequest", kInGroup).headings("userTable"),
              with({"User Id"}, {"Country Code", "National Prefix"}));
    EXPECT_EQ(last(ask("ServiceProviderGetListRequest").headings("serviceProviderTable"), 1), Texts{"Reseller Id"});
    make(Release::kR24);
    login();
    EXPECT_EQ(ask("UserGetListInSystemRequest").headings("userTable"),
              with(system, {"Reseller Id", "User External Id"}));
    EXPECT_EQ(ask("UserGetListInServiceProviderRequest", ent).headings("userTable"),
              with(provider, {"User External Id"}));
    EXPECT_EQ(last(ask("UserGetListInGroupPagedSortedListRequest", kPagedGroup).headings("userTable"), 4),
              (Texts{"Department Type", "Parent Department", "Parent Department Type", "User External Id"}));
}

TEST_F(Lists, ShowNumbersInTheSpellingOfTables)
{
    User& user = add_user("u1@example.com");
    EXPECT_FALSE(set_fields(user, {{"phoneNumber", "+49-301234"}, {"extension", "12"}}));
    add_user("u2@example.com");
    const Reply reply = ask("UserGetListInGroupRequest", kInGroup);
    EXPECT_EQ(reply.column("userTable", "User Id"), (Texts{"u1@example.com", "u2@example.com"}));
    EXPECT_EQ(reply.column("userTable", "Phone Number"), (Texts{"+49-301234", ""}));
    EXPECT_EQ(reply.column("userTable", "Phone Number Activated"), (Texts{"true", ""}));
    EXPECT_EQ(reply.column("userTable", "Country Code"), (Texts{"49", "1"}));
    EXPECT_NE(reply.bytes.find("<col/>"), std::string::npos);
}

TEST_F(Lists, OfProvidersAndGroupsAnswerBothModels)
{
    const Reply providers = ask("ServiceProviderGetListRequest");
    EXPECT_EQ(providers.column("serviceProviderTable", "Service Provider Id"), (Texts{"ent", "sp"}));
    EXPECT_EQ(providers.column("serviceProviderTable", "Is Enterprise"), (Texts{"true", "false"}));
    const Reply enterprises = ask("ServiceProviderGetListRequest", "<isEnterprise>true</isEnterprise>");
    EXPECT_EQ(enterprises.column("serviceProviderTable", "Service Provider Name"), (Texts{"Enterprise \xC3\x89"
                                                                                          "clair"}));
    EXPECT_NE(enterprises.bytes.find("Enterprise \xC9"
                                     "clair"),
              std::string::npos);
    const Reply groups = ask("GroupGetListInSystemRequest");
    EXPECT_EQ(groups.column("groupTable", "Group Id"), (Texts{"g1", "g2", "g1"}));
    EXPECT_EQ(groups.column("groupTable", "Organization Type"),
              (Texts{"Enterprise", "Enterprise", "Service Provider"}));
    EXPECT_EQ(ask("GroupGetListInServiceProviderRequest", "<serviceProviderId>no</serviceProviderId>").type(),
              "c:ErrorResponse");
}

TEST_F(Lists, SearchesAreCombinedWithAnd)
{
    add_user("anna@example.com");
    add_user("annika@example.com", {}, "sp", "g1");
    const auto search = [](const char* mode, const char* value, const char* fold) {
        return std::string("<searchCriteriaUserId><mode>") + mode + "</mode><value>" + value +
               "</value><isCaseInsensitive>" + fold + "</isCaseInsensitive></searchCriteriaUserId>";
    };
    const std::string exact =
        "<searchCriteriaExactServiceProvider><serviceProviderId>sp</serviceProviderId>"
        "</searchCriteriaExactServiceProvider>";
    const auto found = [&](const std::string& body) {
        return ask("UserGetListInSystemRequest", body).column("userTable", "User Id");
    };
    EXPECT_EQ(found(search("Starts With", "ANN", "true")).size(), 2U);
    EXPECT_EQ(found(search("Starts With", "ANN", "false")).size(), 0U);
    EXPECT_EQ(found(search("Contains", "ika", "false")), Texts{"annika@example.com"});
    EXPECT_EQ(found(search("Equal To", "anna@example.com", "true")), Texts{"anna@example.com"});
    EXPECT_EQ(found(exact + search("Starts With", "ann", "true")), Texts{"annika@example.com"});
}

TEST_F(Lists, PagesFollowTheStartIndexAndTheSortOrder)
{
    for (const char* const id : {"a@x.com", "b@x.com", "c@x.com", "d@x.com", "e@x.com"}) add_user(id);
    const auto ids = [&](const std::string& control) {
        return ask("UserGetListInGroupPagedSortedListRequest", kPagedGroup + control).column("userTable", "User Id");
    };
    const std::string descending =
        "<sortOrder><sortByUserId><isAscending>false</isAscending><isCaseSensitive>true</isCaseSensitive>"
        "</sortByUserId></sortOrder>";
    EXPECT_EQ(ids("").size(), 5U);
    EXPECT_EQ(ids(page(1, 2)), (Texts{"a@x.com", "b@x.com"}));
    EXPECT_EQ(ids(page(5, 2)), Texts{"e@x.com"});
    EXPECT_EQ(ids(page(6, 2)), Texts{});
    EXPECT_EQ(ids(page(1, 2) + descending), (Texts{"e@x.com", "d@x.com"}));
    EXPECT_NE(ask("UserGetListInGroupPagedSortedListRequest", kPagedGroup + page(1, 2001)).summary().find("6004"),
              std::string::npos);
}

TEST_F(Lists, SizeLimitsCutOrRefuse)
{
    add_user("a@x.com");
    add_user("b@x.com");
    const std::string limit = "<responseSizeLimit>1</responseSizeLimit>";
    EXPECT_EQ(ask("UserGetListInSystemRequest", limit).column("userTable", "User Id").size(), 1U);
    cluster->config.ocip_switches.size_limit = SizeLimit::kError;
    EXPECT_EQ(ask("UserGetListInSystemRequest", limit).type(), "c:ErrorResponse");
    EXPECT_EQ(ask("UserGetListInSystemRequest").column("userTable", "User Id").size(), 2U);
    cluster->config.ocip_switches.list_rows_max = 1;
    EXPECT_EQ(ask("UserGetListInSystemRequest").column("userTable", "User Id").size(), 1U);
}

TEST_F(Lists, ColumnsMoveBySwitchWithTheirHeadings)
{
    add_user("a@x.com");
    for (const OcipColumns columns : {OcipColumns::kShuffled, OcipColumns::kExtra}) {
        cluster->config.ocip_switches.columns = columns;
        const Reply reply = ask("UserGetListInGroupRequest", kInGroup);
        EXPECT_NE(reply.headings("userTable").front(), "User Id");
        EXPECT_EQ(reply.column("userTable", "User Id"), Texts{"a@x.com"});
        EXPECT_EQ(reply.column("userTable", "Last Name"), Texts{"Last"});
    }
}

TEST_F(Lists, FaultsTakeRowsAway)
{
    for (const char* const id : {"a@x.com", "b@x.com", "c@x.com", "d@x.com"}) add_user(id);
    const auto ids = [&] { return ask("UserGetListInSystemRequest").column("userTable", "User Id"); };
    cluster->faults.add({0, FaultKind::kEmptyList, "UserGetListIn", 1, 1, {}, 0});
    EXPECT_EQ(ids().size(), 4U);
    EXPECT_EQ(ids().size(), 0U);
    cluster->faults.add({0, FaultKind::kShortList, "User", 1, 0, {}, 0});
    EXPECT_EQ(ids(), (Texts{"a@x.com", "b@x.com"}));
    cluster->faults.add({0, FaultKind::kPartialList, "", 1, 0, {}, 0});
    EXPECT_EQ(ids(), (Texts{"b@x.com", "d@x.com"}));
    EXPECT_EQ(ids().size(), 4U);
}

}  // namespace
}  // namespace bwsync::lab
