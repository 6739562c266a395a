// SubscriberStore: rows, what is due, and what surrounds a row when it is decided.
#include "tests/contract/store/contract_fixture.hpp"
#include "tests/support/store_fixture.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

class SubscriberTest : public StoreContract {
protected:
};

TEST_P(SubscriberTest, EveryFieldOfARowComesBack)
{
    read({present("ada")});
    SubscriberRow row = subscriber("ada");
    row.user_id = "Ada";
    row.service_provider_id = "sp\"2\\";
    row.group_id = "g,{2}";
    row.state = SubscriberState::kRemoving;
    row.reason = "brake";
    row.detail = "why 'and' what";
    row.is_absent = true;
    row.wanted = request("Ada");
    row.webex_id = "w1";
    row.sent_time_zone = "Europe/Berlin";
    row.sent_language = "de_DE";
    row.person_id = "person-1";
    row.erases_person = true;
    row.reminded_at = row.changed_at + std::chrono::hours(1);
    row.removal = RemovalEvidence{Instant(1000ms), Instant(2001ms), 2, "proof"};
    row.approval = Approval::kApproved;
    row.removal_approval = Approval::kRejected;
    row.update_approval = Approval::kApproved;
    row.removal_decided_at = Instant(1700000000123ms);
    row.update_decided_at = Instant(1700000000456ms);
    row.attempts = 3;
    row.unheeded = 2;
    row.last_code = 2017;
    row.due_at = Instant(1700000000789ms);
    row.dirty_since = Instant(1600000000789ms);
    row.changed_at = Instant(1500000000001ms);
    save(row);
    const std::vector<Subject> subjects = due();
    ASSERT_EQ(subjects.size(), 1U);
    EXPECT_EQ(subjects[0].row, row);
}

TEST_P(SubscriberTest, ARowSavedWithoutADueTimeIsLeftAlone)
{
    read({present("ada")});
    SubscriberRow row = due().at(0).row;
    row.due_at.reset();
    save(row);
    EXPECT_TRUE(due().empty());
    EXPECT_FALSE(value(store->subscribers().next_due(kBridge)));
}

TEST_P(SubscriberTest, TheNextDueTimeIsTheEarliestToCome)
{
    read({present("ada"), present("bob")});
    for (const Subject& subject : due()) {
        SubscriberRow row = subject.row;
        row.due_at = Instant(Millis(row.user_key == "ada" ? 4000000000000 : 5000000000000));
        save(row);
    }
    EXPECT_EQ(value(store->subscribers().next_due(kBridge)), Instant(4000000000000ms));
}

TEST_P(SubscriberTest, AReadingThatCameInMeanwhileKeepsTheRowDue)
{
    read({present("ada")});
    SubscriberRow row = due().at(0).row;
    read({present("ada", "g2")});
    row.due_at.reset();
    row.state = SubscriberState::kProvisioned;
    save(row);
    const std::vector<Subject> subjects = due();
    ASSERT_EQ(subjects.size(), 1U);
    EXPECT_EQ(subjects[0].row.state, SubscriberState::kProvisioned);
    // Decided once more, now with that reading in view.
    row = subjects[0].row;
    row.due_at.reset();
    save(row);
    EXPECT_TRUE(due().empty());
}

TEST_P(SubscriberTest, ARenameThatHappenedMeanwhileIsNotUndone)
{
    SubscriberRow row = provisioned("ada", "w1");
    read({present("Ada2")}, {Rename{"ada", "Ada2"}});
    save(row);
    EXPECT_EQ(probe().subscribers(), "ada2:w1");
    EXPECT_EQ(subscriber("ada2").user_id, "Ada2");
}

TEST_P(SubscriberTest, TheOldestComeFirstWithoutThoseThatAreBusy)
{
    read({present("ada"), present("bob"), present("cid")});
    probe().shift_due("bob", 1h);
    const std::vector<Subject> first = due(1);
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first[0].row.user_key, "bob");
    const auto others = value(store->subscribers().due_subscribers(east_acme(), {first[0].row.id}, 10));
    EXPECT_EQ(others.size(), 2U);
}

TEST_P(SubscriberTest, ReadsPagesWithoutTouchingAnything)
{
    read({present("c"), present("a"), present("b")});
    probe().rest();
    SubjectQuery query;
    query.bridge = east_acme();
    query.limit = 2;
    const auto keys = [&] {
        std::vector<std::string> found;
        for (const Subject& subject : value(store->subscribers().read_subjects(query))) {
            EXPECT_TRUE(subject.source && subject.source->facts);
            found.push_back(subject.row.user_key);
        }
        return found;
    };
    EXPECT_EQ(keys(), (std::vector<std::string>{"a", "b"}));
    query.after = "b";
    EXPECT_EQ(keys(), std::vector<std::string>{"c"});
    query.after.clear();
    query.user_keys = {"c", "nobody"};
    EXPECT_EQ(keys(), std::vector<std::string>{"c"});
    query.enterprise = "ent1";
    EXPECT_TRUE(keys().empty());
    EXPECT_EQ(probe().waiting_to_be_due(), "");
}

TEST_P(SubscriberTest, AUserOnlySeenInAListHasNoSource)
{
    value(store->snapshots().finish_snapshot(cluster_lease, snapshot({staged("ada")}), 0));
    probe().add_subscriber(east_acme(), "ada", "");
    const std::vector<Subject> subjects = due();
    ASSERT_EQ(subjects.size(), 1U);
    EXPECT_FALSE(subjects[0].source);
}

TEST_P(SubscriberTest, ShowsWhatWebexHasUnderTheIdElseUnderTheUserId)
{
    read({present("ada")});
    value(store->mirror().record_webex(kPartner, {in_webex("w1", "ADA", "p9"), in_webex("w2", "Ada", "p1")},
                                       std::nullopt));
    std::vector<Subject> subjects = due();
    ASSERT_TRUE(subjects.size() == 1 && subjects[0].webex);
    EXPECT_EQ(*subjects[0].webex, in_webex("w2", "Ada", "p1"));

    SubscriberRow row = subjects[0].row;
    row.webex_id = "w1";
    save(row);
    subjects = due();
    ASSERT_TRUE(subjects.size() == 1 && subjects[0].webex);
    EXPECT_EQ(subjects[0].webex->id, "w1");
}

TEST_P(SubscriberTest, ASubscriberOfAnotherBridgeWithTheSameUserIdIsNotShown)
{
    value(store->subscribers().due_subscribers(BridgeRef{"west-acme", "west", kPartner, {"p2"}}, {}, 1));
    value(store->mirror().record_webex(kPartner, {in_webex("w2", "ada", "p2")}, std::nullopt));
    probe().add_subscriber(BridgeRef{"west-acme", "west", kPartner, {"p2"}}, "ada", "w2");
    read({present("ada")});
    const std::vector<Subject> subjects = due();
    ASSERT_EQ(subjects.size(), 1U);
    EXPECT_FALSE(subjects[0].webex);
}

TEST_P(SubscriberTest, WakingReachesThoseItNamesAndNoOthers)
{
    SubscriberRow held = provisioned("ada", "w1");
    held.reason = "window";
    held.state = SubscriberState::kWaiting;
    save(held);
    provisioned("bob", "w2");
    done(store->subscribers().wake_held(bridge_lease, kBridge, "window"));
    EXPECT_EQ(due().size(), 1U);
    probe().rest();
    done(store->subscribers().wake_enterprise(bridge_lease, kBridge, "ent1"));
    EXPECT_EQ(due().size(), 1U);
    probe().rest();
    done(store->subscribers().wake_enterprise(bridge_lease, kBridge, "another"));
    EXPECT_TRUE(due().empty());
}

TEST_P(SubscriberTest, AStaleLeaseSavesNothing)
{
    read({present("ada")});
    SubscriberRow row = subscriber("ada");
    const Lease stale = bridge_lease;
    hold("bridge/east-acme", "one", "next process");
    row.reason = "written by a stale process";
    EXPECT_EQ(refusal(store->subscribers().save_subscribers(stale, {row})), ErrorKind::kConflict);
    EXPECT_EQ(refusal(store->subscribers().wake_held(stale, kBridge, "x")), ErrorKind::kConflict);
    EXPECT_EQ(refusal(store->intents().wake_open_intents(stale, kBridge)), ErrorKind::kConflict);
    EXPECT_EQ(refusal(store->intents().open_intent(stale, row, OpenIntent(), std::nullopt)), ErrorKind::kConflict);
    EXPECT_EQ(refusal(store->bridges().trip_brake(stale, kBridge, true)), ErrorKind::kConflict);
    EXPECT_EQ(refusal(store->enterprises().save_enterprise(stale, Enterprise())), ErrorKind::kConflict);
    EXPECT_EQ(subscriber("ada").reason, "");
}

// ---- about PostgreSQL itself ----

class ApprovalTest : public StoreTest {
protected:
    void save(const SubscriberRow& row) { done(store->subscribers().save_subscribers(bridge_lease, {row})); }
};

TEST_F(ApprovalTest, AnApprovalGivenMeanwhileIsNotOverwritten)
{
    read({present("ada")});
    SubscriberRow row = subscriber("ada");
    row.state = SubscriberState::kParked;
    row.reason = "conflict";
    save(row);
    SubscriberRow before = subscriber("ada");
    EXPECT_EQ(value(store->operations().approve(kBridge, "Ada")), 1);
    save(before);
    EXPECT_EQ(subscriber("ada").approval, Approval::kApproved);
}

INSTANTIATE_TEST_SUITE_P(Both, SubscriberTest, both_stores(), name_of_kind);

}  // namespace
}  // namespace bwsync::test
