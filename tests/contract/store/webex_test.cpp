// SubscriberStore: the mirror of Webex and its snapshots.
#include "tests/contract/store/contract_fixture.hpp"
#include "tests/support/store_fixture.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

class WebexMirrorTest : public StoreContract {
protected:
    std::int64_t record(const std::vector<WebexSubscriber>& subscribers,
                        std::optional<std::int64_t> snapshot_id = std::nullopt)
    {
        return value(store->mirror().record_webex(kPartner, subscribers, snapshot_id));
    }
    std::int64_t begin()
    {
        // What was recorded before belongs to the time before.
        probe().age_mirror();
        return value(store->snapshots().begin_snapshot(bridge_lease,
                                                       NewSnapshot{kBridge, SnapshotSide::kWebex, GroupKey(), "test"}));
    }
    SnapshotResult finish(std::int64_t id)
    {
        return value(store->snapshots().finish_webex_snapshot(bridge_lease, id, east_acme()));
    }
    std::string foreign() { return probe().foreign(); }
};

TEST_P(WebexMirrorTest, CountsAndWakesOnlyWhatChanged)
{
    provisioned("ada", "w1");
    EXPECT_EQ(record({in_webex("w1", "ada")}), 0);
    EXPECT_TRUE(due().empty());
    WebexSubscriber changed = in_webex("w1", "ada");
    changed.status = WebexStatus::kUpdating;
    changed.last_status_change += 1s;
    EXPECT_EQ(record({changed, in_webex("w2", "nobody")}), 2);
    const std::vector<Subject> subjects = due();
    ASSERT_TRUE(subjects.size() == 1 && subjects[0].webex);
    EXPECT_EQ(*subjects[0].webex, changed);
}

TEST_P(WebexMirrorTest, AnOlderPageDoesNotUndoANewerState)
{
    WebexSubscriber newer = in_webex("w1", "ada");
    newer.last_status_change += 1min;
    record({newer});
    EXPECT_EQ(record({in_webex("w1", "ada")}), 0);
    read({present("ada")});
    const std::vector<Subject> subjects = due();
    ASSERT_TRUE(subjects.size() == 1 && subjects[0].webex);
    EXPECT_EQ(subjects[0].webex->last_status_change, newer.last_status_change);
}

TEST_P(WebexMirrorTest, TheSameSubscriberTwiceOnAPageIsOne)
{
    EXPECT_EQ(record({in_webex("w1", "ada"), in_webex("w1", "ada")}), 1);
    EXPECT_EQ(record({}), 0);
}

TEST_P(WebexMirrorTest, ANewcomerIsToldWhoStillHasItsUserIdInWebex)
{
    provisioned("ada", "w1");
    read({absent("ada"), present("bea")}, {Rename{"ada", "bea"}});
    read({present("ada")});
    const std::int64_t newcomer = subscriber("ada").id;
    const auto holder = value(store->subscribers().email_holder(kBridge, newcomer, ""));
    ASSERT_TRUE(holder);
    EXPECT_EQ(holder->user_key, "bea");
    EXPECT_TRUE(holder->has_user_id);
    WebexSubscriber renamed = in_webex("w1", "bea");
    renamed.last_status_change += 1s;
    value(store->mirror().record_webex(kPartner, {renamed}, std::nullopt));
    EXPECT_FALSE(value(store->subscribers().email_holder(kBridge, newcomer, "")));
}

TEST_P(WebexMirrorTest, AnEmailIsHeldByWhoHasItInWebex)
{
    provisioned("ada", "w1");
    const std::string email = request("ada").email;
    read({present("bea")});
    const auto holder = value(store->subscribers().email_holder(kBridge, subscriber("bea").id, email));
    ASSERT_TRUE(holder);
    EXPECT_EQ(holder->user_key, "ada");
    EXPECT_FALSE(holder->has_user_id);
    EXPECT_FALSE(value(store->subscribers().email_holder(kBridge, subscriber("ada").id, email)));
}

TEST_P(WebexMirrorTest, AForgottenSubscriberWakesItsOwnerOnce)
{
    provisioned("ada", "w1");
    done(store->mirror().forget_webex(kPartner, "w1"));
    const std::vector<Subject> subjects = due();
    ASSERT_EQ(subjects.size(), 1U);
    EXPECT_FALSE(subjects[0].webex);
    EXPECT_EQ(subjects[0].row.webex_id, "w1");
    probe().rest();
    done(store->mirror().forget_webex(kPartner, "w1"));
    EXPECT_TRUE(due().empty());
}

TEST_P(WebexMirrorTest, WhoASnapshotDidNotShowIsLookedAtWhenOursAndDroppedElse)
{
    provisioned("ada", "w1");
    provisioned("bob", "w2");
    record({in_webex("w3", "stranger")});
    const std::int64_t id = begin();
    record({in_webex("w2", "bob")}, id);
    const SnapshotResult result = finish(id);
    EXPECT_EQ(result.users, 1);
    EXPECT_EQ(result.missing, 1);
    EXPECT_EQ(probe().mirror(), "acme/w2");
    const std::vector<Subject> subjects = due();
    ASSERT_EQ(subjects.size(), 1U);
    EXPECT_EQ(subjects[0].row.user_key, "ada");
    EXPECT_FALSE(subjects[0].webex);
    EXPECT_TRUE(value(store->snapshots().last_snapshot(kBridge, SnapshotSide::kWebex)));
}

TEST_P(WebexMirrorTest, WhatWasRecordedAfterTheSnapshotBeganIsNotMissing)
{
    const std::int64_t id = begin();
    provisioned("ada", "w1");
    EXPECT_EQ(finish(id).missing, 0);
    EXPECT_EQ(probe().mirror(), "acme/w1");
}

TEST_P(WebexMirrorTest, WhoHasNoRowIsForeignAndReadOnceInBroadWorks)
{
    provisioned("ada", "w1");
    std::int64_t id = begin();
    record({in_webex("w1", "ada"), in_webex("w2", "Stranger", "p9")}, id);
    finish(id);
    EXPECT_EQ(foreign(), "east-acme/stranger");
    EXPECT_EQ(probe().dirty(), "stranger:confirm");
    // Gone from Webex: nothing is left to show.
    id = begin();
    record({in_webex("w1", "ada")}, id);
    finish(id);
    EXPECT_EQ(foreign(), "");
}

TEST_P(WebexMirrorTest, AForeignUserWhomBroadWorksKnowsIsDecidedLikeAnyOther)
{
    const std::int64_t id = begin();
    record({in_webex("w2", "stranger")}, id);
    finish(id);
    read({present("stranger")});
    const std::vector<Subject> subjects = due();
    ASSERT_EQ(subjects.size(), 1U);
    EXPECT_EQ(subjects[0].row.state, SubscriberState::kForeign);
    EXPECT_TRUE(subjects[0].webex);
}

TEST_P(WebexMirrorTest, ATemplateOfAnotherBridgeIsThatBridgesMatter)
{
    value(store->subscribers().due_subscribers(BridgeRef{"west-acme", "west", kPartner, {"p2"}}, {}, 1));
    std::int64_t id = begin();
    record({in_webex("w2", "wendy", "p2"), in_webex("w3", "xavier", "p1"), in_webex("w4", "yves", "p7")}, id);
    finish(id);
    EXPECT_EQ(foreign(), "east-acme/xavier east-acme/yves");
}

TEST_P(WebexMirrorTest, TheSameUserIdInAnotherClusterIsForeignToThisOne)
{
    value(store->subscribers().due_subscribers(BridgeRef{"west-acme", "west", kPartner, {"p2"}}, {}, 1));
    probe().add_subscriber(BridgeRef{"west-acme", "west", kPartner, {"p2"}}, "ada", "w2");
    const std::int64_t id = begin();
    record({in_webex("w2", "ada", "p2"), in_webex("w9", "ada", "p1")}, id);
    finish(id);
    EXPECT_EQ(foreign(), "east-acme/ada");
}

TEST_P(WebexMirrorTest, PagesOfASnapshotThatHasEndedAreRefused)
{
    const std::int64_t id = begin();
    finish(id);
    EXPECT_EQ(finish(id).missing, 0);
    EXPECT_EQ(refusal(store->mirror().record_webex(kPartner, {in_webex("w1", "ada")}, id)), ErrorKind::kConflict);
}

// ---- about PostgreSQL itself ----

class WebexTableTest : public StoreTest {
protected:
    std::int64_t record(const std::vector<WebexSubscriber>& subscribers,
                        std::optional<std::int64_t> snapshot_id = std::nullopt)
    {
        return value(store->mirror().record_webex(kPartner, subscribers, snapshot_id));
    }
    std::int64_t begin()
    {
        sql("update webex_subscribers set recorded_at = recorded_at - interval '1 minute'");
        return value(store->snapshots().begin_snapshot(bridge_lease,
                                                       NewSnapshot{kBridge, SnapshotSide::kWebex, GroupKey(), "test"}));
    }
};

TEST_F(WebexTableTest, LostStagedRowsDropNobody)
{
    provisioned("ada", "w1");
    const std::int64_t id = begin();
    record({in_webex("w1", "ada")}, id);
    sql("truncate staged_" + std::to_string(id));
    EXPECT_EQ(refusal(store->snapshots().finish_webex_snapshot(bridge_lease, id, east_acme())), ErrorKind::kRejected);
    EXPECT_EQ(sql_one("select count(*) from webex_subscribers"), "1");
}

TEST_F(WebexTableTest, TakesTextThatPostgreSqlWouldRefuse)
{
    WebexSubscriber odd = in_webex("w1", std::string("n\0l", 3));
    odd.first_name = std::string("\0 \\u0000 \xff", 10);
    odd.last_name = "\\\\u0000";
    EXPECT_EQ(record({odd}), 1);
    EXPECT_EQ(sql_one("select body ->> 'lastName' from webex_subscribers"), "\\\\u0000");
}

INSTANTIATE_TEST_SUITE_P(Both, WebexMirrorTest, both_stores(), name_of_kind);

}  // namespace
}  // namespace bwsync::test
