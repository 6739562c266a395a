-- Points in time cross the wire as whole milliseconds since 1970, in UTC.
create function to_ms(timestamptz) returns bigint
    language sql stable parallel safe as $$ select (extract(epoch from $1) * 1000)::bigint $$;
create function from_ms(bigint) returns timestamptz
    language sql stable parallel safe as $$ select to_timestamp($1::double precision / 1000) $$;

-- One row per thing that only one process may act on. The unique pair makes PostgreSQL treat a change of the epoch as a change of a
-- key: a transaction that holds the row "for key share" shuts out a take-over until it ends, and never delays a renewal.
create table leases (
    name        text collate "C" primary key,
    holder      text not null,
    incarnation text not null,
    epoch       bigint not null,
    acquired_at timestamptz not null,
    expires_at  timestamptz not null,
    unique (name, epoch)
);

-- OAuth grants. `sealed` holds both tokens, encrypted with AES-256-GCM; key_id names the key without revealing it.
create table grants (
    partner            text collate "C" not null,
    name               text collate "C" not null,
    key_id             text not null,
    sealed             bytea not null,
    scopes             text not null default '',
    access_expires_at  timestamptz,
    refresh_expires_at timestamptz,
    refreshed_at       timestamptz,
    is_dead            boolean not null default false,
    problem            text not null default '',
    version            bigint not null default 1,
    primary key (partner, name)
);

-- What operators and brakes ordered, and where a bridge leads.
create table bridges (
    name                 text collate "C" primary key,
    cluster              text collate "C" not null default '',
    partner              text collate "C" not null default '',
    provisioning_ids     text[] not null default '{}',
    is_paused            boolean not null default false,
    paused_enterprises   text[] not null default '{}',
    removals_tripped_at  timestamptz,
    updates_tripped_at   timestamptz,
    policy_fingerprint   text not null default ''      -- of the policy by which its subscribers were last judged
);

create table operator_actions (
    id      bigint generated always as identity primary key,
    at      timestamptz not null default now(),
    actor   text not null default 'operator',
    action  text not null,
    bridge  text not null default '',
    subject text not null default '',
    detail  text not null default ''
);
create index operator_actions_subject on operator_actions (bridge, subject, at);

create table snapshot_requests (
    cluster  text collate "C" not null,
    side     text not null,
    id       bigint generated always as identity,
    asked_at timestamptz not null default now(),
    primary key (cluster, side)
);

-- Points in time as the admin API writes them.
create function iso(timestamptz) returns text
    language sql stable parallel safe as $$ select to_char($1 at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;
