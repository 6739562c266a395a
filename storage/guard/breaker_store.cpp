#include "storage/guard/breaker_store.hpp"

#include "storage/engine/channels.hpp"
#include "storage/engine/rows.hpp"
#include "storage/feed/dirty.hpp"
#include "storage/guard/lease_store.hpp"

namespace bwsync {

namespace {

constexpr const char* kLoad = R"sql(
select scope, subject, package, is_async, code, detail, failures, probes, last_failed, to_ms(opened_at), to_ms(probe_at)
from breakers where bridge = $1)sql";

constexpr const char* kSave = R"sql(
insert into breakers (bridge, scope, subject, package, is_async, code, detail, failures, probes, last_failed, opened_at, probe_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, from_ms($11), from_ms($12))
on conflict (bridge, scope, subject, package) do update
set is_async = excluded.is_async, code = excluded.code, detail = excluded.detail, failures = excluded.failures,
    probes = excluded.probes, last_failed = excluded.last_failed, opened_at = excluded.opened_at, probe_at = excluded.probe_at)sql";

constexpr const char* kDelete = R"sql(
delete from breakers where bridge = $1 and scope = $2 and subject = $3 and package = $4)sql";

// Who is held is judged again; who was parked by the same code within the scope as if never tried.
constexpr const char* kRelease = R"sql(
update subscribers s
set wakes = s.wakes + 1, due_at = least(s.due_at, now()),
    state = case when s.state = 'parked' then 'waiting' else s.state end,
    reason = case when s.state = 'parked' then '' else s.reason end,
    last_code = case when s.state = 'parked' then 0 else s.last_code end
where s.bridge = $1 and (s.reason = 'breaker' or (s.state = 'parked' and s.webex_id = '' and s.reason = $2))
  and ($3 = '' or s.sp_enterprise_id = $3) and ($4 = '' or s.wanted ->> 'provisioningId' = $4)
  and ($5 = '' or s.wanted ->> 'package' = $5))sql";

constexpr const char* kProbe = R"sql(
update subscribers s set wakes = s.wakes + 1, due_at = least(s.due_at, now())
where s.id = (
    select c.id from subscribers c
    where c.bridge = $1 and c.reason = 'breaker' and ($2 = '' or c.sp_enterprise_id = $2)
      and ($3 = '' or c.wanted ->> 'provisioningId' = $3) and ($4 = '' or c.wanted ->> 'package' = $4)
    order by c.id = $5, c.id limit 1)
returning s.id)sql";

constexpr const char* kResets = R"sql(
select scope, subject, package from breakers where bridge = $1 and reset_asked_at is not null)sql";

BlastScope scope_of(std::string_view name)
{
    for (const BlastScope scope :
         {BlastScope::kEnterprise, BlastScope::kTemplate, BlastScope::kCluster, BlastScope::kPartner}) {
        if (name_of(scope) == name) return scope;
    }
    return BlastScope::kPlatform;
}

BreakerKey key_of(const pqxx::row& row)
{
    BreakerKey key;
    key.scope = scope_of(text(row[0]));
    key.subject = text(row[1]);
    key.package = text(row[2]);
    return key;
}

// What a subscriber's row must say to be in the scope; empty: anything.
void add_scope(Parameters& parameters, const BreakerKey& key)
{
    const std::string none;
    parameters.text(key.scope == BlastScope::kEnterprise ? key.subject : none);
    parameters.text(key.scope == BlastScope::kTemplate ? key.subject : none);
    parameters.text(key.package);
}

void write(Transaction& transaction, const std::string& bridge, const Breaker& breaker)
{
    Parameters parameters;
    parameters.text(bridge).text(name_of(breaker.key.scope)).text(breaker.key.subject).text(breaker.key.package);
    if (breaker.is_open) {
        parameters.flag(breaker.is_async).number(breaker.code).text(breaker.why).number(breaker.failures);
        parameters.number(breaker.probes).number(breaker.last_failed).instant(breaker.opened_at);
        parameters.instant(breaker.probe_at);
        transaction.run(kSave, parameters);
        return;
    }
    transaction.run(kDelete, parameters);
    Parameters released;
    released.text(bridge).text(webex_reason(breaker.code));
    add_scope(released, breaker.key);
    transaction.run(kRelease, released);
    notify(transaction, kSubscribersChannel, bridge);
}

}  // namespace

Task<Result<std::vector<Breaker>>> PostgresBreakerStore::load_breakers(std::string bridge)
{
    using Loaded = std::vector<Breaker>;
    return executor_.transact<Loaded>("load_breakers", [=](Transaction& transaction) -> Result<Loaded> {
        Parameters parameters;
        parameters.text(bridge);
        Loaded breakers;
        for (const pqxx::row& row : transaction.run(kLoad, parameters)) {
            Breaker breaker;
            breaker.key = key_of(row);
            breaker.is_open = true;
            breaker.is_async = flag(row[3]);
            breaker.code = static_cast<int>(number(row[4]));
            breaker.why = text(row[5]);
            breaker.failures = static_cast<int>(number(row[6]));
            breaker.probes = static_cast<int>(number(row[7]));
            breaker.last_failed = number(row[8]);
            breaker.opened_at = *instant(row[9]);
            breaker.probe_at = *instant(row[10]);
            breakers.push_back(std::move(breaker));
        }
        return breakers;
    });
}

Task<Result<>> PostgresBreakerStore::save_breakers(Lease lease, std::string bridge, std::vector<Breaker> breakers)
{
    return executor_.transact<std::monostate>("save_breakers",
                                              [=, all = std::move(breakers)](Transaction& transaction) -> Result<> {
                                                  if (Result<> held = check_lease(transaction, lease); !held)
                                                      return held;
                                                  for (const Breaker& breaker : all)
                                                      write(transaction, bridge, breaker);
                                                  return std::monostate();
                                              });
}

Task<Result<std::int64_t>> PostgresBreakerStore::wake_probe(Lease lease, std::string bridge, Breaker breaker)
{
    return executor_.transact<std::int64_t>("wake_probe", [=](Transaction& transaction) -> Result<std::int64_t> {
        if (Result<> held = check_lease(transaction, lease); !held) return held.error();
        Parameters parameters;
        parameters.text(bridge);
        add_scope(parameters, breaker.key);
        parameters.number(breaker.last_failed);
        const pqxx::result woken = transaction.run(kProbe, parameters);
        return woken.empty() ? std::int64_t(0) : number(woken[0][0]);
    });
}

Task<Result<std::vector<BreakerKey>>> PostgresBreakerStore::asked_resets(std::string bridge)
{
    using Keys = std::vector<BreakerKey>;
    return executor_.transact<Keys>("asked_resets", [=](Transaction& transaction) -> Result<Keys> {
        Parameters parameters;
        parameters.text(bridge);
        Keys keys;
        for (const pqxx::row& row : transaction.run(kResets, parameters)) keys.push_back(key_of(row));
        return keys;
    });
}

}  // namespace bwsync
