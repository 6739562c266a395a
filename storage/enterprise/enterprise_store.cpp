#include "storage/enterprise/enterprise_store.hpp"

#include "storage/engine/rows.hpp"
#include "storage/guard/lease_store.hpp"
#include "storage/subscriber/subscriber_rows.hpp"

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

// In the enterprise model the organisation is the whole provider, in the other one it is a group.
constexpr const char* kHasUnread = R"sql(
select exists (
    select from dirty_keys d
    join (select distinct s.service_provider_id, s.group_id from subscribers s
          where s.bridge = $1 and s.sp_enterprise_id = $3 and s.service_provider_id <> '') g
      on g.service_provider_id = d.service_provider_id
    left join source_service_providers p on p.cluster = $2 and p.service_provider_id = d.service_provider_id
    where d.cluster = $2 and d.kind = 'user' and (coalesce(p.is_enterprise, true) or d.group_id in ('', g.group_id))))sql";

constexpr const char* kSite = R"sql(
select exists (select from subscribers s join webex_subscribers w on w.partner = $2 and w.webex_id = s.webex_id
               where s.bridge = $1 and s.sp_enterprise_id = $3 and s.webex_id <> '' and w.body ->> 'package' = $4),
       coalesce((select min(user_key) from subscribers
                 where bridge = $1 and sp_enterprise_id = $3 and webex_id = '' and wanted ->> 'package' = $4
                   and (state in ('waiting', 'provisioning') or (state = 'parked' and reason = 'site-time-zone'))), ''))sql";

}  // namespace

Task<Result<std::vector<Enterprise>>> PostgresEnterpriseStore::load_enterprises(std::string bridge)
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

Task<Result<>> PostgresEnterpriseStore::save_enterprise(Lease lease, Enterprise enterprise)
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

Task<Result<EnterpriseStore::Candidate>> PostgresEnterpriseStore::first_candidate(BridgeRef bridge,
                                                                                  std::string sp_enterprise_id,
                                                                                  CandidateNeeds needs)
{
    return executor_.transact<Candidate>("first_candidate", [=](Transaction& transaction) -> Result<Candidate> {
        Parameters parameters;
        parameters.text(bridge.bridge).text(sp_enterprise_id).flag(needs.email).flag(needs.time_zone);
        Candidate candidate;
        const pqxx::result found = transaction.run(kCandidate, parameters);
        if (!found.empty()) candidate.user_key = text(found[0][0]);
        Parameters unread;
        unread.text(bridge.bridge).text(bridge.cluster).text(sp_enterprise_id);
        candidate.has_unread = flag(transaction.run(kHasUnread, unread)[0][0]);
        return candidate;
    });
}

Task<Result<EnterpriseStore::Site>> PostgresEnterpriseStore::site_of(BridgeRef bridge, std::string sp_enterprise_id,
                                                                     std::string package)
{
    return executor_.transact<Site>("site_of", [=](Transaction& transaction) -> Result<Site> {
        Parameters parameters;
        parameters.text(bridge.bridge).text(bridge.partner).text(sp_enterprise_id).text(package);
        const pqxx::result found = transaction.run(kSite, parameters);
        Site site;
        site.stands = flag(found[0][0]);
        site.first_user_key = text(found[0][1]);
        return site;
    });
}

}  // namespace bwsync
