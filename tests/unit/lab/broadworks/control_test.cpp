// The control API's requests, without HTTP.
#include <nlohmann/json.hpp>

#include "tests/lab/broadworks/cluster.hpp"
#include "tests/unit/lab/broadworks/cluster_fixture.hpp"

namespace bwsync::lab {
namespace {

using nlohmann::json;

class ControlTest : public ::testing::Test {
protected:
    json call(int status, const std::string& method, const std::string& path, const std::string& body = "",
              std::multimap<std::string, std::string> query = {})
    {
        HttpRequest request;
        request.method = method;
        request.body = body;
        request.query = std::move(query);
        const HttpResponse response = cluster.control(request, path);
        EXPECT_EQ(response.status, status) << path << ": " << response.body;
        return json::parse(response.body);
    }
    json post(const std::string& path, const std::string& body) { return call(200, "POST", path, body); }
    void refused(const std::string& path, const std::string& body, const std::string& text)
    {
        const std::string error = call(400, "POST", path, body).at("error");
        EXPECT_NE(error.find(text), std::string::npos) << error;
    }
    void prepare()
    {
        post("/service-providers", R"({"serviceProviderId":"ent","isEnterprise":true,
             "servicePacks":[{"servicePackName":"P","services":["Integrated IMP"]},{"servicePackName":"Q"}]})");
        post("/groups", R"({"serviceProviderId":"ent","groupId":"g1","timeZone":"Europe/Rome"})");
        post("/groups", R"({"serviceProviderId":"ent","groupId":"g2"})");
        post("/users", R"({"users":[{"userId":"u1@x.com","serviceProviderId":"ent","groupId":"g1","firstName":"A",
             "lastName":"\"M\u00fcller\\","phoneNumber":"+1-2405551212","servicePacks":["P"],
             "alternateUserIds":["a1@x.com"],"title":"Dr"}]})");
    }
    json user(const std::string& id) { return call(200, "GET", "/users", "", {{"userId", id}}).at("users").at(0); }

    static BroadworksConfig config()
    {
        BroadworksConfig result;
        result.users = {{"bwsync", "secret", "System", ""}};
        return result;
    }

    boost::asio::io_context io;
    LabClock clock{io};
    BroadworksCluster cluster{io, clock, config()};
};

TEST_F(ControlTest, AUserIsSeenAsItWasMade)
{
    prepare();
    const json one = user("A1@x.com");
    EXPECT_EQ(one.at("userId"), "u1@x.com");
    EXPECT_EQ(one.at("lastName"), "\"M\xC3\xBCller\\");
    EXPECT_EQ(one.at("phoneNumber"), "+1-2405551212");
    EXPECT_EQ(one.at("timeZone"), "Europe/Rome");
    EXPECT_EQ(one.at("servicePacks"), json::array({"P"}));
    EXPECT_EQ(one.at("effectiveServices"), json::array({"Integrated IMP"}));
    EXPECT_EQ(one.at("isEnterprise"), true);
    EXPECT_EQ(one.at("title"), "Dr");
    EXPECT_EQ(call(200, "GET", "/users").at("users").size(), 1U);
    EXPECT_EQ(call(200, "GET", "/users", "", {{"groupId", "g2"}}).at("users").size(), 0U);
}

TEST_F(ControlTest, ChangesAUserInEveryWay)
{
    prepare();
    post("/users/modify", R"({"userId":"u1@x.com","set":{"lastName":"New","phoneNumber":null,"alternateUserIds":[]}})");
    post("/users/services", R"({"userId":"u1@x.com","assign":{"servicePacks":["Q"],"services":["S"]},
         "unassign":{"servicePacks":["P"]}})");
    post("/users/move", R"({"userId":"u1@x.com","newGroupId":"g2"})");
    post("/users/rename", R"({"userId":"u1@x.com","newUserId":"u2@x.com"})");
    const json one = user("u2@x.com");
    EXPECT_EQ(one.at("lastName"), "New");
    EXPECT_EQ(one.at("phoneNumber"), "");
    EXPECT_EQ(one.at("groupId"), "g2");
    EXPECT_EQ(one.at("servicePacks"), json::array({"Q"}));
    EXPECT_EQ(one.at("services"), json::array({"S"}));
    refused("/users/integrated-imp", R"({"userId":"u2@x.com","isActive":false})", "not assigned");
    post("/mass/assign", R"({"serviceProviderId":"ent","groupId":"g2","servicePacks":["P"]})");
    post("/users/integrated-imp", R"({"userId":"u2@x.com","isActive":false})");
    EXPECT_EQ(user("u2@x.com").at("isActive"), false);
    post("/users/delete", R"({"userIds":["u2@x.com"]})");
    EXPECT_EQ(call(200, "GET", "/users").at("users").size(), 0U);
}

TEST_F(ControlTest, MakesManyUsers)
{
    prepare();
    post("/users/generate", R"({"serviceProviderId":"ent","groupId":"g2","count":3,"prefix":"g","servicePack":"P",
         "firstNumber":"+1-2405550009","report":false})");
    const json one = user("g000003@example.com");
    EXPECT_EQ(one.at("phoneNumber"), "+1-2405550011");
    EXPECT_EQ(one.at("extension"), "0003");
    EXPECT_EQ(one.at("emailAddress"), "g000003@example.com");
    EXPECT_EQ(cluster.state().model.user_count(), 4U);
}

TEST_F(ControlTest, SaysWhatIsWrong)
{
    prepare();
    refused("/users", "[]", "JSON object");
    refused("/users", "{", "not JSON");
    refused("/users", "{}", "'users' is required");
    refused("/users", R"({"users":[{"userId":"x"}]})", "users[0]: 'serviceProviderId' is required");
    refused("/users", R"({"users":[{"userId":"u9","serviceProviderId":"ent","groupId":"no","firstName":"a",
            "lastName":"b"}]})",
            "[Error 4152] Group not found: ent:no");
    refused("/users", R"({"users":[{"userId":"U1@x.com","serviceProviderId":"ent","groupId":"g1","firstName":"a",
            "lastName":"b"}]})",
            "4200");
    refused("/users", R"({"users":[{"userId":"u9","serviceProviderId":"ent","groupId":"g1","firstName":"a",
            "lastName":"b","colour":"red"}]})",
            "no field colour");
    refused("/users", R"({"users":[{"userId":"u9","serviceProviderId":"ent","groupId":"g1","firstName":"a",
            "lastName":"b","servicePacks":["No"]}]})",
            "4400");
    refused("/users/modify", R"({"userId":"nobody","set":{}})", "[Error 4008] User not found: nobody");
    refused("/users/modify", R"({"userId":"u1@x.com"})", "'set' is required");
    refused("/users/modify", R"({"userId":"u1@x.com","set":{"lastName":7}})", "must be a text or null");
    refused("/users/delete", R"({"userIds":["u1@x.com","nobody"]})", "4008");
    refused("/groups", R"({"serviceProviderId":"ent","groupId":"g1"})", "already exists");
    refused("/groups", R"({"serviceProviderId":"ent","groupId":"g3","colour":"red"})", "'colour' is not known");
    refused("/mass/migrate", R"({"serviceProviderId":"ent","from":"P","to":"Q","delay":"soon"})", "duration");
    refused("/faults", R"({"kind":"explode"})", "no kind of fault");
    refused("/feed", R"({"action":"explode"})", "no action");
    refused("/feed", R"({"action":"cut","server":1})", "from 0 to 0");
    refused("/switches", R"({"queue":"maybe"})", "none | bounded | unbounded");
    EXPECT_EQ(call(404, "POST", "/nothing").count("error"), 1U);
    EXPECT_EQ(cluster.state().model.user_count(), 1U);
}

TEST_F(ControlTest, AServiceProviderIsMadeOnceAndGetsFurtherPacks)
{
    prepare();
    post("/service-providers", R"({"serviceProviderId":"ent","isEnterprise":true,
         "servicePacks":[{"servicePackName":"P"},{"servicePackName":"R"}]})");
    refused("/service-providers", R"({"serviceProviderId":"ent"})", "already exists");
    const json providers = call(200, "GET", "/service-providers").at("serviceProviders");
    EXPECT_EQ(providers.at(0).at("servicePacks").size(), 3U);
    EXPECT_EQ(providers.at(0).at("servicePacks").at(0).at("holders"), 1);
    post("/service-packs/modify", R"({"serviceProviderId":"ent","servicePackName":"P","newServicePackName":"PP"})");
    EXPECT_EQ(user("u1@x.com").at("servicePacks"), json::array({"PP"}));
    post("/service-packs/delete", R"({"serviceProviderId":"ent","servicePackName":"PP"})");
    EXPECT_EQ(user("u1@x.com").at("servicePacks"), json::array());
    post("/groups/delete", R"({"serviceProviderId":"ent","groupId":"g1"})");
    EXPECT_EQ(cluster.state().model.user_count(), 0U);
}

TEST_F(ControlTest, FaultsCountDownAndCanBeCleared)
{
    EXPECT_EQ(post("/faults", R"({"point":"ocip","kind":"slow","match":"User","count":2,"after":1})").at("id"), 1);
    EXPECT_EQ(post("/faults", R"({"kind":"close"})").at("id"), 2);
    Faults& faults = cluster.state().faults;
    EXPECT_EQ(faults.fires(FaultKind::kSlow, "GroupGet"), nullptr);
    EXPECT_EQ(faults.fires(FaultKind::kSlow, "UserGet"), nullptr);
    EXPECT_NE(faults.fires(FaultKind::kSlow, "UserGet"), nullptr);
    EXPECT_NE(faults.fires(FaultKind::kSlow, "UserGet"), nullptr);
    EXPECT_EQ(faults.fires(FaultKind::kSlow, "UserGet"), nullptr);
    EXPECT_EQ(call(200, "GET", "/faults").at("faults").at(0).at("fired"), 2);
    post("/faults/clear", "");
    EXPECT_TRUE(call(200, "GET", "/faults").at("faults").empty());
}

TEST_F(ControlTest, SwitchesChangeWhileTheLabRuns)
{
    post("/switches", R"({"queue":"unbounded","inner_commands":3,"acl":["10.0.0.1"],"pretty_print":true})");
    const FeedSwitches& feed = cluster.state().config.feed;
    EXPECT_EQ(feed.queue, FeedQueue::kUnbounded);
    EXPECT_EQ(feed.inner_commands, 3);
    EXPECT_EQ(feed.acl, std::vector<std::string>{"10.0.0.1"});
    EXPECT_TRUE(feed.pretty_print);
    EXPECT_GT(call(200, "GET", "/switches").at("switches").size(), 40U);
}

TEST_F(ControlTest, TheFeedSaysWhatADriverMakesUp)
{
    const auto reader = cluster.state().feed.attach(0);
    post("/feed/event", R"({"requests":[{"type":"UserFooModifyRequest99","body":"<userId>u</userId>"}],"actor":"me"})");
    ASSERT_EQ(reader->pending.size(), 1U);
    EXPECT_NE(reader->pending.front()->find("UserFooModifyRequest99"), std::string::npos);
    EXPECT_NE(reader->pending.front()->find("<userId>me</userId>"), std::string::npos);
    post("/feed", R"({"action":"raw","text":"\u00e9<x"})");
    EXPECT_EQ(*reader->pending.back(), "\xE9<x");
    post("/feed", R"({"action":"damage"})");
    EXPECT_NE(reader->pending.back()->find("</broken>"), std::string::npos);
    post("/feed", R"({"action":"damage","next":true})");
    EXPECT_EQ(reader->pending.size(), 3U);
    post("/feed", R"({"action":"cut"})");
    EXPECT_TRUE(reader->closing);
}

}  // namespace
}  // namespace bwsync::lab
