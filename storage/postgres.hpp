// The store in PostgreSQL: makes the pool of connections and everything that works on it.
#pragma once

#include <memory>
#include <string>

#include "daemon/ports/billing_store.hpp"
#include "daemon/ports/breakers.hpp"
#include "daemon/ports/grants.hpp"
#include "daemon/ports/operations.hpp"
#include "daemon/ports/procedures.hpp"
#include "daemon/ports/store/bridge_store.hpp"
#include "daemon/ports/store/enterprise_store.hpp"
#include "daemon/ports/store/feed_store.hpp"
#include "daemon/ports/store/housekeeping_store.hpp"
#include "daemon/ports/store/intent_store.hpp"
#include "daemon/ports/store/lease_store.hpp"
#include "daemon/ports/store/mirror_store.hpp"
#include "daemon/ports/store/snapshot_store.hpp"
#include "daemon/ports/store/source_store.hpp"
#include "daemon/ports/store/subscriber_store.hpp"
#include "daemon/ports/telemetry.hpp"
#include "storage/engine/notifications.hpp"
#include "storage/engine/settings.hpp"

namespace bwsync {

class Postgres {
public:
    // Connects to nothing yet. Throws std::invalid_argument for keys that are not 32 bytes long, or none.
    Postgres(StoreSettings settings, Telemetry& telemetry);
    ~Postgres();
    Postgres(const Postgres&) = delete;
    Postgres& operator=(const Postgres&) = delete;

    // Makes or upgrades the schema and the journal's partitions. Blocks: called before the loop runs. kRejected: the
    // connection string is wrong, PostgreSQL is too old, or the schema is newer than this program; kRetry: not
    // reachable.
    Result<> migrate();

    LeaseStore& leases();
    FeedStore& feed();
    SourceStore& source();
    SnapshotStore& snapshots();
    SubscriberStore& subscribers();
    IntentStore& intents();
    MirrorStore& mirror();
    EnterpriseStore& enterprises();
    BridgeStore& bridges();
    BreakerStore& breakers();
    BillingStore& billing();
    HousekeepingStore& housekeeping();
    Operations& operations();
    GrantStore& grants();
    ProcedureStore& procedures();
    ProcedureOrders& procedure_orders();

    // Rings when another replica, or another part of this one, changed something; see storage/engine/channels.hpp.
    std::unique_ptr<Notifications> listen(boost::asio::any_io_executor executor,
                                          Notifications::OnChange on_change) const;

    // Waits for the calls that run, then closes the connections; later calls give kCancelled. Blocks.
    void shut_down();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace bwsync
