-- Users of BroadWorks as last read, and as the last sweep's lists showed them.
create table source_users (
    cluster             text collate "C" not null,
    user_key            text collate "C" not null,  -- user_id in lower case
    user_id             text not null,
    service_provider_id text collate "C" not null default '',
    group_id            text collate "C" not null default '',
    facts               jsonb,                      -- null: not there, or only seen in a list
    absence_is_proven   boolean not null default false,
    proof               text not null default '',
    read_at             timestamptz,                -- null: only seen in a list
    list_hash           bigint,                     -- of the row and the entitlements in the last sweep
    entitlements        text not null default '',   -- names of the holders' lists of the last sweep
    primary key (cluster, user_key)
);
create index source_users_group on source_users (cluster, service_provider_id, group_id, user_key) where facts is not null;
create index source_users_oldest on source_users (cluster, read_at) where facts is not null;

create table source_service_providers (
    cluster              text collate "C" not null,
    service_provider_id  text collate "C" not null,
    is_enterprise        boolean not null,
    imp_provisioning_url text not null default '',
    read_at              timestamptz not null default now(),
    primary key (cluster, service_provider_id)
);

-- A snapshot's rows are staged in an unlogged table of its own, staged_<id>. A crash of the server empties such tables: staged_rows,
-- which is logged, tells it.
create table snapshots (
    id                  bigint generated always as identity primary key,
    name                text collate "C" not null,  -- the cluster; the bridge for the Webex side
    side                text not null,
    service_provider_id text not null default '',   -- scope; both empty: everything
    group_id            text not null default '',
    trigger             text not null default '',
    began_at            timestamptz not null default now(),
    ended_at            timestamptz,
    outcome             text,                       -- complete, partial, failed
    problem             text not null default '',
    staged_rows         bigint not null default 0,
    users               bigint not null default 0,
    changed             bigint not null default 0,
    missing             bigint not null default 0,
    deep                bigint not null default 0
);
create index snapshots_latest on snapshots (name, side, began_at desc);

create table snapshot_parts (
    snapshot            bigint not null references snapshots on delete cascade,
    service_provider_id text collate "C" not null,
    group_id            text collate "C" not null,
    is_complete         boolean not null,
    detail              text not null default '',
    primary key (snapshot, service_provider_id, group_id)
);
