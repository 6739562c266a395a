-- Each connection to a server's change feed.
create table feed_epochs (
    id         bigint generated always as identity primary key,
    cluster    text collate "C" not null,
    server     text collate "C" not null,
    began_at   timestamptz not null default now(),
    ended_at   timestamptz,
    end_cause  text
);
create unique index feed_epochs_open on feed_epochs (cluster, server) where ended_at is null;

-- What the feed may have hidden. Open from its cause on; settled when the cause is over; closed by a snapshot that began after that.
create table gaps (
    id         bigint generated always as identity primary key,
    cluster    text collate "C" not null,
    server     text collate "C" not null,
    cause      text not null,
    detail     text not null default '',
    opened_at  timestamptz not null default now(),
    settled_at timestamptz,
    closed_at  timestamptz,
    closed_by  bigint
);
-- A server has at most one gap whose cause is not over.
create unique index gaps_unsettled on gaps (cluster, server) where settled_at is null and closed_at is null;
create index gaps_open on gaps (cluster) where closed_at is null;

-- One row per event and key: what the feed said, by ids only. Dropped by the day.
create sequence journal_position cache 1000;
create table journal (
    at                  timestamptz not null default now(),
    position            bigint not null default nextval('journal_position'),
    cluster             text collate "C" not null,
    server              text not null,
    command             text not null,
    class               text not null,
    write_id            text not null,
    actor               text not null,
    login_type          text not null,
    identities          text not null,
    kind                text not null,
    service_provider_id text not null,
    group_id            text not null,
    user_key            text collate "C" not null
) partition by range (at);
create index journal_user on journal (cluster, user_key, at);

-- What must be read again: one row per key, later hints merge into it. A claim under another epoch than the lease's is void.
create sequence dirty_generation cache 1000;
create table dirty_keys (
    cluster             text collate "C" not null,
    kind                text collate "C" not null,
    key                 text collate "C" not null,  -- user: id in lower case; group: provider, unit separator, group
    service_provider_id text not null default '',
    group_id            text not null default '',
    user_id             text not null default '',
    generation          bigint not null,            -- of one sequence: never the same twice, not even after the row was taken off
    cause               text not null,
    first_at            timestamptz not null,
    due_at              timestamptz not null,
    repeats_left        integer not null default 0,
    attempts            integer not null default 0,
    claimed_epoch       bigint,
    primary key (cluster, kind, key)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
create index dirty_keys_due on dirty_keys (cluster, due_at, kind, key);

-- userId -> newUserId as the feed told it, until both keys have been read.
create table rename_hints (
    id       bigint generated always as identity primary key,
    cluster  text collate "C" not null,
    from_key text collate "C" not null,
    to_key   text collate "C" not null,
    from_id  text not null,
    to_id    text not null,
    write_id text not null default '',
    at       timestamptz not null default now()
);
-- The feed's own number of the change keeps a batch that is recorded twice from renaming twice: a swap would be undone.
create unique index rename_hints_once on rename_hints (cluster, write_id, from_key, to_key) where write_id <> '';
create index rename_hints_from on rename_hints (cluster, from_key);
create index rename_hints_to on rename_hints (cluster, to_key);

-- How strongly a cause says that something happened to the user; the brakes count the strong ones before they are read.
create function cause_weight(text) returns integer language sql immutable parallel safe as $$
    select array_position(array['confirm', 'operator', 'refresh', 'sweep-new', 'sweep-changed', 'event', 'sweep-missing', 'event-gone'], $1)
$$;
