#include <gtest/gtest.h>

#include "tests/integration/lab_webex/webex_lab.hpp"

namespace bwsync::lab::test {
namespace {

class WebexPeopleTest : public WebexLabTest {
protected:
    std::string organization() { return control("/state").at("organizations").at(0).at("id"); }
    std::string enterprise()
    {
        return json::parse(call("GET", "/broadworks/enterprises").body).at("items").at(0).at("id");
    }
    std::string sync_status(const std::string& path)
    {
        return json::parse(call("GET", path).body).at("directorySyncStatus").at("syncStatus");
    }
};

TEST_F(WebexPeopleTest, PeopleAreFoundByEmailIdAndOrganisation)
{
    const std::string id = get(provisioned(person("ada@x.com"))).at("personId");
    const auto items = [&](const std::string& query) { return json::parse(call("GET", "/people" + query).body); };
    EXPECT_EQ(items("?email=mail.ada@x.com").at("items").at(0).at("id"), id);
    EXPECT_EQ(items("?orgId=" + organization()).at("items").size(), 1U);
    const json some = items("?id=" + id + ",nobody");
    EXPECT_EQ(some.at("items").size(), 1U);
    EXPECT_EQ(some.at("notFoundIds"), json::array({"nobody"}));
    EXPECT_EQ(call("GET", "/people/nobody").status, 404);
}

TEST_F(WebexPeopleTest, AHardDeleteTakesPersonAndSubscriber)
{
    const std::string subscriber = provisioned(person("ada@x.com"));
    const std::string id = get(subscriber).at("personId");
    EXPECT_EQ(call("DELETE", "/people/" + id).status, 204);
    EXPECT_EQ(call("DELETE", "/people/" + id).status, 404);
    EXPECT_EQ(call("GET", "/broadworks/subscribers/" + subscriber).status, 404);
    EXPECT_EQ(provision(person("ada@x.com", "SP1+Other")).status, 200);
}

TEST_F(WebexPeopleTest, WithTheSwitchTheSubscriberStaysAndAPutFindsNoUser)
{
    const std::string subscriber = provisioned(person("ada@x.com"));
    set("person_delete_keeps_subscriber", true);
    call("DELETE", "/people/" + get(subscriber).at("personId").get<std::string>());
    EXPECT_EQ(code_of(call("PUT", "/broadworks/subscribers/" + subscriber, {{"package", "basic"}})), 2003);
}

TEST_F(WebexPeopleTest, APersonRemovedWhileProvisionedAgainMakesItFail)
{
    provisioned(person("ada@x.com"));
    const json found = json::parse(call("GET", "/broadworks/subscribers?userId=ada@x.com").body).at("items").at(0);
    call("DELETE", "/broadworks/subscribers/" + found.at("id").get<std::string>());
    const std::string again = json::parse(provision(person("ada@x.com")).body).at("id");
    EXPECT_EQ(call("DELETE", "/people/" + found.at("personId").get<std::string>()).status, 204);
    EXPECT_EQ(get(again).at("status"), "error");
    EXPECT_EQ(get(again).at("errors")[0].at("errorCode"), 2587);
}

TEST_F(WebexPeopleTest, AYoungObjectNeedsAYoungerToken)
{
    const std::string id = get(provisioned(person("ada@x.com"))).at("personId");
    set("young_delete_refused", true);
    EXPECT_EQ(call("DELETE", "/people/" + id).status, 403);
    token.clear();
    EXPECT_EQ(call("DELETE", "/people/" + id).status, 204);
}

TEST_F(WebexPeopleTest, ManagementAccessIsOpenedByGetOrganisationAfterAWhile)
{
    const std::string path = "/people/" + get(provisioned(person("ada@x.com"))).at("personId").get<std::string>();
    set("management_access_needed", true);
    EXPECT_EQ(call("GET", path).status, 403);
    EXPECT_EQ(call("GET", "/organizations/" + organization()).status, 200);
    EXPECT_EQ(call("GET", path).status, 403);
    advance(5s);
    EXPECT_EQ(call("GET", path).status, 200);
    advance(1h);
    EXPECT_EQ(call("GET", path).status, 403);
}

TEST_F(WebexPeopleTest, AnOrganisationGoesOnlyInTheDocumentedOrder)
{
    const std::string subscriber = provisioned(person("ada@x.com"));
    const std::string id = organization();
    const std::string sync = "/broadworks/enterprises/" + enterprise() + "/broadworksDirectorySync";
    ASSERT_EQ(call("PUT", sync, {{"enableDirSync", true}}).status, 200);
    EXPECT_EQ(call("DELETE", "/organizations/" + id).status, 409);
    EXPECT_EQ(call("DELETE", "/people/" + get(subscriber).at("personId").get<std::string>()).status, 204);
    EXPECT_EQ(call("DELETE", "/organizations/" + id).status, 409) << "directory synchronisation is on";
    ASSERT_EQ(call("PUT", sync, {{"enableDirSync", false}}).status, 200);
    EXPECT_EQ(sync_status(sync), "DISABLE_INITIATED");
    advance(5s);
    EXPECT_EQ(sync_status(sync), "DISABLE_IN_PROGRESS");
    EXPECT_EQ(call("DELETE", "/organizations/" + id).status, 409);
    advance(5s);
    EXPECT_EQ(sync_status(sync), "NOT_SYNCED");
    EXPECT_EQ(call("DELETE", "/organizations/" + id).status, 204);
    EXPECT_EQ(call("GET", "/organizations/" + id).status, 200);
    advance(10min);
    EXPECT_EQ(call("GET", "/organizations/" + id).status, 404);
    EXPECT_EQ(call("GET", sync).status, 404);
}

TEST_F(WebexPeopleTest, DirectorySynchronisationIsOneAtATimeInACluster)
{
    provisioned(person("ada@x.com"));
    provisioned(person("bob@x.com", "Other"));
    const json all = json::parse(call("GET", "/broadworks/enterprises").body).at("items");
    const auto path = [&](int i) {
        return "/broadworks/enterprises/" + all[static_cast<std::size_t>(i)].at("id").get<std::string>() +
               "/broadworksDirectorySync";
    };
    const json now = {{"syncStatus", "SYNC_NOW"}};
    EXPECT_EQ(code_of(call("POST", path(0), now)), 6004);
    for (const int i : {0, 1}) ASSERT_EQ(call("PUT", path(i), {{"enableDirSync", true}}).status, 200);
    EXPECT_EQ(code_of(call("POST", path(0), {{"syncStatus", "LATER"}})), 1003);
    EXPECT_EQ(code_of(call("POST", path(0) + "/externalUser", {{"userId", "x@x"}})), 5004);
    ASSERT_EQ(call("POST", path(0), now).status, 200);
    const Reply busy = call("POST", path(1), now);
    EXPECT_EQ(busy.status, 429);
    EXPECT_EQ(code_of(busy), 6002);
    EXPECT_EQ(code_of(call("PUT", path(0), {{"enableDirSync", false}})), 6007);
    advance(5s);
    EXPECT_EQ(sync_status(path(0)), "COMPLETE");
    EXPECT_EQ(call("POST", path(1), now).status, 200);
    const Reply user = call("POST", path(0) + "/externalUser", {{"userId", "x@x"}});
    EXPECT_EQ(json::parse(user.body).at("status"), "ADD");
    EXPECT_EQ(code_of(call("POST", "/broadworks/enterprises/none/broadworksDirectorySync", now)), 6006);
}

TEST_F(WebexPeopleTest, SomebodyInPartnerHubRemovesASubscriberOrAPerson)
{
    const std::string id = provisioned(person("ada@x.com"));
    control("/subscribers/remove", {{"userId", "ada@x.com"}});
    EXPECT_EQ(call("GET", "/broadworks/subscribers/" + id).status, 404);
    EXPECT_FALSE(control("/received").at("byUser").at("ada@x.com").contains("remove"));
    control("/people/remove", {{"email", "mail.ada@x.com"}});
    EXPECT_TRUE(control("/state").at("people").empty());
    EXPECT_EQ(control_status("/subscribers/remove", {{"userId", "ada@x.com"}}), 400);
    EXPECT_EQ(control_status("/nothing", json::object()), 404);
}

TEST_F(WebexPeopleTest, SettingsAreRefusedAsAWhole)
{
    EXPECT_EQ(control_status("/switches", {{"location_header", true}, {"no_such", true}}), 400);
    EXPECT_EQ(provision(person("ada@x.com")).headers.count("location"), 0U);
    EXPECT_EQ(control_status("/switches", {{"update_busy", "maybe"}}), 400);
    EXPECT_EQ(control_status("/switches", {{"case_sensitive_ids", true}}), 400);
    EXPECT_EQ(control_status("/delays", {{"update", "soon"}}), 400);
    EXPECT_EQ(control_status("/delays", {{"sleep", "1s"}}), 400);
    EXPECT_EQ(control_status("/rate-limit", {{"burst", -1}}), 400);
    EXPECT_EQ(control_status("/fixtures", {{"emailDomains", {{"x.com", "odd"}}}}), 400);
    EXPECT_EQ(control_status("/subscribers", {{"subscribers", {{{"userId", "x"}}}}}), 400);
}

}  // namespace
}  // namespace bwsync::lab::test
