-- survived-from: 4
-- What takes minutes to days and must survive every crash: the deletion of an organisation, a directory synchronisation.
create table procedures (
    id            bigint generated always as identity primary key,
    kind          text collate "C" not null,
    bridge        text collate "C" not null,
    cluster       text collate "C" not null,
    partner       text collate "C" not null,
    subject       text collate "C" not null,                    -- spEnterpriseId
    title         text not null default '',
    facts         jsonb not null default '{}',                  -- texts by name: what the kind needs and what came of it
    state         text collate "C" not null default 'running',
    step          text collate "C" not null default 'queued',
    step_since    timestamptz not null default now(),
    attempts      integer not null default 0,
    problem       text not null default '',
    asked_by      text not null default '',
    asked_at      timestamptz not null default now(),
    due_at        timestamptz not null default now(),
    stop_asked_by text,                                         -- null: nobody wants it stopped
    ended_at      timestamptz                                   -- done or failed
);
create unique index procedures_subject on procedures (partner, cluster, subject) where state = 'running';
-- One on-demand run per BroadWorks cluster has left the queue.
create unique index procedures_turn on procedures (cluster)
    where state = 'running' and kind = 'directory-sync-run' and step <> 'queued';
create index procedures_due on procedures (bridge, due_at) where state = 'running';
create index procedures_enterprise on procedures (subject, id);
create index procedures_ended on procedures (ended_at) where ended_at is not null;

-- What happened, in the order of id; the steps and their ages are read from here.
create table procedure_events (
    id          bigint generated always as identity primary key,
    procedure   bigint not null references procedures on delete cascade,
    at          timestamptz not null default now(),
    step        text collate "C" not null,
    note        text not null default '',
    tracking_id text not null default ''
);
create index procedure_events_procedure on procedure_events (procedure, id);
