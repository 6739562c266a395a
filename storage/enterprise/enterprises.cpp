// Enterprises, brakes and what operators ordered, as the bridge's work loop sees them (SubscriberStore).
#include "storage/engine/rows.hpp"
#include "storage/guard/lease_store.hpp"
#include "storage/subscriber/plan_store.hpp"
#include "storage/subscriber/subscriber_rows.hpp"
#include "storage/subscriber/subscriber_store.hpp"

namespace bwsync {

namespace {

constexpr const char* kLoad = R"sql(
select sp_enterprise_id, state, first_user_key, has_standard, has_premium, to_ms(seen_at) from enterprises
where bridge = $1 order by sp_enterprise_id)sql";

constexpr const char* kSave = R"sql(
insert into enterprises (bridge, sp_enterprise_id, state, first_user_key, has_standard, has_premium, seen_at)
values ($1, $2, $3, $4, $5, $6, from_ms($7))
on conflict (bridge, sp_enterprise_id) do update
set state = excluded.state, first_user_key = excluded.first_user_key, has_standard = excluded.has_standard,
    has_premium = excluded.has_premium, seen_at = excluded.seen_at)sql";

constexpr const char* kCandidate = R"sql(
select user_key from subscribers
where bridge = $1 and sp_enterprise_id = $2 and wanted is not null
  and (state in ('waiting', 'provisioning', 'provisioned', 'updating', 'pending-person') or (state = 'parked' and reason = 'site-time-zone'))
  and (not $4::boolean or coalesce(wanted ->> 'timezone', '') <> '') and (not $3::boolean or coalesce(wanted ->> 'email', '') <> '')
order by state = 'waiting' and reason = 'primary-first', user_key limit 1)sql";

constexpr const char* kSite = R"sql(
select exists (select from subscribers s join webex_subscribers w on w.partner = $2 and w.webex_id = s.webex_id
               where s.bridge = $1 and s.sp_enterprise_id = $3 and s.webex_id <> '' and w.body ->> 'package' = $4),
       coalesce((select min(user_key) from subscribers
                 where bridge = $1 and sp_enterprise_id = $3 and webex_id = '' and wanted ->> 'package' = $4
                   and (state in ('waiting', 'provisioning') or (state = 'parked' and reason = 'site-time-zone'))), ''))sql";

constexpr const char* kNewPolicy = R"sql(
insert into bridges as b (name, policy_fingerprint) values ($1, $2)
on conflict (name) do update set policy_fingerprint = excluded.policy_fingerprint
where b.policy_fingerprint <> excluded.policy_fingerprint
returning 1)sql";

constexpr const char* kWakeAll = R"sql(
update subscribers s set wakes = s.wakes + 1, due_at = least(s.due_at, now())
where s.bridge = $1 and s.state <> 'foreign')sql";

// In the enterprise model the organisation is the whole provider, in the other one it is a group.
constexpr const char* kHasUnread = R"sql(
select exists (
    select from dirty_keys d
    join (select distinct s.service_provider_id, s.group_id from subscribers s
          where s.bridge = $1 and s.sp_enterprise_id = $3 and s.service_provider_id <> '') g
      on g.service_provider_id = d.service_provider_id
    left join source_service_providers p on p.cluster = $2 and p.service_provider_id = d.service_provider_id
    where d.cluster = $2 and d.kind = 'user' and (coalesce(p.is_enterprise, true) or d.group_id in ('', g.group_id))))sql";

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

Task<Result<std::vector<Enterprise>>> PostgresSubscriberStore::load_enterprises(std::string bridge)
{
    using Enterprises = std::vector<Enterprise>;
    return executor_.transact<Enterprises>("load_enterprises", [=](Transaction& transaction) -> Result<Enterprises> {
        Parameters parameters;
        parameters.text(bridge);
        Enterprises enterprises;
        for (const pqxx::row& row : transaction.run(kLoad, parameters)) {
            Enterprise enterprise;
            enterprise.bridge = bridge;
            enterprise.sp_enterprise_id = text(row[0]);
            enterprise.state = enumerator<EnterpriseState>(text(row[1]));
            enterprise.first_user_key = text(row[2]);
            enterprise.has_standard = flag(row[3]);
            enterprise.has_premium = flag(row[4]);
            enterprise.seen_at = *instant(row[5]);
            enterprises.push_back(std::move(enterprise));
        }
        return enterprises;
    });
}

Task<Result<>> PostgresSubscriberStore::save_enterprise(Lease lease, Enterprise enterprise)
{
    return executor_.transact<std::monostate>("save_enterprise", [=](Transaction& transaction) -> Result<> {
        if (Result<> held = check_lease(transaction, lease); !held) return held;
        Parameters parameters;
        parameters.text(enterprise.bridge).text(enterprise.sp_enterprise_id).text(name_of(enterprise.state));
        parameters.text(enterprise.first_user_key)
            .flag(enterprise.has_standard)
            .flag(enterprise.has_premium)
            .instant(enterprise.seen_at);
        transaction.run(kSave, parameters);
        return std::monostate();
    });
}

Task<Result<SubscriberStore::Site>> PostgresSubscriberStore::site_of(std::string bridge, std::string partner,
                                                                     std::string sp_enterprise_id, std::string package)
{
    return executor_.transact<Site>("site_of", [=](Transaction& transaction) -> Result<Site> {
        Parameters parameters;
        parameters.text(bridge).text(partner).text(sp_enterprise_id).text(package);
        const pqxx::result found = transaction.run(kSite, parameters);
        Site site;
        site.stands = flag(found[0][0]);
        site.first_user_key = text(found[0][1]);
        return site;
    });
}

Task<Result<SubscriberStore::Candidate>> PostgresSubscriberStore::first_candidate(std::string bridge,
                                                                                  std::string cluster,
                                                                                  std::string sp_enterprise_id,
                                                                                  CandidateNeeds needs)
{
    return executor_.transact<Candidate>("first_candidate", [=](Transaction& transaction) -> Result<Candidate> {
        Parameters parameters;
        parameters.text(bridge).text(sp_enterprise_id).flag(needs.email).flag(needs.time_zone);
        Candidate candidate;
        const pqxx::result found = transaction.run(kCandidate, parameters);
        if (!found.empty()) candidate.user_key = text(found[0][0]);
        Parameters unread;
        unread.text(bridge).text(cluster).text(sp_enterprise_id);
        candidate.has_unread = flag(transaction.run(kHasUnread, unread)[0][0]);
        return candidate;
    });
}

Task<Result<bool>> PostgresSubscriberStore::wake_on_new_policy(Lease lease, std::string bridge, std::string fingerprint)
{
    return executor_.transact<bool>("wake_on_new_policy", [=](Transaction& transaction) -> Result<bool> {
        if (Result<> held = check_lease(transaction, lease); !held) return held.error();
        Parameters parameters;
        parameters.text(bridge).text(fingerprint);
        if (transaction.run(kNewPolicy, parameters).empty()) return false;
        Parameters all;
        all.text(bridge);
        transaction.run(kWakeAll, all);
        return true;
    });
}

Task<Result<std::optional<EmailHolder>>> PostgresSubscriberStore::email_holder(std::string bridge, std::int64_t row,
                                                                               std::string email)
{
    using Holder = std::optional<EmailHolder>;
    return executor_.transact<Holder>("email_holder", [=](Transaction& transaction) -> Result<Holder> {
        return bwsync::email_holder(transaction, bridge, row, email);
    });
}

Task<Result<BrakeCounts>> PostgresSubscriberStore::brake_counts(std::string bridge, std::string cluster, Millis window)
{
    return executor_.transact<BrakeCounts>("brake_counts", [=](Transaction& transaction) -> Result<BrakeCounts> {
        Parameters parameters;
        parameters.text(bridge).text(cluster).number(window.count());
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

Task<Result<>> PostgresSubscriberStore::trip_brake(Lease lease, std::string bridge, bool removals)
{
    return executor_.transact<std::monostate>("trip_brake", [=](Transaction& transaction) -> Result<> {
        if (Result<> held = check_lease(transaction, lease); !held) return held;
        Parameters parameters;
        parameters.text(bridge);
        transaction.run(removals ? kTripRemovals : kTripUpdates, parameters);
        return std::monostate();
    });
}

Task<Result<BridgeControls>> PostgresSubscriberStore::load_controls(std::string bridge)
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

}  // namespace bwsync
