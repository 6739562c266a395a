// Claiming dirty keys and giving them back: FeedStore's work loop.
#include <algorithm>
#include <set>

#include "storage/engine/keys.hpp"
#include "storage/engine/rows.hpp"
#include "storage/feed/dirty.hpp"
#include "storage/feed/feed_store.hpp"
#include "storage/guard/lease_store.hpp"

namespace bwsync {

namespace {

constexpr const char* kCandidates = R"sql(
select kind, key, service_provider_id, group_id, user_id, generation, cause, repeats_left, attempts, to_ms(first_at),
       exists (select from rename_hints h where h.cluster = $1)
from dirty_keys
where cluster = $1 and due_at <= now() and kind = any($2) and (claimed_epoch is distinct from $3 or has_lapsed(claimed_at))
order by due_at, kind, key
limit $4
for update skip locked)sql";

// Who is linked to whom by pending renames, from the given keys on, and how the dirty key of each stands.
constexpr const char* kChains = R"sql(
with recursive chain (seed, key) as (
    select k, k collate "C" from unnest($2::text[]) k
    where exists (select from rename_hints h where h.cluster = $1 and (h.from_key = k or h.to_key = k))
  union
    select c.seed, case when h.from_key = c.key then h.to_key else h.from_key end
    from chain c join rename_hints h on h.cluster = $1 and (h.from_key = c.key or h.to_key = c.key))
select c.seed, c.key, coalesce(d.claimed_epoch = $3 and not has_lapsed(d.claimed_at), false)
from chain c left join dirty_keys d on d.cluster = $1 and d.kind = 'user' and d.key = c.key)sql";

// A key of a chain that is not dirty becomes so: without its reading a renamed user would look like one who is gone.
constexpr const char* kFetchChain = R"sql(
insert into dirty_keys as d (cluster, kind, key, user_id, generation, cause, first_at, due_at)
select $1, 'user', k, coalesce((select case when h.from_key = k then h.from_id else h.to_id end
                                from rename_hints h where h.cluster = $1 and (h.from_key = k or h.to_key = k) order by h.id desc limit 1), k),
       nextval('dirty_generation'), 'confirm', now(), now()
from unnest($2::text[]) k
on conflict (cluster, kind, key) do update set cause = d.cause
returning kind, key, service_provider_id, group_id, user_id, generation, cause, repeats_left, attempts, to_ms(first_at))sql";

constexpr const char* kClaim = R"sql(
update dirty_keys d set claimed_epoch = $2, claimed_at = now()
from unnest($3::text[], $4::text[]) as c (kind, key)
where d.cluster = $1 and d.kind = c.kind and d.key = c.key)sql";

constexpr const char* kDefer = R"sql(
update dirty_keys d
set claimed_epoch = null, claimed_at = null, attempts = d.attempts + 1, due_at = now() + $5::bigint * interval '1 millisecond'
from unnest($3::text[], $4::text[]) as c (kind, key)
where d.cluster = $1 and d.kind = c.kind and d.key = c.key and d.claimed_epoch = $2)sql";

ClaimedKey claimed_key(const pqxx::row& row)
{
    ClaimedKey claimed;
    claimed.key.kind = enumerator<DirtyKind>(text(row[0]));
    claimed.key.service_provider_id = text(row[2]);
    claimed.key.group_id = text(row[3]);
    claimed.key.user_id = text(row[4]);
    claimed.generation = number(row[5]);
    claimed.cause = enumerator<DirtyCause>(text(row[6]));
    claimed.repeats_left = static_cast<int>(number(row[7]));
    claimed.attempts = static_cast<int>(number(row[8]));
    claimed.first_at = *instant(row[9]);
    return claimed;
}

// Completes the candidates' chains of renames: all keys of a chain, or none while one of them is still being read.
void complete_chains(Transaction& transaction, const Lease& lease, const std::string& cluster,
                     std::vector<ClaimedKey>& keys)
{
    Array seeds;
    std::set<std::string> present;
    for (const ClaimedKey& claimed : keys) {
        if (claimed.key.kind != DirtyKind::kUser) continue;
        seeds.text(key_text(claimed.key));
        present.insert(key_text(claimed.key));
    }
    Parameters parameters;
    parameters.text(cluster).array(seeds).number(lease.epoch);
    std::set<std::string> blocked;
    std::vector<std::pair<std::string, std::string>> links;
    for (const pqxx::row& row : transaction.run(kChains, parameters)) {
        links.emplace_back(text(row[0]), text(row[1]));
        if (flag(row[2])) blocked.insert(text(row[0]));
    }
    std::set<std::string> absent;
    for (const auto& [seed, key] : links) {
        if (!blocked.contains(seed) && !present.contains(key)) absent.insert(key);
    }
    const auto is_blocked = [&](const ClaimedKey& claimed) {
        return claimed.key.kind == DirtyKind::kUser && blocked.contains(key_text(claimed.key));
    };
    keys.erase(std::remove_if(keys.begin(), keys.end(), is_blocked), keys.end());
    if (absent.empty()) return;
    Parameters fetch;
    fetch.text(cluster).array(std::vector<std::string>(absent.begin(), absent.end()));
    for (const pqxx::row& row : transaction.run(kFetchChain, fetch)) keys.push_back(claimed_key(row));
}

}  // namespace

Task<Result<std::vector<ClaimedKey>>> PostgresFeedStore::claim_dirty(Lease lease, std::string cluster,
                                                                     std::vector<DirtyKind> kinds, int limit)
{
    using Keys = std::vector<ClaimedKey>;
    return executor_.transact<Keys>("claim_dirty", [=](Transaction& transaction) -> Result<Keys> {
        if (Result<> held = check_lease(transaction, lease); !held) return held.error();
        Array names;
        for (const DirtyKind kind : kinds) names.text(name_of(kind));
        Parameters parameters;
        parameters.text(cluster).array(names).number(lease.epoch).number(limit);
        const pqxx::result found = transaction.run(kCandidates, parameters);
        Keys keys;
        for (const pqxx::row& row : found) keys.push_back(claimed_key(row));
        if (!found.empty() && flag(found[0][10])) complete_chains(transaction, lease, cluster, keys);
        if (keys.empty()) return keys;
        Array claimed_kinds;
        Array claimed_keys;
        for (const ClaimedKey& claimed : keys) {
            claimed_kinds.text(name_of(claimed.key.kind));
            claimed_keys.text(key_text(claimed.key));
        }
        Parameters claim;
        claim.text(cluster).number(lease.epoch).array(claimed_kinds).array(claimed_keys);
        transaction.run(kClaim, claim);
        return keys;
    });
}

Task<Result<>> PostgresFeedStore::finish_dirty(Lease lease, std::string cluster, std::vector<ClaimedKey> keys)
{
    return executor_.transact<std::monostate>("finish_dirty",
                                              [=, done = std::move(keys)](Transaction& transaction) -> Result<> {
                                                  if (Result<> held = check_lease(transaction, lease); !held)
                                                      return held;
                                                  finish_keys(transaction, lease, cluster, done);
                                                  return std::monostate();
                                              });
}

Task<Result<>> PostgresFeedStore::defer_dirty(Lease lease, std::string cluster, std::vector<ClaimedKey> keys,
                                              Millis delay)
{
    return executor_.transact<std::monostate>(
        "defer_dirty", [=, late = std::move(keys)](Transaction& transaction) -> Result<> {
            if (Result<> held = check_lease(transaction, lease); !held) return held;
            Array kinds;
            Array texts;
            for (const ClaimedKey& claimed : late) {
                kinds.text(name_of(claimed.key.kind));
                texts.text(key_text(claimed.key));
            }
            Parameters parameters;
            parameters.text(cluster).number(lease.epoch).array(kinds).array(texts).number(delay.count());
            transaction.run(kDefer, parameters);
            return std::monostate();
        });
}

}  // namespace bwsync
