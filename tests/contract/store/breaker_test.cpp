// BreakerStore: open breakers, whom they hold, and who goes as the probe.
#include "tests/contract/store/contract_fixture.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

class BreakerTest : public StoreContract {
protected:
    static Breaker open(BlastScope scope = BlastScope::kEnterprise, const std::string& subject = "ent1")
    {
        Breaker breaker;
        breaker.key.scope = scope;
        breaker.key.subject = subject;
        breaker.is_open = true;
        breaker.code = 2017;
        breaker.why = "Webex says no";
        breaker.failures = 3;
        breaker.probes = 1;
        breaker.opened_at = Instant(1700000000123ms);
        breaker.probe_at = Instant(1700000060123ms);
        return breaker;
    }
    void keep(const Breaker& breaker) { done(store->breakers().save_breakers(bridge_lease, kBridge, {breaker})); }
    std::vector<Breaker> kept() { return value(store->breakers().load_breakers(kBridge)); }
    std::int64_t probe_of(const Breaker& breaker)
    {
        return value(store->breakers().wake_probe(bridge_lease, kBridge, breaker));
    }
    SubscriberRow held(const std::string& user_id, const std::string& reason = "breaker")
    {
        read({present(user_id)});
        SubscriberRow row = subscriber(user_id);
        row.wanted = request(user_id);
        row.state = reason == "breaker" ? SubscriberState::kWaiting : SubscriberState::kParked;
        row.reason = reason;
        row.last_code = 2017;
        row.due_at.reset();
        save(row);
        return row;
    }
};

TEST_P(BreakerTest, ComesBackAsItWasKeptUntilItIsClosed)
{
    Breaker breaker = open();
    keep(breaker);
    EXPECT_EQ(kept(), std::vector<Breaker>{breaker});
    breaker.probes = 2;
    breaker.is_async = true;
    keep(breaker);
    EXPECT_EQ(kept(), std::vector<Breaker>{breaker});
    breaker.is_open = false;
    keep(breaker);
    EXPECT_TRUE(kept().empty());
}

TEST_P(BreakerTest, ItsEndWakesThoseThatItHeldAndThoseThatItsCodeParked)
{
    held("ada");
    held("bob", "webex-2017");
    held("cid", "webex-2005");
    Breaker breaker = open();
    breaker.is_open = false;
    keep(breaker);
    EXPECT_EQ(probe().waiting_to_be_due(), "ada bob");
    EXPECT_EQ(subscriber("bob").state, SubscriberState::kWaiting);
    EXPECT_EQ(subscriber("bob").last_code, 0);
    EXPECT_EQ(subscriber("cid").state, SubscriberState::kParked);
}

TEST_P(BreakerTest, OfAnotherEnterpriseOrTemplateConcernsNobodyHere)
{
    held("ada");
    EXPECT_EQ(probe_of(open(BlastScope::kEnterprise, "another")), 0);
    EXPECT_EQ(probe_of(open(BlastScope::kTemplate, "p9")), 0);
    EXPECT_NE(probe_of(open(BlastScope::kTemplate, "p1")), 0);
    EXPECT_NE(probe_of(open(BlastScope::kCluster, kCluster)), 0);
}

TEST_P(BreakerTest, TheProbeIsAnotherThanTheLastThatFailed)
{
    const SubscriberRow first = held("ada");
    const SubscriberRow second = held("bob");
    Breaker breaker = open();
    breaker.last_failed = first.id;
    EXPECT_EQ(probe_of(breaker), second.id);
    EXPECT_EQ(probe().waiting_to_be_due(), "bob");
    breaker.last_failed = second.id;
    EXPECT_EQ(probe_of(breaker), first.id);
}

TEST_P(BreakerTest, AnOperatorsResetIsFoundByWhoeverHoldsTheBridge)
{
    const Breaker breaker = open();
    keep(breaker);
    EXPECT_TRUE(value(store->breakers().asked_resets(kBridge)).empty());
    probe().ask_reset(kBridge);
    EXPECT_EQ(value(store->breakers().asked_resets(kBridge)), std::vector<BreakerKey>{breaker.key});
}

TEST_P(BreakerTest, AStaleLeaseKeepsNothing)
{
    const Lease stale = bridge_lease;
    hold("bridge/east-acme", "one", "next process");
    EXPECT_EQ(refusal(store->breakers().save_breakers(stale, kBridge, {open()})), ErrorKind::kConflict);
    EXPECT_EQ(refusal(store->breakers().wake_probe(stale, kBridge, open())), ErrorKind::kConflict);
    EXPECT_TRUE(kept().empty());
}

INSTANTIATE_TEST_SUITE_P(Both, BreakerTest, both_stores(), name_of_kind);

}  // namespace
}  // namespace bwsync::test
