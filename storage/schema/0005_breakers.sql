-- survived-from: 4
-- Open breakers. A closed one has no row; `reset_asked_at` is an operator's order, taken up by whoever holds the bridge.
create table breakers (
    bridge         text collate "C" not null,
    scope          text collate "C" not null,
    subject        text collate "C" not null,
    package        text collate "C" not null default '',
    is_async       boolean not null,
    code           integer not null,
    detail         text not null,
    failures       integer not null,
    probes         integer not null,
    last_failed    bigint not null,
    opened_at      timestamptz not null,
    probe_at       timestamptz not null,
    reset_asked_at timestamptz,
    primary key (bridge, scope, subject, package)
);
