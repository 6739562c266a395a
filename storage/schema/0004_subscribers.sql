-- One row per bridge and user: what it should be, what was done about it, and why it stands where it stands.
create table subscribers (
    id                   bigint generated always as identity primary key,
    wakes                bigint not null default 0,   -- grows whenever something makes the row due
    bridge               text collate "C" not null,
    cluster              text collate "C" not null,
    user_key             text collate "C" not null,
    user_id              text not null,
    service_provider_id  text collate "C" not null default '',
    group_id             text collate "C" not null default '',
    state                text collate "C" not null default 'waiting',
    reason               text collate "C" not null default '',
    detail               text not null default '',
    is_absent            boolean not null default false,
    wanted               jsonb,
    sp_enterprise_id     text collate "C" generated always as (coalesce(wanted ->> 'spEnterpriseId', '')) stored,
    webex_id             text collate "C" not null default '',
    sent_time_zone       text not null default '',
    sent_language        text not null default '',
    removal_first_at     timestamptz,
    removal_last_at      timestamptz,
    removal_confirmations integer not null default 0,
    removal_proof        text not null default '',
    approval             text not null default 'none',
    removal_approval     text not null default 'none',
    update_approval      text not null default 'none',
    removal_decided_at   timestamptz,
    update_decided_at    timestamptz,
    removal_counted_at   timestamptz,                 -- what the brakes count: decided, and approved by nobody
    update_counted_at    timestamptz,
    attempts             integer not null default 0,
    unheeded             integer not null default 0,
    last_code            integer not null default 0,
    due_at               timestamptz,
    dirty_since          timestamptz,
    changed_at           timestamptz not null default now(),
    unique (bridge, user_key)
) with (fillfactor = 80);
create index subscribers_due on subscribers (bridge, due_at) where due_at is not null;
create index subscribers_webex on subscribers (webex_id);
create index subscribers_enterprise on subscribers (bridge, sp_enterprise_id, user_key);
create index subscribers_reason on subscribers (bridge, reason) where reason <> '';
create index subscribers_state on subscribers (bridge, state, is_absent);
create index subscribers_group on subscribers (cluster, service_provider_id, group_id);
create index subscribers_removals on subscribers (bridge, removal_counted_at) where removal_counted_at is not null;
create index subscribers_updates on subscribers (bridge, update_counted_at) where update_counted_at is not null;
create index subscribers_email on subscribers (bridge, lower(wanted ->> 'email')) where webex_id <> '';
create index subscribers_key on subscribers (cluster, user_key);

-- Webex as it was last seen, per partner organisation.
create table webex_subscribers (
    partner            text collate "C" not null,
    webex_id           text collate "C" not null,
    user_key           text collate "C" not null,
    body               jsonb not null,
    sp_enterprise_id   text collate "C" generated always as (coalesce(body ->> 'spEnterpriseId', '')) stored,
    provisioning_id    text collate "C" generated always as (coalesce(body ->> 'provisioningId', '')) stored,
    last_status_change timestamptz not null,
    recorded_at        timestamptz not null default now(),
    primary key (partner, webex_id)
);
create index webex_subscribers_user on webex_subscribers (partner, user_key);

create table enterprises (
    bridge           text collate "C" not null,
    sp_enterprise_id text collate "C" not null,
    state            text not null default 'none',
    first_user_key   text collate "C" not null default '',
    has_standard     boolean not null default false,
    has_premium      boolean not null default false,
    seen_at          timestamptz not null default now(),
    primary key (bridge, sp_enterprise_id)
);

-- A call that is about to be made, and how it ended. At most one is open per subscriber.
create table intents (
    id         bigint generated always as identity primary key,
    subscriber bigint not null,
    bridge     text collate "C" not null,
    user_id    text not null,
    operation  text not null,
    request    jsonb not null,
    epoch      bigint not null,
    opened_at  timestamptz not null default now(),
    closed_at  timestamptz,
    outcome    text,
    detail     text not null default ''
);
create unique index intents_open on intents (subscriber) where closed_at is null;
create index intents_open_bridge on intents (bridge, epoch) where closed_at is null;
create index intents_subscriber on intents (subscriber, id);
create index intents_closed on intents (closed_at) where closed_at is not null;

create table intent_attempts (
    intent      bigint not null references intents on delete cascade,
    at          timestamptz not null default now(),
    tracking_id text not null default '',
    http_status integer not null default 0,
    detail      text not null default ''
);
create index intent_attempts_intent on intent_attempts (intent, at);
