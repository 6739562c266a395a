#include "storage/guard/bridge_store.hpp"

#include "storage/engine/rows.hpp"
#include "storage/guard/lease_store.hpp"

namespace bwsync {

namespace {

// A hint counts when the user is provisioned here and nothing was decided about it yet. A group or a provider that is
// gone stands for all its users.
constexpr const char* kBrakes = R"sql(
with window_start as (select now() - $3::bigint * interval '1 millisecond' as at)
select
  (select count(*) from subscribers where bridge = $1 and state in ('provisioned', 'updating', 'removing')),
  (select count(*) from subscribers, window_start w where bridge = $1 and removal_counted_at > w.at),
  -- One look-up per kind of key: asked in one condition, every key would be held against every subscriber.
  (select count(*) from (
      select s.id from dirty_keys d join subscribers s on s.bridge = $1 and s.user_key = d.key
      where d.cluster = $2 and d.kind = 'user' and d.cause in ('event-gone', 'sweep-missing')
        and s.state in ('provisioned', 'updating') and s.webex_id <> '' and not s.is_absent
    union
      select s.id from dirty_keys d
      join subscribers s on s.cluster = $2 and s.service_provider_id = d.service_provider_id and s.group_id = d.group_id
      where d.cluster = $2 and d.kind = 'group' and d.cause = 'event-gone'
        and s.bridge = $1 and s.state in ('provisioned', 'updating') and s.webex_id <> '' and not s.is_absent
    union
      select s.id from dirty_keys d join subscribers s on s.cluster = $2 and s.service_provider_id = d.service_provider_id
      where d.cluster = $2 and d.kind = 'service_provider' and d.cause = 'event-gone'
        and s.bridge = $1 and s.state in ('provisioned', 'updating') and s.webex_id <> '' and not s.is_absent) suspected),
  (select count(*) from subscribers, window_start w where bridge = $1 and update_counted_at > w.at),
  (select count(*) from dirty_keys d join subscribers s
       on s.bridge = $1 and s.user_key = d.key and s.state in ('provisioned', 'updating') and s.webex_id <> ''
   where d.cluster = $2 and d.kind = 'user' and d.cause = 'sweep-changed'),
  coalesce((select removals_tripped_at is not null from bridges where name = $1), false),
  coalesce((select updates_tripped_at is not null from bridges where name = $1), false))sql";

constexpr const char* kTripRemovals = R"sql(
insert into bridges as b (name, removals_tripped_at) values ($1, now())
on conflict (name) do update set removals_tripped_at = coalesce(b.removals_tripped_at, now()))sql";

constexpr const char* kTripUpdates = R"sql(
insert into bridges as b (name, updates_tripped_at) values ($1, now())
on conflict (name) do update set updates_tripped_at = coalesce(b.updates_tripped_at, now()))sql";

constexpr const char* kControls = R"sql(
select is_paused, paused_enterprises, removals_tripped_at is not null, updates_tripped_at is not null from bridges where name = $1)sql";

}  // namespace

Task<Result<BridgeControls>> PostgresBridgeStore::load_controls(std::string bridge)
{
    return executor_.transact<BridgeControls>("load_controls", [=](Transaction& transaction) -> Result<BridgeControls> {
        Parameters parameters;
        parameters.text(bridge);
        BridgeControls controls;
        const pqxx::result found = transaction.run(kControls, parameters);
        if (found.empty()) return controls;
        controls.is_paused = flag(found[0][0]);
        controls.paused_enterprises = text_array(found[0][1]);
        controls.removals_tripped = flag(found[0][2]);
        controls.updates_tripped = flag(found[0][3]);
        return controls;
    });
}

Task<Result<BrakeCounts>> PostgresBridgeStore::brake_counts(BridgeRef bridge, Millis window)
{
    return executor_.transact<BrakeCounts>("brake_counts", [=](Transaction& transaction) -> Result<BrakeCounts> {
        Parameters parameters;
        parameters.text(bridge.bridge).text(bridge.cluster).number(window.count());
        const pqxx::row row = transaction.run(kBrakes, parameters)[0];
        BrakeCounts counts;
        counts.provisioned = number(row[0]);
        counts.removals = number(row[1]);
        counts.suspected_removals = number(row[2]);
        counts.updates = number(row[3]);
        counts.suspected_updates = number(row[4]);
        counts.removals_tripped = flag(row[5]);
        counts.updates_tripped = flag(row[6]);
        return counts;
    });
}

Task<Result<>> PostgresBridgeStore::trip_brake(Lease lease, std::string bridge, bool removals)
{
    return executor_.transact<std::monostate>("trip_brake", [=](Transaction& transaction) -> Result<> {
        if (Result<> held = check_lease(transaction, lease); !held) return held;
        Parameters parameters;
        parameters.text(bridge);
        transaction.run(removals ? kTripRemovals : kTripUpdates, parameters);
        return std::monostate();
    });
}

}  // namespace bwsync
