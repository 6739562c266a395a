-- survived-from: 4
-- The monthly billing report of a partner: a row is made before Webex is asked, so that it is asked once.
create table billing_runs (
    partner   text collate "C" not null,
    period    text collate "C" not null,             -- YYYY-MM
    state     text collate "C" not null,
    report_id text not null default '',
    failures  integer not null default 0,            -- in a row
    problem   text not null default '',
    next_at   timestamptz not null,
    done_at   timestamptz,
    path      text not null default '',
    bytes     bigint not null default 0,
    primary key (partner, period)
);

-- Each complete listing of a partner's subscribers: between two of them somebody may have come and gone unseen.
create table webex_looks (
    partner  text collate "C" not null,
    began_at timestamptz not null,
    ended_at timestamptz not null,
    primary key (partner, began_at)
);

-- How each subscriber stood in Webex, from when to when. A change is seen later than it happened, so each end has two times: possible_from
-- to began_at and seen_until to ended_at are the times in which both this and the neighbour may hold. Appended to by triggers, so
-- that programs that do not know it write it too.
create table subscriber_periods (
    partner          text collate "C" not null,
    webex_id         text collate "C" not null,
    user_key         text collate "C" not null,
    user_id          text not null,
    sp_enterprise_id text not null,
    package          text not null,
    email            text not null,
    is_provisioned   boolean not null,               -- provisioned or updating: not pending, not failed
    possible_from    timestamptz not null,
    began_at         timestamptz not null,
    seen_until       timestamptz,                    -- null: it still stands so
    ended_at         timestamptz
);
create unique index subscriber_periods_open on subscriber_periods (partner, webex_id) where ended_at is null;
create index subscriber_periods_subscriber on subscriber_periods (partner, webex_id, began_at);
create index subscriber_periods_ended on subscriber_periods (ended_at) where ended_at is not null;

-- A point in time that Webex told, in its own clock: 0 when it did not.
create function told_at(body jsonb, member text) returns timestamptz
    language sql stable parallel safe as $$
    select case when coalesce((body ->> member)::bigint, 0) > 0 then least(from_ms((body ->> member)::bigint), now()) end $$;

create function counts_as_provisioned(body jsonb) returns boolean
    language sql immutable parallel safe as $$ select coalesce(body ->> 'status', '') in ('provisioned', 'updating') $$;

create function last_look(of_partner text) returns timestamptz
    language sql stable as $$ select max(began_at) from webex_looks where partner = of_partner $$;

create function note_appeared() returns trigger language plpgsql set search_path from current as $$
begin
    insert into subscriber_periods (partner, webex_id, user_key, user_id, sp_enterprise_id, package, email, is_provisioned,
                                    possible_from, began_at)
    select n.partner, n.webex_id, n.user_key, coalesce(n.body ->> 'userId', ''), n.sp_enterprise_id, coalesce(n.body ->> 'package', ''),
           lower(coalesce(n.body ->> 'email', '')), counts_as_provisioned(n.body),
           least(coalesce(told_at(n.body, 'createdMs'), last_look(n.partner), now()), coalesce(told_at(n.body, 'lastStatusChangeMs'), now())),
           coalesce(told_at(n.body, 'lastStatusChangeMs'), now())
    from appeared n;
    return null;
end $$;

create function note_changed() returns trigger language plpgsql set search_path from current as $$
begin
    with changed as (
        select n.*, greatest(o.recorded_at, last_look(o.partner)) as seen
        from after_change n join before_change o using (partner, webex_id)
        where (n.user_key, n.sp_enterprise_id, n.body ->> 'package', n.body ->> 'email', counts_as_provisioned(n.body))
              is distinct from (o.user_key, o.sp_enterprise_id, o.body ->> 'package', o.body ->> 'email', counts_as_provisioned(o.body))
    ), closed as (
        update subscriber_periods p
        set seen_until = greatest(p.began_at, least(c.seen, now())),
            ended_at = greatest(p.began_at, least(c.seen, now()), coalesce(told_at(c.body, 'lastStatusChangeMs'), now()))
        from changed c
        where p.partner = c.partner and p.webex_id = c.webex_id and p.ended_at is null
        returning p.partner, p.webex_id, p.seen_until, p.ended_at
    )
    insert into subscriber_periods (partner, webex_id, user_key, user_id, sp_enterprise_id, package, email, is_provisioned,
                                    possible_from, began_at)
    select c.partner, c.webex_id, c.user_key, coalesce(c.body ->> 'userId', ''), c.sp_enterprise_id, coalesce(c.body ->> 'package', ''),
           lower(coalesce(c.body ->> 'email', '')), counts_as_provisioned(c.body), coalesce(d.seen_until, now()), coalesce(d.ended_at, now())
    from changed c left join closed d using (partner, webex_id);
    return null;
end $$;

create function note_gone() returns trigger language plpgsql set search_path from current as $$
begin
    update subscriber_periods p
    set seen_until = greatest(p.began_at, least(greatest(o.recorded_at, last_look(o.partner)), now())), ended_at = greatest(p.began_at, now())
    from gone o
    where p.partner = o.partner and p.webex_id = o.webex_id and p.ended_at is null;
    return null;
end $$;

create trigger subscriber_appeared after insert on webex_subscribers
    referencing new table as appeared for each statement execute function note_appeared();
create trigger subscriber_changed after update on webex_subscribers
    referencing old table as before_change new table as after_change for each statement execute function note_changed();
create trigger subscriber_gone after delete on webex_subscribers
    referencing old table as gone for each statement execute function note_gone();

-- Those who are there now. What is proven begins with the first look from here on.
insert into subscriber_periods (partner, webex_id, user_key, user_id, sp_enterprise_id, package, email, is_provisioned, possible_from, began_at)
select n.partner, n.webex_id, n.user_key, coalesce(n.body ->> 'userId', ''), n.sp_enterprise_id, coalesce(n.body ->> 'package', ''),
       lower(coalesce(n.body ->> 'email', '')), counts_as_provisioned(n.body),
       least(coalesce(told_at(n.body, 'createdMs'), n.recorded_at), coalesce(told_at(n.body, 'lastStatusChangeMs'), n.recorded_at)),
       coalesce(told_at(n.body, 'lastStatusChangeMs'), n.recorded_at)
from webex_subscribers n;
