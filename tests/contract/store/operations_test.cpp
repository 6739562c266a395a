// Operations: what operators read.
#include <nlohmann/json.hpp>

#include "tests/support/store_fixture.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

class OperationsTest : public StoreTest {
protected:
    json list(const SubscriberQuery& query) { return json::parse(value(store->operations().list_subscribers(query))); }
    static std::string ids(const json& page)
    {
        std::string all;
        for (const json& item : page.at("items")) all += item.at("userId").get<std::string>() + " ";
        return all;
    }
    json find(const std::string& text) { return json::parse(value(store->operations().find_subscriber(text))); }
};

TEST_F(OperationsTest, AListedSubscriberHasTheContractsKeys)
{
    provisioned("Ada", "w1");
    const json page = list(SubscriberQuery());
    ASSERT_EQ(page.at("items").size(), 1U);
    EXPECT_TRUE(page.at("next").is_null());
    json item = page.at("items").at(0);
    EXPECT_TRUE(item.at("lastChange").is_string());
    item.erase("lastChange");
    const json expected = {{"bridge", kBridge},
                           {"userId", "Ada"},
                           {"spEnterpriseId", "ent1"},
                           {"serviceProviderId", "sp1"},
                           {"groupId", "g1"},
                           {"state", "provisioned"},
                           {"reason", nullptr},
                           {"package", "standard"},
                           {"email", "ada.mail@example.net"},
                           {"webexId", "w1"},
                           {"absent", false}};
    EXPECT_EQ(item, expected);
}

TEST_F(OperationsTest, PagesFollowTheCursorToTheEnd)
{
    read({present("a"), present("b"), present("c"), present("d"), present("e")});
    SubscriberQuery query;
    query.limit = 2;
    std::string seen;
    int pages = 0;
    for (;;) {
        const json page = list(query);
        seen += ids(page);
        ++pages;
        if (page.at("next").is_null()) break;
        query.cursor = page.at("next").get<std::string>();
    }
    EXPECT_EQ(seen, "a b c d e ");
    EXPECT_EQ(pages, 3);
}

TEST_F(OperationsTest, FiltersByEveryPartOfTheQuery)
{
    provisioned("ada", "w1");
    read({present("50%_off")});
    SubscriberQuery query;
    query.state = "provisioned";
    EXPECT_EQ(ids(list(query)), "ada ");
    query = SubscriberQuery();
    query.enterprise = "ent1";
    EXPECT_EQ(ids(list(query)), "ada ");
    query = SubscriberQuery();
    query.bridge = "none";
    EXPECT_EQ(ids(list(query)), "");
    for (const char* text : {"AD", "ADA.MAIL@", "240555", "w1"}) {
        query = SubscriberQuery();
        query.text = text;
        EXPECT_EQ(ids(list(query)), "ada ") << text;
    }
    query = SubscriberQuery();
    query.text = "0%_";
    EXPECT_EQ(ids(list(query)), "50%_off ");
}

TEST_F(OperationsTest, RefusesALimitAStateOrACursorThatIsNone)
{
    SubscriberQuery query;
    query.limit = 0;
    EXPECT_EQ(refusal(store->operations().list_subscribers(query)), ErrorKind::kRejected);
    query.limit = 1001;
    EXPECT_EQ(refusal(store->operations().list_subscribers(query)), ErrorKind::kRejected);
    query = SubscriberQuery();
    query.state = "asleep";
    EXPECT_EQ(refusal(store->operations().list_subscribers(query)), ErrorKind::kRejected);
    for (const char* cursor : {"'; drop table subscribers", "aaaa", "a", "____", "gICA"}) {
        query = SubscriberQuery();
        query.cursor = cursor;
        EXPECT_EQ(refusal(store->operations().list_subscribers(query)), ErrorKind::kRejected) << cursor;
    }
}

TEST_F(OperationsTest, ExplainsASubscriberFromTheEventToTheCall)
{
    done(store->feed().record_events(cluster_lease, EventBatch{kCluster, "as1", {user_event("Ada")}, 0ms}));
    provisioned("Ada", "w1");
    SubscriberRow row = subscriber("ada");
    OpenIntent intent;
    intent.operation = Operation::kUpdate;
    intent.update.extension = "100";
    const std::int64_t id = value(store->intents().open_intent(bridge_lease, row, intent, std::nullopt));
    done(store->intents().close_intent(
        bridge_lease, ClosedIntent{id, IntentOutcome::kFailed, "why", CallTrace{"track-9", 409}, row, std::nullopt}));
    const json all = json::parse(value(store->operations().explain_subscriber(kBridge, "ADA")));
    EXPECT_EQ(all.at("userId"), "Ada");
    EXPECT_EQ(all.at("wanted").at("package"), "standard");
    EXPECT_EQ(all.at("webex").at("id"), "w1");
    EXPECT_EQ(all.at("source").at("facts").at("lastName"), "Lovelace");
    EXPECT_EQ(all.at("intents").at(0).at("attempts").at(0).at("trackingId"), "track-9");
    EXPECT_EQ(all.at("intents").at(0).at("outcome"), "failed");
    EXPECT_EQ(all.at("journal").at(0).at("command"), "UserModifyRequest22");
    EXPECT_EQ(all.at("dirty").at("cause"), "event");
    EXPECT_EQ(refusal(store->operations().explain_subscriber(kBridge, "nobody")), ErrorKind::kNotFound);
}

TEST_F(OperationsTest, FindsASubscriberByAnyOfItsNames)
{
    provisioned("Ada", "w1");
    for (const char* text : {"ADA", "w1", "Ada.Mail@example.net", "ada.webex@example.net", "+1 240 555 1212"}) {
        const json found = find(text);
        ASSERT_EQ(found.at("items").size(), 1U) << text;
        EXPECT_EQ(found.at("items").at(0), (json{{"bridge", kBridge}, {"userId", "Ada"}}));
    }
    EXPECT_TRUE(find("555").at("items").empty());
    EXPECT_TRUE(find("").at("items").empty());
}

TEST_F(OperationsTest, ListsGapsSnapshotsBridgesAndLeases)
{
    value(store->feed().open_gap(cluster_lease, NewGap{kCluster, "as1", GapCause::kSilence, "no byte for 90 s"}));
    const json gaps = json::parse(value(store->operations().list_gaps("")));
    EXPECT_EQ(gaps.at("items").at(0).at("state"), "open");
    EXPECT_EQ(gaps.at("items").at(0).at("cause"), "silence");
    EXPECT_TRUE(json::parse(value(store->operations().list_gaps("west"))).at("items").empty());

    value(store->snapshots().finish_snapshot(cluster_lease, snapshot({staged("a")}, false), 0));
    const json snapshots = json::parse(value(store->operations().list_snapshots(kCluster)));
    EXPECT_EQ(snapshots.at("items").at(0).at("state"), "partial");
    EXPECT_EQ(snapshots.at("items").at(0).at("failedParts").at(0).at("groupId"), "g1");

    provisioned("ada", "w1");
    const json bridges = json::parse(value(store->operations().list_bridges()));
    ASSERT_EQ(bridges.at("items").size(), 1U);
    EXPECT_EQ(bridges.at("items").at(0).at("states"), (json{{"provisioned", 1}}));
    EXPECT_EQ(bridges.at("items").at(0).at("paused"), false);

    const json leases = json::parse(value(store->operations().list_leases()));
    EXPECT_EQ(leases.at("items").size(), 2U);
    EXPECT_EQ(leases.at("items").at(0).at("held"), true);
}

}  // namespace
}  // namespace bwsync::test
