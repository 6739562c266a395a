// One of the stores that keep the contract, and a look past it: what a test cannot ask of the ports, and what time
// would do to the rows.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "daemon/ports/billing_store.hpp"
#include "daemon/ports/breakers.hpp"
#include "daemon/ports/procedures.hpp"
#include "daemon/ports/store/bridge_store.hpp"
#include "daemon/ports/store/enterprise_store.hpp"
#include "daemon/ports/store/housekeeping_store.hpp"
#include "daemon/ports/store/intent_store.hpp"
#include "daemon/ports/store/mirror_store.hpp"
#include "daemon/ports/store/snapshot_store.hpp"
#include "daemon/ports/store/source_store.hpp"
#include "daemon/ports/store/subscriber_store.hpp"

namespace bwsync::test {

// Texts are lists in the order of their keys, separated by blanks.
class StoreProbe {
public:
    virtual ~StoreProbe() = default;

    virtual void expire_lease(const std::string& name) = 0;

    virtual int journal_rows() = 0;
    virtual std::string dirty() = 0;  // "key:cause"
    virtual Millis dirty_due_in(const std::string& key) = 0;
    virtual void forget_dirty(const std::string& key = {}) = 0;  // empty: all
    // The key was hinted at, and is due, by so much earlier (negative: later).
    virtual void shift_dirty(const std::string& key, Millis due, Millis first) = 0;
    virtual void age_claims(Millis by) = 0;  // made so much earlier
    virtual void make_all_due() = 0;         // keys, and subscribers that are to be due at all

    virtual std::string subscribers() = 0;                    // "user-key:webex-id", of every bridge
    virtual std::string waiting_to_be_due() = 0;              // user keys with a due time
    virtual std::string foreign() = 0;                        // "bridge/user-key"
    virtual void rest(const std::string& user_key = {}) = 0;  // without a due time; empty: all
    virtual void shift_due(const std::string& user_key, Millis due) = 0;
    virtual void drop_all_but(const std::string& user_key) = 0;
    // A row that no reading made; webex_id may be empty.
    virtual void add_subscriber(const BridgeRef& bridge, const std::string& user_key, const std::string& webex_id) = 0;

    virtual std::string sources() = 0;  // "user-key:group", of users that are there
    virtual void forget_source(const std::string& user_key) = 0;
    virtual void set_read_at(const std::string& user_key, Instant at) = 0;

    virtual std::string gaps_closed_by(std::int64_t snapshot) = 0;  // causes
    virtual std::string snapshot_problem(std::int64_t snapshot) = 0;
    virtual int complete_snapshots() = 0;

    virtual int intents() = 0;
    virtual std::string intent_outcome(std::int64_t intent) = 0;
    virtual std::int64_t intent_subscriber(std::int64_t intent) = 0;
    virtual std::string attempts() = 0;  // "tracking-id/status/detail"
    virtual void drop_intents() = 0;

    virtual std::string mirror() = 0;  // "partner/webex-id"
    virtual void age_mirror() = 0;     // all was recorded a minute earlier

    virtual void pause(const std::string& bridge) = 0;
    virtual void ask_reset(const std::string& bridge) = 0;
    // An operator's order, and an operator's stop. 0: another procedure runs for the enterprise.
    virtual std::int64_t order(const Procedure& procedure) = 0;
    virtual void stop(std::int64_t procedure, const std::string& by) = 0;
};

class StoreUnderTest {
public:
    virtual ~StoreUnderTest() = default;
    virtual LeaseStore& leases() = 0;
    virtual FeedStore& feed() = 0;
    virtual SourceStore& source() = 0;
    virtual SnapshotStore& snapshots() = 0;
    virtual SubscriberStore& subscribers() = 0;
    virtual IntentStore& intents() = 0;
    virtual MirrorStore& mirror() = 0;
    virtual EnterpriseStore& enterprises() = 0;
    virtual BridgeStore& bridges() = 0;
    virtual BreakerStore& breakers() = 0;
    virtual ProcedureStore& procedures() = 0;
    virtual BillingStore& billing() = 0;
    virtual HousekeepingStore& housekeeping() = 0;
    virtual StoreProbe& probe() = 0;
};

std::unique_ptr<StoreUnderTest> postgres_under_test();
std::unique_ptr<StoreUnderTest> memory_under_test();

}  // namespace bwsync::test
