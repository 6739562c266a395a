// SubscriberStore: the promise to call, and the organisation's bootstrap.
#include <thread>

#include "tests/contract/store/contract_fixture.hpp"
#include "tests/support/store_fixture.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

class IntentTest : public StoreContract {
protected:
    std::int64_t open(const SubscriberRow& row, const OpenIntent& intent)
    {
        return value(store->intents().open_intent(bridge_lease, row, intent, std::nullopt));
    }
    static OpenIntent provision(const std::string& user_id)
    {
        OpenIntent intent;
        intent.provision = request(user_id);
        intent.opened_at = Instant(1700000000123ms);
        return intent;
    }
    static Enterprise enterprise()
    {
        Enterprise e;
        e.bridge = kBridge;
        e.sp_enterprise_id = "ent1";
        e.seen_at = Instant(1700000000123ms);
        return e;
    }
    SubscriberRow waiting(const std::string& user_id)
    {
        read({present(user_id)});
        return subscriber(user_id);
    }
};

TEST_P(IntentTest, AnOpenIntentComesWithItsSubscriber)
{
    SubscriberRow row = waiting("ada");
    row.state = SubscriberState::kProvisioning;
    const std::int64_t id = open(row, provision("ada"));
    const std::vector<Subject> subjects = due();
    ASSERT_TRUE(subjects.size() == 1 && subjects[0].open_intent);
    EXPECT_EQ(subjects[0].open_intent->id, id);
    EXPECT_EQ(subjects[0].open_intent->operation, Operation::kProvision);
    EXPECT_EQ(subjects[0].open_intent->provision, request("ada"));
    EXPECT_EQ(subjects[0].open_intent->opened_at, Instant(1700000000123ms));
    EXPECT_EQ(subjects[0].row.state, SubscriberState::kProvisioning);
}

TEST_P(IntentTest, EveryOperationIsReadBack)
{
    for (int i = 0; i <= static_cast<int>(Operation::kEmailChange); ++i) {
        const std::string name = "user" + std::to_string(i);
        OpenIntent intent = provision(name);
        intent.operation = static_cast<Operation>(i);
        open(waiting(name), intent);
        bool is_there = false;
        for (const Subject& subject : due()) {
            is_there = is_there || (subject.row.user_key == name && subject.open_intent &&
                                    subject.open_intent->operation == intent.operation);
        }
        EXPECT_TRUE(is_there) << name_of(intent.operation);
    }
}

TEST_P(IntentTest, AnUpdateKeepsWhatIsAbsentApartFromWhatIsEmpty)
{
    SubscriberRow row = waiting("ada");
    OpenIntent intent;
    intent.operation = Operation::kUpdate;
    intent.update.extension = "";
    intent.update.package = "premium";
    open(row, intent);
    const std::vector<Subject> subjects = due();
    ASSERT_TRUE(subjects.size() == 1 && subjects[0].open_intent);
    EXPECT_EQ(subjects[0].open_intent->update, intent.update);
}

TEST_P(IntentTest, ARepeatedOpeningIsOneIntent)
{
    const SubscriberRow row = waiting("ada");
    const std::int64_t first = open(row, provision("ada"));
    EXPECT_EQ(open(row, provision("ada")), first);
    EXPECT_EQ(probe().intents(), 1);
}

TEST_P(IntentTest, AnotherCallSupersedesTheOneThatWasOpen)
{
    const SubscriberRow row = waiting("ada");
    const std::int64_t first = open(row, provision("ada"));
    OpenIntent removal;
    removal.operation = Operation::kRemove;
    EXPECT_NE(open(row, removal), first);
    EXPECT_EQ(probe().intent_outcome(first), "superseded");
}

TEST_P(IntentTest, ClosingWritesOutcomeRowAndWhatWebexShowed)
{
    SubscriberRow row = waiting("ada");
    const std::int64_t id = open(row, provision("ada"));
    row.state = SubscriberState::kProvisioning;
    row.webex_id = "w1";
    row.due_at.reset();
    for (int repeat = 0; repeat < 2; ++repeat) {
        done(store->intents().close_intent(
            bridge_lease,
            ClosedIntent{id, IntentOutcome::kDone, "", CallTrace{"track-1", 201}, row, in_webex("w1", "ada")}));
    }
    EXPECT_EQ(probe().intent_outcome(id), "done");
    EXPECT_EQ(probe().attempts(), "track-1/201/");
    EXPECT_EQ(probe().mirror(), "acme/w1");
    EXPECT_TRUE(due().empty()) << "a row is not woken by its own answer";
    const Subject subject = [&] {
        probe().shift_due("ada", 1s);
        return due().at(0);
    }();
    EXPECT_EQ(subject.row.webex_id, "w1");
    EXPECT_FALSE(subject.open_intent);
    EXPECT_TRUE(subject.webex);
}

TEST_P(IntentTest, AnAttemptWithoutAnOutcomeLeavesTheIntentOpen)
{
    const std::int64_t id = open(waiting("ada"), provision("ada"));
    done(store->intents().note_attempt(bridge_lease, id, "time-out", CallTrace{"", 0}));
    EXPECT_EQ(probe().attempts(), "/0/time-out");
    EXPECT_TRUE(due().at(0).open_intent);
}

TEST_P(IntentTest, ANewProcessWakesWhatTheOldOneLeftOpen)
{
    SubscriberRow row = waiting("ada");
    row.due_at.reset();
    OpenIntent intent = provision("ada");
    intent.opened_at = Instant();
    open(row, intent);
    EXPECT_EQ(value(store->intents().wake_open_intents(bridge_lease, kBridge)), 0);
    bridge_lease = hold("bridge/east-acme", "one", "after a crash");
    EXPECT_EQ(value(store->intents().wake_open_intents(bridge_lease, kBridge)), 1);
    EXPECT_EQ(due().size(), 1U);
}

TEST_P(IntentTest, OneThatNobodyEndsIsWokenInItsOwnEpochUnlessSomethingIsDueForItAnyway)
{
    SubscriberRow row = waiting("ada");
    row.due_at.reset();
    open(row, provision("ada"));
    EXPECT_EQ(value(store->intents().wake_open_intents(bridge_lease, kBridge)), 1);
    EXPECT_EQ(value(store->intents().wake_open_intents(bridge_lease, kBridge)), 0);
    EXPECT_EQ(due().size(), 1U);
}

TEST_P(IntentTest, OneUserBootstrapsAnEnterprise)
{
    const SubscriberRow ada = waiting("ada");
    const SubscriberRow bob = waiting("bob");
    value(store->intents().open_intent(bridge_lease, ada, provision("ada"), enterprise()));
    EXPECT_EQ(refusal(store->intents().open_intent(bridge_lease, bob, provision("bob"), enterprise())),
              ErrorKind::kConflict);
    EXPECT_EQ(probe().intents(), 1);
    // The same one may repeat.
    value(store->intents().open_intent(bridge_lease, ada, provision("ada"), enterprise()));
    const std::vector<Enterprise> enterprises = value(store->enterprises().load_enterprises(kBridge));
    ASSERT_EQ(enterprises.size(), 1U);
    EXPECT_EQ(enterprises[0].state, EnterpriseState::kBootstrapping);
    EXPECT_EQ(enterprises[0].first_user_key, "ada");
    EXPECT_EQ(enterprises[0].seen_at, enterprise().seen_at);
}

TEST_P(IntentTest, AReadyEnterpriseIsNotBootstrappedAgain)
{
    Enterprise ready = enterprise();
    ready.state = EnterpriseState::kReady;
    ready.has_premium = true;
    done(store->enterprises().save_enterprise(bridge_lease, ready));
    EXPECT_EQ(value(store->enterprises().load_enterprises(kBridge)), std::vector<Enterprise>{ready});
    EXPECT_EQ(refusal(store->intents().open_intent(bridge_lease, waiting("ada"), provision("ada"), enterprise())),
              ErrorKind::kConflict);
}

TEST_P(IntentTest, TheFirstCandidateIsTheLowestKeyByBytesOfThoseThatCanGo)
{
    const auto candidate = [&](bool needs_email) {
        return value(store->enterprises().first_candidate(east_acme(), "ent1", {needs_email, true}));
    };
    EXPECT_FALSE(candidate(true).user_key);
    for (const char* id : {"b", "a", "c_", "c."}) {
        SubscriberRow row = waiting(id);
        row.wanted = request(id);
        if (row.user_key == "a") row.wanted->email.clear();
        if (row.user_key == "b") row.state = SubscriberState::kParked;
        done(store->subscribers().save_subscribers(bridge_lease, {row}));
    }
    EXPECT_EQ(candidate(true).user_key, "c.");
    EXPECT_EQ(candidate(false).user_key, "a");
}

TEST_P(IntentTest, WhomWebexWantsAfterAnotherIsTriedLastAndOneHeldForTheSitesTimeZoneKeepsItsPlace)
{
    const auto candidate = [&](EnterpriseStore::CandidateNeeds needs) {
        return value(store->enterprises().first_candidate(east_acme(), "ent1", needs)).user_key;
    };
    for (const char* id : {"a", "b", "c"}) {
        SubscriberRow row = waiting(id);
        row.wanted = request(id);
        if (row.user_key == "a") row.reason = name_of(Reason::kPrimaryFirst);
        if (row.user_key == "b") row.wanted->time_zone.clear();
        if (row.user_key == "c") row.state = SubscriberState::kParked;
        if (row.user_key == "c") row.reason = "site-time-zone";
        done(store->subscribers().save_subscribers(bridge_lease, {row}));
    }
    EXPECT_EQ(candidate({true, true}), "c");
    EXPECT_EQ(candidate({true, false}), "b");
    probe().drop_all_but("a");
    EXPECT_EQ(candidate({true, true}), "a");
}

TEST_P(IntentTest, ASiteStandsWithTheFirstOfItsPackageInWebex)
{
    const auto site = [&](const std::string& package) {
        return value(store->enterprises().site_of(east_acme(), "ent1", package));
    };
    EXPECT_FALSE(site("standard").stands);
    EXPECT_EQ(site("standard").first_user_key, "");
    for (const char* id : {"b", "a"}) {
        SubscriberRow row = waiting(id);
        row.wanted = request(id);
        row.wanted->package = "standard";
        done(store->subscribers().save_subscribers(bridge_lease, {row}));
    }
    EXPECT_FALSE(site("standard").stands);
    EXPECT_EQ(site("standard").first_user_key, "a");
    EXPECT_EQ(site("premium").first_user_key, "");
    WebexSubscriber shown = in_webex("w-b", "b");
    shown.package = "standard";
    value(store->mirror().record_webex(kPartner, {shown}, std::nullopt));
    SubscriberRow row = subscriber("b");
    row.webex_id = "w-b";
    done(store->subscribers().save_subscribers(bridge_lease, {row}));
    EXPECT_TRUE(site("standard").stands);
    EXPECT_FALSE(site("premium").stands);
}

TEST_P(IntentTest, HoldersOfManyAreThoseOfEach)
{
    const SubscriberRow holder = provisioned("ada", "w-ada");
    const SubscriberRow asks = waiting("bob");
    const SubscriberRow free = waiting("cid");
    const std::string email = holder.wanted->email;
    const auto one = value(store->subscribers().email_holder(kBridge, asks.id, email));
    ASSERT_TRUE(one);
    const std::vector<HolderQuestion> questions = {{asks.id, email}, {free.id, "cid@free.example"}, {holder.id, email}};
    const auto all = value(store->subscribers().email_holders(kBridge, questions));
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all.begin()->first, asks.id);
    EXPECT_EQ(all.begin()->second.user_key, one->user_key);
    EXPECT_EQ(all.begin()->second.state, one->state);
}

TEST_P(IntentTest, UnreadUsersOfTheEnterprisesProviderMayStillComeBefore)
{
    SubscriberRow row = waiting("b");
    row.wanted = request("b");
    done(store->subscribers().save_subscribers(bridge_lease, {row}));
    const auto has_unread = [&] {
        return value(store->enterprises().first_candidate(east_acme(), "ent1", {true, true})).has_unread;
    };
    EXPECT_FALSE(has_unread());
    DirtyHint hint;
    hint.key.user_id = "a";
    hint.key.service_provider_id = "sp1";
    hint.key.group_id = "g2";
    done(store->feed().mark_dirty(kCluster, {hint}, 0ms));
    EXPECT_TRUE(has_unread());
    // In the service-provider model another group is another organisation.
    done(store->source().record_service_provider(cluster_lease, kCluster, ServiceProviderFacts{"sp1", false, ""}));
    EXPECT_FALSE(has_unread());
}

// ---- about PostgreSQL itself ----

class IntentLockTest : public StoreTest {
protected:
    static OpenIntent provision(const std::string& user_id)
    {
        OpenIntent intent;
        intent.provision = request(user_id);
        return intent;
    }
    static Enterprise enterprise()
    {
        Enterprise e;
        e.bridge = kBridge;
        e.sp_enterprise_id = "ent1";
        return e;
    }
    SubscriberRow waiting(const std::string& user_id)
    {
        read({present(user_id)});
        return subscriber(user_id);
    }
};

TEST_F(IntentLockTest, OfTwoThatBootstrapAtOnceOneIsRefused)
{
    const SubscriberRow ada = waiting("ada");
    const SubscriberRow bob = waiting("bob");
    std::atomic<int> begun = 0;
    const auto attempt = [&](const SubscriberRow& row) {
        if (run_task(store->intents().open_intent(bridge_lease, row, provision(row.user_id), enterprise()))) ++begun;
    };
    std::thread first([&] { attempt(ada); });
    std::thread second([&] { attempt(bob); });
    first.join();
    second.join();
    EXPECT_EQ(begun, 1);
}

INSTANTIATE_TEST_SUITE_P(Both, IntentTest, both_stores(), name_of_kind);

}  // namespace
}  // namespace bwsync::test
