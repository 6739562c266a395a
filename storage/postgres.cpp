#include "storage/postgres.hpp"

#include "storage/billing/billing_store.hpp"
#include "storage/engine/dsn.hpp"
#include "storage/engine/migrate.hpp"
#include "storage/enterprise/enterprise_store.hpp"
#include "storage/enterprise/procedure_store.hpp"
#include "storage/feed/feed_store.hpp"
#include "storage/feed/journal.hpp"
#include "storage/grant/grant_store.hpp"
#include "storage/guard/breaker_store.hpp"
#include "storage/guard/bridge_store.hpp"
#include "storage/guard/lease_store.hpp"
#include "storage/operator/housekeeping.hpp"
#include "storage/operator/operations.hpp"
#include "storage/source/snapshot_store.hpp"
#include "storage/source/source_store.hpp"
#include "storage/subscriber/intent_store.hpp"
#include "storage/subscriber/mirror_store.hpp"
#include "storage/subscriber/subscriber_store.hpp"

namespace bwsync {

struct Postgres::Parts {
    Parts(const std::string& completed_dsn, StoreSettings settings, Telemetry& telemetry)
        : executor(completed_dsn, settings.connections, telemetry),
          leases(executor),
          feed(executor),
          source(executor),
          snapshots(executor),
          subscribers(executor),
          intents(executor),
          mirror(executor),
          enterprises(executor),
          bridges(executor),
          breakers(executor),
          billing(executor),
          housekeeping(executor),
          operations(executor),
          procedures(executor),
          procedure_orders(executor),
          grants(executor, std::move(settings.keys))
    {
    }
    std::optional<Error> problem;  // with the connection string
    Executor executor;
    PostgresLeaseStore leases;
    PostgresFeedStore feed;
    PostgresSourceStore source;
    PostgresSnapshotStore snapshots;
    PostgresSubscriberStore subscribers;
    PostgresIntentStore intents;
    PostgresMirrorStore mirror;
    PostgresEnterpriseStore enterprises;
    PostgresBridgeStore bridges;
    PostgresBreakerStore breakers;
    PostgresBillingStore billing;
    PostgresHousekeepingStore housekeeping;
    PostgresOperations operations;
    PostgresProcedureStore procedures;
    PostgresProcedureOrders procedure_orders;
    PostgresGrantStore grants;
};

Postgres::Postgres(StoreSettings settings, Telemetry& telemetry)
{
    Result<std::string> dsn = complete_dsn(settings.dsn);
    parts_ = std::make_unique<Parts>(dsn ? *dsn : std::string(), std::move(settings), telemetry);
    if (!dsn) parts_->problem = dsn.error();
}

Postgres::~Postgres() = default;

Result<> Postgres::migrate()
{
    if (parts_->problem) return *parts_->problem;
    if (Result<> migrated = migrate_schema(parts_->executor.dsn(), migrations()); !migrated) return migrated;
    constexpr int kDaysAhead = 7;
    return parts_->executor.transact_now<std::monostate>("journal_partitions",
                                                         [](Transaction& transaction) -> Result<> {
                                                             make_journal_partitions(transaction, kDaysAhead);
                                                             return std::monostate();
                                                         });
}

LeaseStore& Postgres::leases()
{
    return parts_->leases;
}
FeedStore& Postgres::feed()
{
    return parts_->feed;
}
SourceStore& Postgres::source()
{
    return parts_->source;
}
SubscriberStore& Postgres::subscribers()
{
    return parts_->subscribers;
}
SnapshotStore& Postgres::snapshots()
{
    return parts_->snapshots;
}
IntentStore& Postgres::intents()
{
    return parts_->intents;
}
MirrorStore& Postgres::mirror()
{
    return parts_->mirror;
}
EnterpriseStore& Postgres::enterprises()
{
    return parts_->enterprises;
}
BridgeStore& Postgres::bridges()
{
    return parts_->bridges;
}
BreakerStore& Postgres::breakers()
{
    return parts_->breakers;
}
BillingStore& Postgres::billing()
{
    return parts_->billing;
}
HousekeepingStore& Postgres::housekeeping()
{
    return parts_->housekeeping;
}
Operations& Postgres::operations()
{
    return parts_->operations;
}
GrantStore& Postgres::grants()
{
    return parts_->grants;
}
ProcedureStore& Postgres::procedures()
{
    return parts_->procedures;
}
ProcedureOrders& Postgres::procedure_orders()
{
    return parts_->procedure_orders;
}

std::unique_ptr<Notifications> Postgres::listen(boost::asio::any_io_executor executor,
                                                Notifications::OnChange on_change) const
{
    return std::make_unique<Notifications>(parts_->executor.dsn(), std::move(executor), std::move(on_change));
}

void Postgres::shut_down()
{
    parts_->executor.shut_down();
}

}  // namespace bwsync
