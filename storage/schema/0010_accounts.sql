-- survived-from: 4
-- When a key was claimed: a claim lapses after some minutes whoever made it. A program that does not know the column leaves it null;
-- such a claim ends with its epoch, as before.
alter table dirty_keys add column claimed_at timestamptz;

-- Whether something that somebody began is no longer theirs: longer ago than any of it can take.
create function has_lapsed(timestamptz) returns boolean
    language sql stable parallel safe as $$ select $1 < now() - interval '5 minutes' $$;

-- The ledger: what was begun and what nothing will end by itself. Empty while all is well; whatever stands in it is a defect, or
-- nobody works on its scope. A scope's claim lasts as long as its sweep.
create view unaccounted (kind, scope, subject, since) as
    select 'claim', cluster, kind || ' ' || key, claimed_at
    from dirty_keys
    where claimed_epoch is not null and claimed_at < now() - case kind when 'user' then interval '10 minutes' else interval '6 hours' end
union all
    select 'intent', i.bridge, i.subscriber::text, i.opened_at
    from intents i left join subscribers s on s.id = i.subscriber
    where i.closed_at is null and i.opened_at < now() - interval '10 minutes' and s.due_at is null;
