#include "storage/feed/dirty.hpp"

#include "storage/engine/channels.hpp"
#include "storage/engine/keys.hpp"

namespace bwsync {

namespace {

// How often a key with background effects is read again: after 30 s, 2 min and 10 min.
constexpr int kRepeats = 3;

constexpr const char* kMerge = R"sql(
insert into dirty_keys as d (cluster, kind, key, service_provider_id, group_id, user_id, generation, cause, first_at, due_at, repeats_left)
select $1, kind, key, service_provider_id, group_id, user_id, nextval('dirty_generation'), cause, now(),
       now() + $9::bigint * interval '1 millisecond', repeats_left
from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::integer[])
     as h (kind, key, service_provider_id, group_id, user_id, cause, repeats_left)
on conflict (cluster, kind, key) do update
set service_provider_id = coalesce(nullif(excluded.service_provider_id, ''), d.service_provider_id),
    group_id = case when excluded.service_provider_id <> '' then excluded.group_id else d.group_id end,
    user_id = excluded.user_id,
    generation = excluded.generation,
    -- A later event is the better witness; other hints never make a suspicion milder.
    cause = case when $10::boolean or cause_weight(excluded.cause) >= cause_weight(d.cause) then excluded.cause else d.cause end,
    first_at = least(d.first_at, excluded.first_at),
    due_at = case when $10::boolean
                  then least(excluded.due_at, greatest(now(), d.first_at + 20 * $9::bigint * interval '1 millisecond'))
                  else least(d.due_at, excluded.due_at) end,
    repeats_left = greatest(d.repeats_left, excluded.repeats_left))sql";

// A key that was hinted at again while it was claimed has another generation: it only loses the claim.
constexpr const char* kTakeOff = R"sql(
with done as (select * from unnest($3::text[], $4::text[], $5::bigint[]) as c (kind, key, generation)),
taken as (
    delete from dirty_keys d using done c
    where d.cluster = $1 and d.kind = c.kind and d.key = c.key and d.generation = c.generation and d.claimed_epoch = $2
      and d.repeats_left = 0),
again as (
    update dirty_keys d
    set claimed_epoch = null, claimed_at = null, attempts = 0, repeats_left = d.repeats_left - 1, cause = 'refresh',
        due_at = now() + case d.repeats_left when 3 then interval '30 seconds' when 2 then interval '2 minutes'
                                             else interval '10 minutes' end,
        first_at = now() + case d.repeats_left when 3 then interval '30 seconds' when 2 then interval '2 minutes'
                                               else interval '10 minutes' end
    from done c
    where d.cluster = $1 and d.kind = c.kind and d.key = c.key and d.generation = c.generation and d.claimed_epoch = $2
      and d.repeats_left > 0)
update dirty_keys d set claimed_epoch = null, claimed_at = null, attempts = 0
from done c
where d.cluster = $1 and d.kind = c.kind and d.key = c.key and d.generation <> c.generation and d.claimed_epoch = $2)sql";

constexpr const char* kForgetHints = R"sql(
delete from rename_hints h
where h.cluster = $1 and (h.from_key = any($2) or h.to_key = any($2))
  and not exists (select from dirty_keys d where d.cluster = $1 and d.kind = 'user' and d.key in (h.from_key, h.to_key)))sql";

}  // namespace

void HintBatch::add(const DirtyHint& hint)
{
    const auto [found, is_new] = hints_.try_emplace(std::pair(hint.key.kind, key_text(hint.key)), hint);
    if (is_new) return;
    DirtyHint& merged = found->second;
    merged.cause = hint.cause;
    merged.has_later_effects = merged.has_later_effects || hint.has_later_effects;
    merged.key.user_id = hint.key.user_id;
    if (!hint.key.service_provider_id.empty()) merged.key = hint.key;
}

void HintBatch::write(Transaction& transaction, const std::string& cluster, Millis delay, bool moves_due) const
{
    if (hints_.empty()) return;
    Array kinds;
    Array keys;
    Array providers;
    Array groups;
    Array users;
    Array causes;
    Array repeats;
    for (const auto& [key, hint] : hints_) {
        kinds.text(name_of(key.first));
        keys.text(key.second);
        providers.text(hint.key.service_provider_id);
        groups.text(hint.key.group_id);
        users.text(hint.key.user_id);
        causes.text(name_of(hint.cause));
        repeats.number(hint.has_later_effects ? kRepeats : 0);
    }
    Parameters parameters;
    parameters.text(cluster).array(kinds).array(keys).array(providers).array(groups).array(users).array(causes).array(
        repeats);
    parameters.number(delay.count()).flag(moves_due);
    transaction.run(kMerge, parameters);
    notify(transaction, kDirtyChannel, cluster);
}

void finish_keys(Transaction& transaction, const Lease& lease, const std::string& cluster,
                 const std::vector<ClaimedKey>& keys)
{
    if (keys.empty()) return;
    Array kinds;
    Array texts;
    Array generations;
    Array user_keys;
    bool has_users = false;
    for (const ClaimedKey& claimed : keys) {
        const std::string text = key_text(claimed.key);
        kinds.text(name_of(claimed.key.kind));
        texts.text(text);
        generations.number(claimed.generation);
        if (claimed.key.kind != DirtyKind::kUser) continue;
        user_keys.text(text);
        has_users = true;
    }
    Parameters parameters;
    parameters.text(cluster).number(lease.epoch).array(kinds).array(texts).array(generations);
    transaction.run(kTakeOff, parameters);
    if (!has_users) return;
    Parameters hints;
    hints.text(cluster).array(user_keys);
    transaction.run(kForgetHints, hints);
}

void notify(Transaction& transaction, const char* channel, const std::string& payload)
{
    Parameters parameters;
    parameters.text(channel).text(payload);
    transaction.run("select pg_notify($1, $2)", parameters);
}

}  // namespace bwsync
