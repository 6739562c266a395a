--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: bwsync; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA bwsync;


--
-- Name: cause_weight(text); Type: FUNCTION; Schema: bwsync; Owner: -
--

CREATE FUNCTION bwsync.cause_weight(text) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
    select array_position(array['confirm', 'operator', 'refresh', 'sweep-new', 'sweep-changed', 'event', 'sweep-missing', 'event-gone'], $1)
$_$;


--
-- Name: from_ms(bigint); Type: FUNCTION; Schema: bwsync; Owner: -
--

CREATE FUNCTION bwsync.from_ms(bigint) RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $_$ select to_timestamp($1::double precision / 1000) $_$;


--
-- Name: iso(timestamp with time zone); Type: FUNCTION; Schema: bwsync; Owner: -
--

CREATE FUNCTION bwsync.iso(timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $_$ select to_char($1 at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $_$;


--
-- Name: to_ms(timestamp with time zone); Type: FUNCTION; Schema: bwsync; Owner: -
--

CREATE FUNCTION bwsync.to_ms(timestamp with time zone) RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $_$ select (extract(epoch from $1) * 1000)::bigint $_$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: bridges; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.bridges (
    name text NOT NULL COLLATE pg_catalog."C",
    cluster text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    partner text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    provisioning_ids text[] DEFAULT '{}'::text[] NOT NULL,
    is_paused boolean DEFAULT false NOT NULL,
    paused_enterprises text[] DEFAULT '{}'::text[] NOT NULL,
    removals_tripped_at timestamp with time zone,
    updates_tripped_at timestamp with time zone,
    policy_fingerprint text DEFAULT ''::text NOT NULL
);


--
-- Name: dirty_generation; Type: SEQUENCE; Schema: bwsync; Owner: -
--

CREATE SEQUENCE bwsync.dirty_generation
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1000;


--
-- Name: dirty_keys; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.dirty_keys (
    cluster text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    key text NOT NULL COLLATE pg_catalog."C",
    service_provider_id text DEFAULT ''::text NOT NULL,
    group_id text DEFAULT ''::text NOT NULL,
    user_id text DEFAULT ''::text NOT NULL,
    generation bigint NOT NULL,
    cause text NOT NULL,
    first_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    repeats_left integer DEFAULT 0 NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    claimed_epoch bigint
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.02');


--
-- Name: enterprises; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.enterprises (
    bridge text NOT NULL COLLATE pg_catalog."C",
    sp_enterprise_id text NOT NULL COLLATE pg_catalog."C",
    state text DEFAULT 'none'::text NOT NULL,
    first_user_key text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    has_standard boolean DEFAULT false NOT NULL,
    has_premium boolean DEFAULT false NOT NULL,
    seen_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: feed_epochs; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.feed_epochs (
    id bigint NOT NULL,
    cluster text NOT NULL COLLATE pg_catalog."C",
    server text NOT NULL COLLATE pg_catalog."C",
    began_at timestamp with time zone DEFAULT now() NOT NULL,
    ended_at timestamp with time zone,
    end_cause text
);


--
-- Name: feed_epochs_id_seq; Type: SEQUENCE; Schema: bwsync; Owner: -
--

ALTER TABLE bwsync.feed_epochs ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME bwsync.feed_epochs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: gaps; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.gaps (
    id bigint NOT NULL,
    cluster text NOT NULL COLLATE pg_catalog."C",
    server text NOT NULL COLLATE pg_catalog."C",
    cause text NOT NULL,
    detail text DEFAULT ''::text NOT NULL,
    opened_at timestamp with time zone DEFAULT now() NOT NULL,
    settled_at timestamp with time zone,
    closed_at timestamp with time zone,
    closed_by bigint
);


--
-- Name: gaps_id_seq; Type: SEQUENCE; Schema: bwsync; Owner: -
--

ALTER TABLE bwsync.gaps ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME bwsync.gaps_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: grants; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.grants (
    partner text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    key_id text NOT NULL,
    sealed bytea NOT NULL,
    scopes text DEFAULT ''::text NOT NULL,
    access_expires_at timestamp with time zone,
    refresh_expires_at timestamp with time zone,
    refreshed_at timestamp with time zone,
    is_dead boolean DEFAULT false NOT NULL,
    problem text DEFAULT ''::text NOT NULL,
    version bigint DEFAULT 1 NOT NULL
);


--
-- Name: intent_attempts; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.intent_attempts (
    intent bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    tracking_id text DEFAULT ''::text NOT NULL,
    http_status integer DEFAULT 0 NOT NULL,
    detail text DEFAULT ''::text NOT NULL
);


--
-- Name: intents; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.intents (
    id bigint NOT NULL,
    subscriber bigint NOT NULL,
    bridge text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL,
    operation text NOT NULL,
    request jsonb NOT NULL,
    epoch bigint NOT NULL,
    opened_at timestamp with time zone DEFAULT now() NOT NULL,
    closed_at timestamp with time zone,
    outcome text,
    detail text DEFAULT ''::text NOT NULL
);


--
-- Name: intents_id_seq; Type: SEQUENCE; Schema: bwsync; Owner: -
--

ALTER TABLE bwsync.intents ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME bwsync.intents_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: journal_position; Type: SEQUENCE; Schema: bwsync; Owner: -
--

CREATE SEQUENCE bwsync.journal_position
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1000;


--
-- Name: journal; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.journal (
    at timestamp with time zone DEFAULT now() NOT NULL,
    "position" bigint DEFAULT nextval('bwsync.journal_position'::regclass) NOT NULL,
    cluster text NOT NULL COLLATE pg_catalog."C",
    server text NOT NULL,
    command text NOT NULL,
    class text NOT NULL,
    write_id text NOT NULL,
    actor text NOT NULL,
    login_type text NOT NULL,
    identities text NOT NULL,
    kind text NOT NULL,
    service_provider_id text NOT NULL,
    group_id text NOT NULL,
    user_key text NOT NULL COLLATE pg_catalog."C"
)
PARTITION BY RANGE (at);


--
-- Name: journal_20261125; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.journal_20261125 (
    at timestamp with time zone DEFAULT now() NOT NULL,
    "position" bigint DEFAULT nextval('bwsync.journal_position'::regclass) NOT NULL,
    cluster text NOT NULL COLLATE pg_catalog."C",
    server text NOT NULL,
    command text NOT NULL,
    class text NOT NULL,
    write_id text NOT NULL,
    actor text NOT NULL,
    login_type text NOT NULL,
    identities text NOT NULL,
    kind text NOT NULL,
    service_provider_id text NOT NULL,
    group_id text NOT NULL,
    user_key text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: journal_20261126; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.journal_20261126 (
    at timestamp with time zone DEFAULT now() NOT NULL,
    "position" bigint DEFAULT nextval('bwsync.journal_position'::regclass) NOT NULL,
    cluster text NOT NULL COLLATE pg_catalog."C",
    server text NOT NULL,
    command text NOT NULL,
    class text NOT NULL,
    write_id text NOT NULL,
    actor text NOT NULL,
    login_type text NOT NULL,
    identities text NOT NULL,
    kind text NOT NULL,
    service_provider_id text NOT NULL,
    group_id text NOT NULL,
    user_key text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: journal_20261127; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.journal_20261127 (
    at timestamp with time zone DEFAULT now() NOT NULL,
    "position" bigint DEFAULT nextval('bwsync.journal_position'::regclass) NOT NULL,
    cluster text NOT NULL COLLATE pg_catalog."C",
    server text NOT NULL,
    command text NOT NULL,
    class text NOT NULL,
    write_id text NOT NULL,
    actor text NOT NULL,
    login_type text NOT NULL,
    identities text NOT NULL,
    kind text NOT NULL,
    service_provider_id text NOT NULL,
    group_id text NOT NULL,
    user_key text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: journal_20261128; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.journal_20261128 (
    at timestamp with time zone DEFAULT now() NOT NULL,
    "position" bigint DEFAULT nextval('bwsync.journal_position'::regclass) NOT NULL,
    cluster text NOT NULL COLLATE pg_catalog."C",
    server text NOT NULL,
    command text NOT NULL,
    class text NOT NULL,
    write_id text NOT NULL,
    actor text NOT NULL,
    login_type text NOT NULL,
    identities text NOT NULL,
    kind text NOT NULL,
    service_provider_id text NOT NULL,
    group_id text NOT NULL,
    user_key text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: journal_20261129; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.journal_20261129 (
    at timestamp with time zone DEFAULT now() NOT NULL,
    "position" bigint DEFAULT nextval('bwsync.journal_position'::regclass) NOT NULL,
    cluster text NOT NULL COLLATE pg_catalog."C",
    server text NOT NULL,
    command text NOT NULL,
    class text NOT NULL,
    write_id text NOT NULL,
    actor text NOT NULL,
    login_type text NOT NULL,
    identities text NOT NULL,
    kind text NOT NULL,
    service_provider_id text NOT NULL,
    group_id text NOT NULL,
    user_key text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: journal_20261130; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.journal_20261130 (
    at timestamp with time zone DEFAULT now() NOT NULL,
    "position" bigint DEFAULT nextval('bwsync.journal_position'::regclass) NOT NULL,
    cluster text NOT NULL COLLATE pg_catalog."C",
    server text NOT NULL,
    command text NOT NULL,
    class text NOT NULL,
    write_id text NOT NULL,
    actor text NOT NULL,
    login_type text NOT NULL,
    identities text NOT NULL,
    kind text NOT NULL,
    service_provider_id text NOT NULL,
    group_id text NOT NULL,
    user_key text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: journal_20261201; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.journal_20261201 (
    at timestamp with time zone DEFAULT now() NOT NULL,
    "position" bigint DEFAULT nextval('bwsync.journal_position'::regclass) NOT NULL,
    cluster text NOT NULL COLLATE pg_catalog."C",
    server text NOT NULL,
    command text NOT NULL,
    class text NOT NULL,
    write_id text NOT NULL,
    actor text NOT NULL,
    login_type text NOT NULL,
    identities text NOT NULL,
    kind text NOT NULL,
    service_provider_id text NOT NULL,
    group_id text NOT NULL,
    user_key text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: journal_20261202; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.journal_20261202 (
    at timestamp with time zone DEFAULT now() NOT NULL,
    "position" bigint DEFAULT nextval('bwsync.journal_position'::regclass) NOT NULL,
    cluster text NOT NULL COLLATE pg_catalog."C",
    server text NOT NULL,
    command text NOT NULL,
    class text NOT NULL,
    write_id text NOT NULL,
    actor text NOT NULL,
    login_type text NOT NULL,
    identities text NOT NULL,
    kind text NOT NULL,
    service_provider_id text NOT NULL,
    group_id text NOT NULL,
    user_key text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: leases; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.leases (
    name text NOT NULL COLLATE pg_catalog."C",
    holder text NOT NULL,
    incarnation text NOT NULL,
    epoch bigint NOT NULL,
    acquired_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL
);


--
-- Name: operator_actions; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.operator_actions (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    actor text DEFAULT 'operator'::text NOT NULL,
    action text NOT NULL,
    bridge text DEFAULT ''::text NOT NULL,
    subject text DEFAULT ''::text NOT NULL,
    detail text DEFAULT ''::text NOT NULL
);


--
-- Name: operator_actions_id_seq; Type: SEQUENCE; Schema: bwsync; Owner: -
--

ALTER TABLE bwsync.operator_actions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME bwsync.operator_actions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: rename_hints; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.rename_hints (
    id bigint NOT NULL,
    cluster text NOT NULL COLLATE pg_catalog."C",
    from_key text NOT NULL COLLATE pg_catalog."C",
    to_key text NOT NULL COLLATE pg_catalog."C",
    from_id text NOT NULL,
    to_id text NOT NULL,
    write_id text DEFAULT ''::text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: rename_hints_id_seq; Type: SEQUENCE; Schema: bwsync; Owner: -
--

ALTER TABLE bwsync.rename_hints ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME bwsync.rename_hints_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: schema_version; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.schema_version (
    version integer NOT NULL,
    name text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: snapshot_parts; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.snapshot_parts (
    snapshot bigint NOT NULL,
    service_provider_id text NOT NULL COLLATE pg_catalog."C",
    group_id text NOT NULL COLLATE pg_catalog."C",
    is_complete boolean NOT NULL,
    detail text DEFAULT ''::text NOT NULL
);


--
-- Name: snapshot_requests; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.snapshot_requests (
    cluster text NOT NULL COLLATE pg_catalog."C",
    side text NOT NULL,
    id bigint NOT NULL,
    asked_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: snapshot_requests_id_seq; Type: SEQUENCE; Schema: bwsync; Owner: -
--

ALTER TABLE bwsync.snapshot_requests ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME bwsync.snapshot_requests_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: snapshots; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.snapshots (
    id bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    side text NOT NULL,
    service_provider_id text DEFAULT ''::text NOT NULL,
    group_id text DEFAULT ''::text NOT NULL,
    trigger text DEFAULT ''::text NOT NULL,
    began_at timestamp with time zone DEFAULT now() NOT NULL,
    ended_at timestamp with time zone,
    outcome text,
    problem text DEFAULT ''::text NOT NULL,
    staged_rows bigint DEFAULT 0 NOT NULL,
    users bigint DEFAULT 0 NOT NULL,
    changed bigint DEFAULT 0 NOT NULL,
    missing bigint DEFAULT 0 NOT NULL,
    deep bigint DEFAULT 0 NOT NULL
);


--
-- Name: snapshots_id_seq; Type: SEQUENCE; Schema: bwsync; Owner: -
--

ALTER TABLE bwsync.snapshots ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME bwsync.snapshots_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: source_service_providers; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.source_service_providers (
    cluster text NOT NULL COLLATE pg_catalog."C",
    service_provider_id text NOT NULL COLLATE pg_catalog."C",
    is_enterprise boolean NOT NULL,
    imp_provisioning_url text DEFAULT ''::text NOT NULL,
    read_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: source_users; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.source_users (
    cluster text NOT NULL COLLATE pg_catalog."C",
    user_key text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL,
    service_provider_id text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    group_id text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    facts jsonb,
    absence_is_proven boolean DEFAULT false NOT NULL,
    proof text DEFAULT ''::text NOT NULL,
    read_at timestamp with time zone,
    list_hash bigint,
    entitlements text DEFAULT ''::text NOT NULL
);


--
-- Name: subscribers; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.subscribers (
    id bigint NOT NULL,
    wakes bigint DEFAULT 0 NOT NULL,
    bridge text NOT NULL COLLATE pg_catalog."C",
    cluster text NOT NULL COLLATE pg_catalog."C",
    user_key text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL,
    service_provider_id text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    group_id text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    state text DEFAULT 'waiting'::text NOT NULL COLLATE pg_catalog."C",
    reason text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    detail text DEFAULT ''::text NOT NULL,
    is_absent boolean DEFAULT false NOT NULL,
    wanted jsonb,
    sp_enterprise_id text GENERATED ALWAYS AS (COALESCE((wanted ->> 'spEnterpriseId'::text), ''::text)) STORED COLLATE pg_catalog."C",
    webex_id text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    sent_time_zone text DEFAULT ''::text NOT NULL,
    sent_language text DEFAULT ''::text NOT NULL,
    removal_first_at timestamp with time zone,
    removal_last_at timestamp with time zone,
    removal_confirmations integer DEFAULT 0 NOT NULL,
    removal_proof text DEFAULT ''::text NOT NULL,
    approval text DEFAULT 'none'::text NOT NULL,
    removal_approval text DEFAULT 'none'::text NOT NULL,
    update_approval text DEFAULT 'none'::text NOT NULL,
    removal_decided_at timestamp with time zone,
    update_decided_at timestamp with time zone,
    removal_counted_at timestamp with time zone,
    update_counted_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    unheeded integer DEFAULT 0 NOT NULL,
    last_code integer DEFAULT 0 NOT NULL,
    due_at timestamp with time zone,
    dirty_since timestamp with time zone,
    changed_at timestamp with time zone DEFAULT now() NOT NULL
)
WITH (fillfactor='80');


--
-- Name: subscribers_id_seq; Type: SEQUENCE; Schema: bwsync; Owner: -
--

ALTER TABLE bwsync.subscribers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME bwsync.subscribers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: webex_subscribers; Type: TABLE; Schema: bwsync; Owner: -
--

CREATE TABLE bwsync.webex_subscribers (
    partner text NOT NULL COLLATE pg_catalog."C",
    webex_id text NOT NULL COLLATE pg_catalog."C",
    user_key text NOT NULL COLLATE pg_catalog."C",
    body jsonb NOT NULL,
    sp_enterprise_id text GENERATED ALWAYS AS (COALESCE((body ->> 'spEnterpriseId'::text), ''::text)) STORED COLLATE pg_catalog."C",
    provisioning_id text GENERATED ALWAYS AS (COALESCE((body ->> 'provisioningId'::text), ''::text)) STORED COLLATE pg_catalog."C",
    last_status_change timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: journal_20261125; Type: TABLE ATTACH; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.journal ATTACH PARTITION bwsync.journal_20261125 FOR VALUES FROM ('2026-11-25 00:00:00+00') TO ('2026-11-26 00:00:00+00');


--
-- Name: journal_20261126; Type: TABLE ATTACH; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.journal ATTACH PARTITION bwsync.journal_20261126 FOR VALUES FROM ('2026-11-26 00:00:00+00') TO ('2026-11-27 00:00:00+00');


--
-- Name: journal_20261127; Type: TABLE ATTACH; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.journal ATTACH PARTITION bwsync.journal_20261127 FOR VALUES FROM ('2026-11-27 00:00:00+00') TO ('2026-11-28 00:00:00+00');


--
-- Name: journal_20261128; Type: TABLE ATTACH; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.journal ATTACH PARTITION bwsync.journal_20261128 FOR VALUES FROM ('2026-11-28 00:00:00+00') TO ('2026-11-29 00:00:00+00');


--
-- Name: journal_20261129; Type: TABLE ATTACH; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.journal ATTACH PARTITION bwsync.journal_20261129 FOR VALUES FROM ('2026-11-29 00:00:00+00') TO ('2026-11-30 00:00:00+00');


--
-- Name: journal_20261130; Type: TABLE ATTACH; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.journal ATTACH PARTITION bwsync.journal_20261130 FOR VALUES FROM ('2026-11-30 00:00:00+00') TO ('2026-12-01 00:00:00+00');


--
-- Name: journal_20261201; Type: TABLE ATTACH; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.journal ATTACH PARTITION bwsync.journal_20261201 FOR VALUES FROM ('2026-12-01 00:00:00+00') TO ('2026-12-02 00:00:00+00');


--
-- Name: journal_20261202; Type: TABLE ATTACH; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.journal ATTACH PARTITION bwsync.journal_20261202 FOR VALUES FROM ('2026-12-02 00:00:00+00') TO ('2026-12-03 00:00:00+00');


--
-- Data for Name: bridges; Type: TABLE DATA; Schema: bwsync; Owner: -
--

INSERT INTO bwsync.bridges VALUES
	('east-acme', 'east', 'acme', '{demo-template}', false, '{}', NULL, NULL, '918263537356982640');


--
-- Data for Name: dirty_keys; Type: TABLE DATA; Schema: bwsync; Owner: -
--



--
-- Data for Name: enterprises; Type: TABLE DATA; Schema: bwsync; Owner: -
--

INSERT INTO bwsync.enterprises VALUES
	('east-acme', 'ent1', 'ready', '', false, false, '2026-11-25 22:54:18.936+00'),
	('east-acme', 'metro+north', 'ready', '', false, false, '2026-11-25 22:54:18.951+00');


--
-- Data for Name: feed_epochs; Type: TABLE DATA; Schema: bwsync; Owner: -
--

INSERT INTO bwsync.feed_epochs OVERRIDING SYSTEM VALUE VALUES
	(1, 'east', '127.0.0.1:33413', '2026-11-25 22:54:13.876952+00', NULL, NULL);


--
-- Data for Name: gaps; Type: TABLE DATA; Schema: bwsync; Owner: -
--

INSERT INTO bwsync.gaps OVERRIDING SYSTEM VALUE VALUES
	(1, 'east', '127.0.0.1:33413', 'connect', 'connected to 127.0.0.1:33413', '2026-11-25 22:54:13.870214+00', '2026-11-25 22:54:13.876952+00', '2026-11-25 22:54:14.254584+00', 1);


--
-- Data for Name: grants; Type: TABLE DATA; Schema: bwsync; Owner: -
--

INSERT INTO bwsync.grants VALUES
	('acme', 'primary', '3562c82374fa', '\x9c83cbca92f1386e2ec539baa872a313e8dfaa7d29cf7ce591b984bb353ab5eaf3f9de43e6da022d7a103f8c5ae191a3fe33b9110e664ef62d381cd937ba437e656fcffd054fe24c7d78ffd8cc21fd111ff0459ec70562531b20dbb5097fede143557975039e54dda12f60e38fc20828904826466e7c77a1f348c65445b7e99e541decbd5751c9b4f5a3fb6b9f59e9ef', 'spark-admin:broadworks_billing_reports_read spark-admin:broadworks_billing_reports_write spark-admin:broadworks_enterprises_read spark-admin:broadworks_enterprises_write spark-admin:broadworks_subscribers_read spark-admin:broadworks_subscribers_write spark-admin:organizations-write spark-admin:organizations_read spark-admin:people_read spark-admin:people_write spark-admin:places_write', '2026-12-09 22:54:13.944+00', '2027-02-23 22:54:13.944+00', '2026-11-25 22:54:13.954+00', false, '', 2);


--
-- Data for Name: intent_attempts; Type: TABLE DATA; Schema: bwsync; Owner: -
--

INSERT INTO bwsync.intent_attempts VALUES
	(1, '2026-11-25 22:54:18.944342+00', 'BWSYNC_1c77ea5a-259f-d674-a576-bdb22fa1850c', 200, ''),
	(2, '2026-11-25 22:54:18.957216+00', 'BWSYNC_3cb3898a-06ec-7c51-0ce9-159b4cb28e11', 200, ''),
	(4, '2026-11-25 22:54:24.610319+00', 'BWSYNC_e2a722d5-eb7f-82f1-df95-8e5c305b7afd', 200, ''),
	(3, '2026-11-25 22:54:24.61487+00', 'BWSYNC_96a9aa2f-2fef-d5ff-5150-fe4ae1aff585', 200, ''),
	(5, '2026-11-25 22:54:24.61981+00', 'BWSYNC_291d1791-4df1-f125-577b-5b2a263487e8', 200, ''),
	(6, '2026-11-25 22:54:24.687941+00', 'BWSYNC_5039223f-f2f6-af05-f050-3f9a0d571f99', 200, ''),
	(7, '2026-11-25 22:54:26.512346+00', 'BWSYNC_fcb322d3-472a-1364-1c27-a8fb2ed70fa0', 200, ''),
	(8, '2026-11-25 22:54:27.999557+00', 'BWSYNC_22f9b57f-8bbd-390d-2965-6e277d7989d5', 200, ''),
	(9, '2026-11-25 22:54:29.165914+00', 'BWSYNC_75cb902e-40f6-921a-4efe-8511145a1086', 200, ''),
	(10, '2026-11-25 22:54:30.880473+00', 'BWSYNC_a1453f68-5063-abde-268c-e6332da55c2c', 200, ''),
	(11, '2026-11-25 22:54:32.419923+00', 'BWSYNC_ef557af2-b1d6-30d9-bf4f-432b1bc9e203', 200, ''),
	(12, '2026-11-25 22:54:36.628085+00', 'BWSYNC_6f5a9a30-000c-aa13-7308-f39862a55738', 204, ''),
	(13, '2026-11-25 22:54:40.131361+00', 'BWSYNC_97c3eb96-b1fc-5ecc-dd07-680e77ed141b', 204, ''),
	(14, '2026-11-25 22:54:43.695084+00', 'BWSYNC_0a63a0e3-9b7e-d9d2-ef84-b639b59d6602', 204, ''),
	(15, '2026-11-25 22:54:44.062795+00', 'BWSYNC_09cce3b2-ee69-dbc6-3ab7-5c164154ddd3', 200, '');


--
-- Data for Name: intents; Type: TABLE DATA; Schema: bwsync; Owner: -
--

INSERT INTO bwsync.intents OVERRIDING SYSTEM VALUE VALUES
	(1, 1, 'east-acme', 'u501@ent1.example', 'provision', '{"email": "u501@mail.ent1.example", "userId": "u501@ent1.example", "package": "standard", "language": "en_US", "lastName": "Last501", "timezone": "America/New_York", "extension": "1501", "firstName": "First501", "provisioningId": "demo-template", "spEnterpriseId": "ent1", "mobilePhoneNumber": "", "primaryPhoneNumber": "+12405550501"}', 1, '2026-11-25 22:54:18.938+00', '2026-11-25 22:54:18.944342+00', 'done', ''),
	(2, 4, 'east-acme', 'u504@metro.example', 'provision', '{"email": "u504@mail.metro.example", "userId": "u504@metro.example", "package": "premium", "language": "en_US", "lastName": "Last504", "timezone": "America/New_York", "extension": "1504", "firstName": "First504", "provisioningId": "demo-template", "spEnterpriseId": "metro+north", "mobilePhoneNumber": "", "primaryPhoneNumber": "+12405550504"}', 1, '2026-11-25 22:54:18.953+00', '2026-11-25 22:54:18.957216+00', 'done', ''),
	(4, 3, 'east-acme', 'u503@ent1.example', 'provision', '{"email": "u503@mail.ent1.example", "userId": "u503@ent1.example", "package": "standard", "language": "en_US", "lastName": "Last503", "timezone": "America/New_York", "extension": "1503", "firstName": "First503", "provisioningId": "demo-template", "spEnterpriseId": "ent1", "mobilePhoneNumber": "", "primaryPhoneNumber": "+12405550503"}', 1, '2026-11-25 22:54:24.606+00', '2026-11-25 22:54:24.610319+00', 'done', ''),
	(3, 2, 'east-acme', 'u502@ent1.example', 'provision', '{"email": "u502@mail.ent1.example", "userId": "u502@ent1.example", "package": "premium", "language": "en_US", "lastName": "Last502", "timezone": "America/New_York", "extension": "1502", "firstName": "First502", "provisioningId": "demo-template", "spEnterpriseId": "ent1", "mobilePhoneNumber": "", "primaryPhoneNumber": "+12405550502"}', 1, '2026-11-25 22:54:24.603+00', '2026-11-25 22:54:24.61487+00', 'done', ''),
	(5, 5, 'east-acme', 'u505@ent1.example', 'provision', '{"email": "u505@mail.ent1.example", "userId": "u505@ent1.example", "package": "standard", "language": "en_US", "lastName": "Last505", "timezone": "America/New_York", "extension": "1505", "firstName": "First505", "provisioningId": "demo-template", "spEnterpriseId": "ent1", "mobilePhoneNumber": "", "primaryPhoneNumber": "+12405550505"}', 1, '2026-11-25 22:54:24.609+00', '2026-11-25 22:54:24.61981+00', 'done', ''),
	(6, 6, 'east-acme', 'u506@ent1.example', 'provision', '{"email": "u506@mail.ent1.example", "userId": "u506@ent1.example", "package": "premium", "language": "en_US", "lastName": "Last506", "timezone": "America/New_York", "extension": "1506", "firstName": "First506", "provisioningId": "demo-template", "spEnterpriseId": "ent1", "mobilePhoneNumber": "", "primaryPhoneNumber": "+12405550506"}', 1, '2026-11-25 22:54:24.619+00', '2026-11-25 22:54:24.687941+00', 'done', ''),
	(7, 7, 'east-acme', 'u507@metro.example', 'provision', '{"email": "u507@mail.metro.example", "userId": "u507@metro.example", "package": "premium", "language": "en_US", "lastName": "Last507", "timezone": "America/New_York", "extension": "1507", "firstName": "First507", "provisioningId": "demo-template", "spEnterpriseId": "metro+north", "mobilePhoneNumber": "", "primaryPhoneNumber": "+12405550507"}', 1, '2026-11-25 22:54:26.496+00', '2026-11-25 22:54:26.512346+00', 'done', ''),
	(8, 5, 'east-acme', 'u505@ent1.example', 'update', '{"lastName": "Changed509"}', 1, '2026-11-25 22:54:27.982+00', '2026-11-25 22:54:27.999557+00', 'done', ''),
	(9, 10, 'east-acme', 'u510@metro.example', 'provision', '{"email": "u510@mail.metro.example", "userId": "u510@metro.example", "package": "premium", "language": "en_US", "lastName": "Last510", "timezone": "America/New_York", "extension": "1510", "firstName": "First510", "provisioningId": "demo-template", "spEnterpriseId": "metro+north", "mobilePhoneNumber": "", "primaryPhoneNumber": "+12405550510"}', 1, '2026-11-25 22:54:29.155+00', '2026-11-25 22:54:29.165914+00', 'done', ''),
	(10, 11, 'east-acme', 'u511@ent1.example', 'provision', '{"email": "u511@mail.ent1.example", "userId": "u511@ent1.example", "package": "premium", "language": "en_US", "lastName": "Last511", "timezone": "America/New_York", "extension": "1511", "firstName": "First511", "provisioningId": "demo-template", "spEnterpriseId": "ent1", "mobilePhoneNumber": "", "primaryPhoneNumber": "+12405550511"}', 1, '2026-11-25 22:54:30.868+00', '2026-11-25 22:54:30.880473+00', 'done', ''),
	(11, 1, 'east-acme', 'u501@ent1.example', 'update', '{"lastName": "Changed512"}', 1, '2026-11-25 22:54:32.403+00', '2026-11-25 22:54:32.419923+00', 'done', ''),
	(12, 6, 'east-acme', 'u506@ent1.example', 'remove', '{"id": "Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVIvYzdkN2NmOGQtNTdiYi00ZGJhLTg1NTYtN2NlNDQ3MjQzNDM2"}', 1, '2026-11-25 22:54:36.623+00', '2026-11-25 22:54:36.628085+00', 'done', ''),
	(13, 4, 'east-acme', 'u504@metro.example', 'remove', '{"id": "Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVIvYjAyYmE4M2YtOTZiYS00NTVhLWI4ODMtODZiYmUwY2VhN2E5"}', 1, '2026-11-25 22:54:40.128+00', '2026-11-25 22:54:40.131361+00', 'done', ''),
	(14, 2, 'east-acme', 'u502@ent1.example', 'remove', '{"id": "Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVIvYWM1MTk1MTItOWYzMi00MzRjLTljNzktNzQ5N2ViZWM4OWVh"}', 1, '2026-11-25 22:54:43.691+00', '2026-11-25 22:54:43.695084+00', 'done', ''),
	(15, 7, 'east-acme', 'u507@metro.example', 'update', '{"primaryPhoneNumber": "+12405550516"}', 1, '2026-11-25 22:54:44.06+00', '2026-11-25 22:54:44.062795+00', 'done', '');


--
-- Data for Name: journal_20261125; Type: TABLE DATA; Schema: bwsync; Owner: -
--

INSERT INTO bwsync.journal_20261125 VALUES
	('2026-11-25 22:54:26.106843+00', 1, 'east', '127.0.0.1:33413', 'UserAddRequest22V2', 'user', 'write12', 'admin', 'System', '[["serviceProviderId","metro"],["groupId","north"],["userId","u507@metro.example"]]', 'user', 'metro', 'north', 'u507@metro.example'),
	('2026-11-25 22:54:26.106843+00', 2, 'east', '127.0.0.1:33413', 'UserServiceAssignListRequest', 'user', 'write13', 'admin', 'System', '[["userId","u507@metro.example"]]', 'user', '', '', 'u507@metro.example'),
	('2026-11-25 22:54:27.543822+00', 3, 'east', '127.0.0.1:33413', 'UserServiceUnassignListRequest', 'user', 'write14', 'admin', 'System', '[["userId","u504@metro.example"]]', 'user', '', '', 'u504@metro.example'),
	('2026-11-25 22:54:27.543822+00', 4, 'east', '127.0.0.1:33413', 'UserServiceAssignListRequest', 'user', 'write15', 'admin', 'System', '[["userId","u504@metro.example"]]', 'user', '', '', 'u504@metro.example'),
	('2026-11-25 22:54:27.619701+00', 5, 'east', '127.0.0.1:33413', 'UserModifyRequest22', 'user', 'write16', 'admin', 'System', '[["userId","u505@ent1.example"]]', 'user', '', '', 'u505@ent1.example'),
	('2026-11-25 22:54:28.777795+00', 1001, 'east', '127.0.0.1:33413', 'UserAddRequest22V2', 'user', 'write17', 'admin', 'System', '[["serviceProviderId","metro"],["groupId","north"],["userId","u510@metro.example"]]', 'user', 'metro', 'north', 'u510@metro.example'),
	('2026-11-25 22:54:28.777795+00', 1002, 'east', '127.0.0.1:33413', 'UserServiceAssignListRequest', 'user', 'write18', 'admin', 'System', '[["userId","u510@metro.example"]]', 'user', '', '', 'u510@metro.example'),
	('2026-11-25 22:54:30.536707+00', 1003, 'east', '127.0.0.1:33413', 'UserAddRequest22V2', 'user', 'write19', 'admin', 'System', '[["serviceProviderId","ent1"],["groupId","sales"],["userId","u511@ent1.example"]]', 'user', 'ent1', 'sales', 'u511@ent1.example'),
	('2026-11-25 22:54:30.536707+00', 1004, 'east', '127.0.0.1:33413', 'UserServiceAssignListRequest', 'user', 'write20', 'admin', 'System', '[["userId","u511@ent1.example"]]', 'user', '', '', 'u511@ent1.example'),
	('2026-11-25 22:54:32.065585+00', 2001, 'east', '127.0.0.1:33413', 'UserModifyRequest22', 'user', 'write21', 'admin', 'System', '[["userId","u501@ent1.example"]]', 'user', '', '', 'u501@ent1.example'),
	('2026-11-25 22:54:33.268322+00', 6, 'east', '127.0.0.1:33413', 'UserDeleteRequest', 'user', 'write22', 'admin', 'System', '[["userId","u506@ent1.example"]]', 'user', '', '', 'u506@ent1.example'),
	('2026-11-25 22:54:36.79766+00', 2002, 'east', '127.0.0.1:33413', 'UserDeleteRequest', 'user', 'write23', 'admin', 'System', '[["userId","u504@metro.example"]]', 'user', '', '', 'u504@metro.example'),
	('2026-11-25 22:54:40.362909+00', 3001, 'east', '127.0.0.1:33413', 'UserServiceUnassignListRequest', 'user', 'write24', 'admin', 'System', '[["userId","u502@ent1.example"]]', 'user', '', '', 'u502@ent1.example'),
	('2026-11-25 22:54:42.903712+00', 7, 'east', '127.0.0.1:33413', '', 'status', '', '', '', '[]', '', '', '', ''),
	('2026-11-25 22:54:43.728446+00', 8, 'east', '127.0.0.1:33413', 'UserModifyRequest22', 'user', 'write26', 'admin', 'System', '[["userId","u507@metro.example"]]', 'user', '', '', 'u507@metro.example');


--
-- Data for Name: journal_20261126; Type: TABLE DATA; Schema: bwsync; Owner: -
--



--
-- Data for Name: journal_20261127; Type: TABLE DATA; Schema: bwsync; Owner: -
--



--
-- Data for Name: journal_20261128; Type: TABLE DATA; Schema: bwsync; Owner: -
--



--
-- Data for Name: journal_20261129; Type: TABLE DATA; Schema: bwsync; Owner: -
--



--
-- Data for Name: journal_20261130; Type: TABLE DATA; Schema: bwsync; Owner: -
--



--
-- Data for Name: journal_20261201; Type: TABLE DATA; Schema: bwsync; Owner: -
--



--
-- Data for Name: journal_20261202; Type: TABLE DATA; Schema: bwsync; Owner: -
--



--
-- Data for Name: leases; Type: TABLE DATA; Schema: bwsync; Owner: -
--

INSERT INTO bwsync.leases VALUES
	('cluster/east', '', '', 1, '2026-11-25 22:54:13.85534+00', '2026-11-25 22:54:44.813622+00'),
	('bridge/east-acme', '', '', 1, '2026-11-25 22:54:13.854734+00', '2026-11-25 22:54:44.814388+00');


--
-- Data for Name: operator_actions; Type: TABLE DATA; Schema: bwsync; Owner: -
--



--
-- Data for Name: rename_hints; Type: TABLE DATA; Schema: bwsync; Owner: -
--



--
-- Data for Name: schema_version; Type: TABLE DATA; Schema: bwsync; Owner: -
--

INSERT INTO bwsync.schema_version VALUES
	(1, 'foundation', '2026-11-25 22:54:13.196643+00'),
	(2, 'feed', '2026-11-25 22:54:13.287129+00'),
	(3, 'source', '2026-11-25 22:54:13.411892+00'),
	(4, 'subscribers', '2026-11-25 22:54:13.507919+00');


--
-- Data for Name: snapshot_parts; Type: TABLE DATA; Schema: bwsync; Owner: -
--



--
-- Data for Name: snapshot_requests; Type: TABLE DATA; Schema: bwsync; Owner: -
--



--
-- Data for Name: snapshots; Type: TABLE DATA; Schema: bwsync; Owner: -
--

INSERT INTO bwsync.snapshots OVERRIDING SYSTEM VALUE VALUES
	(1, 'east', 'broadworks', '', '', 'schedule', '2026-11-25 22:54:14.186055+00', '2026-11-25 22:54:14.254584+00', 'complete', '', 6, 6, 6, 0, 0),
	(2, 'east-acme', 'webex', '', '', 'schedule', '2026-11-25 22:54:18.8715+00', '2026-11-25 22:54:18.9012+00', 'complete', '', 0, 0, 0, 0, 0);


--
-- Data for Name: source_service_providers; Type: TABLE DATA; Schema: bwsync; Owner: -
--

INSERT INTO bwsync.source_service_providers VALUES
	('east', 'ent1', true, '', '2026-11-25 22:54:14.213865+00'),
	('east', 'metro', false, '', '2026-11-25 22:54:14.249558+00');


--
-- Data for Name: source_users; Type: TABLE DATA; Schema: bwsync; Owner: -
--

INSERT INTO bwsync.source_users VALUES
	('east', 'u503@ent1.example', 'u503@ent1.example', 'ent1', 'sales', '{"impId": "u503@ent1.example", "userId": "u503@ent1.example", "groupId": "sales", "language": "English", "lastName": "Last503", "services": [{"name": "Integrated IMP", "active": true}], "timeZone": "America/New_York", "extension": "1503", "firstName": "First503", "impActive": true, "countryCode": "1", "phoneNumber": "2405550503", "emailAddress": "u503@mail.ent1.example", "servicePacks": ["Webex-Standard"], "nationalPrefix": "", "alternateUserIds": [], "mobilePhoneNumber": "", "serviceProviderId": "ent1"}', false, '', '2026-11-25 22:54:14.302+00', -433029123819693120, 'pack:Webex-Standard'),
	('east', 'u505@ent1.example', 'u505@ent1.example', 'ent1', 'sales', '{"impId": "u505@ent1.example", "userId": "u505@ent1.example", "groupId": "sales", "language": "English", "lastName": "Changed509", "services": [{"name": "Integrated IMP", "active": true}], "timeZone": "America/New_York", "extension": "1505", "firstName": "First505", "impActive": true, "countryCode": "1", "phoneNumber": "2405550505", "emailAddress": "u505@mail.ent1.example", "servicePacks": ["Webex-Standard"], "nationalPrefix": "", "alternateUserIds": [], "mobilePhoneNumber": "", "serviceProviderId": "ent1"}', false, '', '2026-11-25 22:54:27.937+00', 105440199797964978, 'pack:Webex-Standard'),
	('east', 'u510@metro.example', 'u510@metro.example', 'metro', 'north', '{"impId": "u510@metro.example", "userId": "u510@metro.example", "groupId": "north", "language": "English", "lastName": "Last510", "services": [{"name": "Integrated IMP", "active": true}], "timeZone": "America/New_York", "extension": "1510", "firstName": "First510", "impActive": true, "countryCode": "1", "phoneNumber": "2405550510", "emailAddress": "u510@mail.metro.example", "servicePacks": ["Webex-Premium"], "nationalPrefix": "", "alternateUserIds": [], "mobilePhoneNumber": "", "serviceProviderId": "metro"}', false, '', '2026-11-25 22:54:29.113+00', NULL, ''),
	('east', 'u511@ent1.example', 'u511@ent1.example', 'ent1', 'sales', '{"impId": "u511@ent1.example", "userId": "u511@ent1.example", "groupId": "sales", "language": "English", "lastName": "Last511", "services": [{"name": "Integrated IMP", "active": true}], "timeZone": "America/New_York", "extension": "1511", "firstName": "First511", "impActive": true, "countryCode": "1", "phoneNumber": "2405550511", "emailAddress": "u511@mail.ent1.example", "servicePacks": ["Webex-Premium"], "nationalPrefix": "", "alternateUserIds": [], "mobilePhoneNumber": "", "serviceProviderId": "ent1"}', false, '', '2026-11-25 22:54:30.849+00', NULL, ''),
	('east', 'u501@ent1.example', 'u501@ent1.example', 'ent1', 'plant', '{"impId": "u501@ent1.example", "userId": "u501@ent1.example", "groupId": "plant", "language": "English", "lastName": "Changed512", "services": [{"name": "Integrated IMP", "active": true}], "timeZone": "America/New_York", "extension": "1501", "firstName": "First501", "impActive": true, "countryCode": "1", "phoneNumber": "2405550501", "emailAddress": "u501@mail.ent1.example", "servicePacks": ["Webex-Standard"], "nationalPrefix": "", "alternateUserIds": [], "mobilePhoneNumber": "", "serviceProviderId": "ent1"}', false, '', '2026-11-25 22:54:32.389+00', -5173327521184294113, 'pack:Webex-Standard'),
	('east', 'u506@ent1.example', 'u506@ent1.example', 'ent1', 'plant', NULL, true, 'BroadWorks does not find the user, and group ent1/plant (2 users) does not list it', '2026-11-25 22:54:34.619+00', NULL, ''),
	('east', 'u504@metro.example', 'u504@metro.example', 'metro', 'north', NULL, true, 'BroadWorks does not find the user, and group metro/north (2 users) does not list it', '2026-11-25 22:54:38.114+00', NULL, ''),
	('east', 'u502@ent1.example', 'u502@ent1.example', 'ent1', 'plant', '{"impId": "", "userId": "u502@ent1.example", "groupId": "plant", "language": "English", "lastName": "Last502", "services": [], "timeZone": "America/New_York", "extension": "1502", "firstName": "First502", "impActive": false, "countryCode": "1", "phoneNumber": "2405550502", "emailAddress": "u502@mail.ent1.example", "servicePacks": [], "nationalPrefix": "", "alternateUserIds": [], "mobilePhoneNumber": "", "serviceProviderId": "ent1"}', false, '', '2026-11-25 22:54:41.7+00', 6007531440160884728, 'pack:Webex-Premium'),
	('east', 'u507@metro.example', 'u507@metro.example', 'metro', 'north', '{"impId": "u507@metro.example", "userId": "u507@metro.example", "groupId": "north", "language": "English", "lastName": "Last507", "services": [{"name": "Integrated IMP", "active": true}], "timeZone": "America/New_York", "extension": "1507", "firstName": "First507", "impActive": true, "countryCode": "1", "phoneNumber": "2405550516", "emailAddress": "u507@mail.metro.example", "servicePacks": ["Webex-Premium"], "nationalPrefix": "", "alternateUserIds": [], "mobilePhoneNumber": "", "serviceProviderId": "metro"}', false, '', '2026-11-25 22:54:44.052+00', NULL, '');


--
-- Data for Name: subscribers; Type: TABLE DATA; Schema: bwsync; Owner: -
--

INSERT INTO bwsync.subscribers OVERRIDING SYSTEM VALUE VALUES
	(3, 3, 'east-acme', 'east', 'u503@ent1.example', 'u503@ent1.example', 'ent1', 'sales', 'provisioned', '', '', false, '{"email": "u503@mail.ent1.example", "userId": "u503@ent1.example", "package": "standard", "language": "en_US", "lastName": "Last503", "timezone": "America/New_York", "extension": "1503", "firstName": "First503", "provisioningId": "demo-template", "spEnterpriseId": "ent1", "mobilePhoneNumber": "", "primaryPhoneNumber": "+12405550503"}', DEFAULT, 'Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVIvMDJlOTg3MGQtZmEzOC00YTYzLWE0OWQtMWIzMDY5OGU4Zjhj', 'America/New_York', 'en_US', NULL, NULL, 0, '', 'none', 'none', 'none', NULL, NULL, NULL, NULL, 0, 0, 0, NULL, NULL, '2026-11-25 22:54:26.145+00'),
	(5, 5, 'east-acme', 'east', 'u505@ent1.example', 'u505@ent1.example', 'ent1', 'sales', 'provisioned', '', '', false, '{"email": "u505@mail.ent1.example", "userId": "u505@ent1.example", "package": "standard", "language": "en_US", "lastName": "Changed509", "timezone": "America/New_York", "extension": "1505", "firstName": "First505", "provisioningId": "demo-template", "spEnterpriseId": "ent1", "mobilePhoneNumber": "", "primaryPhoneNumber": "+12405550505"}', DEFAULT, 'Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVIvN2U5MTZlZDUtN2RmMi00ZmMzLWJhOGItZDY1YmMwZDg4Y2Qz', 'America/New_York', 'en_US', NULL, NULL, 0, '', 'none', 'none', 'none', NULL, '2026-11-25 22:54:27.982+00', NULL, '2026-11-25 22:54:27.982+00', 0, 0, 0, NULL, NULL, '2026-11-25 22:54:28.74+00'),
	(11, 1, 'east-acme', 'east', 'u511@ent1.example', 'u511@ent1.example', 'ent1', 'sales', 'provisioned', '', '', false, '{"email": "u511@mail.ent1.example", "userId": "u511@ent1.example", "package": "premium", "language": "en_US", "lastName": "Last511", "timezone": "America/New_York", "extension": "1511", "firstName": "First511", "provisioningId": "demo-template", "spEnterpriseId": "ent1", "mobilePhoneNumber": "", "primaryPhoneNumber": "+12405550511"}', DEFAULT, 'Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVIvYjdjYWViMTctMTUwMS00ZjVkLWE1ZjktZmJiNzcyZTk5NDEz', 'America/New_York', 'en_US', NULL, NULL, 0, '', 'none', 'none', 'none', NULL, NULL, NULL, NULL, 0, 0, 0, NULL, NULL, '2026-11-25 22:54:32.116+00'),
	(1, 4, 'east-acme', 'east', 'u501@ent1.example', 'u501@ent1.example', 'ent1', 'plant', 'provisioned', '', '', false, '{"email": "u501@mail.ent1.example", "userId": "u501@ent1.example", "package": "standard", "language": "en_US", "lastName": "Changed512", "timezone": "America/New_York", "extension": "1501", "firstName": "First501", "provisioningId": "demo-template", "spEnterpriseId": "ent1", "mobilePhoneNumber": "", "primaryPhoneNumber": "+12405550501"}', DEFAULT, 'Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVIvYTkzNDJjMjUtOWZmNy00ZDU5LThhOGMtYTUyNjBhN2YyZmM1', 'America/New_York', 'en_US', NULL, NULL, 0, '', 'none', 'none', 'none', NULL, '2026-11-25 22:54:32.402+00', NULL, '2026-11-25 22:54:32.402+00', 0, 0, 0, NULL, NULL, '2026-11-25 22:54:33.297+00'),
	(4, 5, 'east-acme', 'east', 'u504@metro.example', 'u504@metro.example', 'metro', 'north', 'removed', '', '', false, '{"email": "u504@mail.metro.example", "userId": "u504@metro.example", "package": "premium", "language": "en_US", "lastName": "Last504", "timezone": "America/New_York", "extension": "1504", "firstName": "First504", "provisioningId": "demo-template", "spEnterpriseId": "metro+north", "mobilePhoneNumber": "", "primaryPhoneNumber": "+12405550504"}', DEFAULT, '', 'America/New_York', 'en_US', NULL, NULL, 0, '', 'none', 'none', 'none', NULL, NULL, '2026-11-25 22:54:37.117+00', NULL, 0, 0, 0, NULL, NULL, '2026-11-25 22:54:40.142+00'),
	(2, 5, 'east-acme', 'east', 'u502@ent1.example', 'u502@ent1.example', 'ent1', 'plant', 'removed', '', '', false, '{"email": "u502@mail.ent1.example", "userId": "u502@ent1.example", "package": "premium", "language": "en_US", "lastName": "Last502", "timezone": "America/New_York", "extension": "1502", "firstName": "First502", "provisioningId": "demo-template", "spEnterpriseId": "ent1", "mobilePhoneNumber": "", "primaryPhoneNumber": "+12405550502"}', DEFAULT, '', 'America/New_York', 'en_US', NULL, NULL, 0, '', 'none', 'none', 'none', NULL, NULL, '2026-11-25 22:54:40.692+00', NULL, 0, 0, 0, NULL, NULL, '2026-11-25 22:54:43.712+00'),
	(10, 1, 'east-acme', 'east', 'u510@metro.example', 'u510@metro.example', 'metro', 'north', 'provisioned', '', '', false, '{"email": "u510@mail.metro.example", "userId": "u510@metro.example", "package": "premium", "language": "en_US", "lastName": "Last510", "timezone": "America/New_York", "extension": "1510", "firstName": "First510", "provisioningId": "demo-template", "spEnterpriseId": "metro+north", "mobilePhoneNumber": "", "primaryPhoneNumber": "+12405550510"}', DEFAULT, 'Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVIvZjQ0NjZmYTMtMGZjYS00YWVhLTkxZjctYThmODgwNTZjNGVl', 'America/New_York', 'en_US', NULL, NULL, 0, '', 'none', 'none', 'none', NULL, NULL, NULL, NULL, 0, 0, 0, NULL, NULL, '2026-11-25 22:54:30.588+00'),
	(6, 5, 'east-acme', 'east', 'u506@ent1.example', 'u506@ent1.example', 'ent1', 'plant', 'removed', '', '', false, '{"email": "u506@mail.ent1.example", "userId": "u506@ent1.example", "package": "premium", "language": "en_US", "lastName": "Last506", "timezone": "America/New_York", "extension": "1506", "firstName": "First506", "provisioningId": "demo-template", "spEnterpriseId": "ent1", "mobilePhoneNumber": "", "primaryPhoneNumber": "+12405550506"}', DEFAULT, '', 'America/New_York', 'en_US', NULL, NULL, 0, '', 'none', 'none', 'none', NULL, NULL, '2026-11-25 22:54:33.597+00', NULL, 0, 0, 0, NULL, NULL, '2026-11-25 22:54:36.644+00'),
	(7, 2, 'east-acme', 'east', 'u507@metro.example', 'u507@metro.example', 'metro', 'north', 'updating', '', '', false, '{"email": "u507@mail.metro.example", "userId": "u507@metro.example", "package": "premium", "language": "en_US", "lastName": "Last507", "timezone": "America/New_York", "extension": "1507", "firstName": "First507", "provisioningId": "demo-template", "spEnterpriseId": "metro+north", "mobilePhoneNumber": "", "primaryPhoneNumber": "+12405550516"}', DEFAULT, 'Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVIvYzNkYzJiM2MtZjFiYi00ZTYyLThiMGUtNDQ3YjNjYjNlNzRj', 'America/New_York', 'en_US', NULL, NULL, 0, '', 'none', 'none', 'none', NULL, '2026-11-25 22:54:44.059+00', NULL, '2026-11-25 22:54:44.059+00', 0, 1, 0, '2026-11-25 23:04:44.062+00', '2026-11-25 22:54:43.728+00', '2026-11-25 22:54:44.059+00');


--
-- Data for Name: webex_subscribers; Type: TABLE DATA; Schema: bwsync; Owner: -
--

INSERT INTO bwsync.webex_subscribers VALUES
	('acme', 'Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVIvYTkzNDJjMjUtOWZmNy00ZDU5LThhOGMtYTUyNjBhN2YyZmM1', 'u501@ent1.example', '{"id": "Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVIvYTkzNDJjMjUtOWZmNy00ZDU5LThhOGMtYTUyNjBhN2YyZmM1", "email": "u501@mail.ent1.example", "errors": [], "status": "provisioned", "userId": "u501@ent1.example", "package": "standard", "lastName": "Changed512", "personId": "Y2lzY29zcGFyazovL3VzL1BFT1BMRS83NWE1NzhiOS0xMjA0LTRlNmQtYTJkMi1lZTM2MmUwZDc0YTE", "createdMs": 1795647258943, "extension": "1501", "firstName": "First501", "statusText": "provisioned", "selfActivated": false, "provisioningId": "demo-template", "spEnterpriseId": "ent1", "mobilePhoneNumber": "", "lastStatusChangeMs": 1795647272914, "primaryPhoneNumber": "+12405550501"}', DEFAULT, DEFAULT, '2026-11-25 22:54:32.914+00', '2026-11-25 22:54:33.194898+00'),
	('acme', 'Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVIvMDJlOTg3MGQtZmEzOC00YTYzLWE0OWQtMWIzMDY5OGU4Zjhj', 'u503@ent1.example', '{"id": "Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVIvMDJlOTg3MGQtZmEzOC00YTYzLWE0OWQtMWIzMDY5OGU4Zjhj", "email": "u503@mail.ent1.example", "errors": [], "status": "provisioned", "userId": "u503@ent1.example", "package": "standard", "lastName": "Last503", "personId": "Y2lzY29zcGFyazovL3VzL1BFT1BMRS83OTRkMWU1NS04NDk2LTRhNzQtYjc3Yi04ZmUyMjAzYWQxMzI", "createdMs": 1795647264608, "extension": "1503", "firstName": "First503", "statusText": "provisioned", "selfActivated": false, "provisioningId": "demo-template", "spEnterpriseId": "ent1", "mobilePhoneNumber": "", "lastStatusChangeMs": 1795647265613, "primaryPhoneNumber": "+12405550503"}', DEFAULT, DEFAULT, '2026-11-25 22:54:25.613+00', '2026-11-25 22:54:26.11749+00'),
	('acme', 'Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVIvN2U5MTZlZDUtN2RmMi00ZmMzLWJhOGItZDY1YmMwZDg4Y2Qz', 'u505@ent1.example', '{"id": "Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVIvN2U5MTZlZDUtN2RmMi00ZmMzLWJhOGItZDY1YmMwZDg4Y2Qz", "email": "u505@mail.ent1.example", "errors": [], "status": "provisioned", "userId": "u505@ent1.example", "package": "standard", "lastName": "Changed509", "personId": "Y2lzY29zcGFyazovL3VzL1BFT1BMRS9lNDY1OGJiYS0xOTdlLTQwZTgtYWU4OC0zY2NmODZmMWRlMWY", "createdMs": 1795647264619, "extension": "1505", "firstName": "First505", "statusText": "provisioned", "selfActivated": false, "provisioningId": "demo-template", "spEnterpriseId": "ent1", "mobilePhoneNumber": "", "lastStatusChangeMs": 1795647268503, "primaryPhoneNumber": "+12405550505"}', DEFAULT, DEFAULT, '2026-11-25 22:54:28.503+00', '2026-11-25 22:54:28.715971+00'),
	('acme', 'Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVIvZjQ0NjZmYTMtMGZjYS00YWVhLTkxZjctYThmODgwNTZjNGVl', 'u510@metro.example', '{"id": "Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVIvZjQ0NjZmYTMtMGZjYS00YWVhLTkxZjctYThmODgwNTZjNGVl", "email": "u510@mail.metro.example", "errors": [], "status": "provisioned", "userId": "u510@metro.example", "package": "premium", "lastName": "Last510", "personId": "Y2lzY29zcGFyazovL3VzL1BFT1BMRS80OWEzZmMxMy0yODgzLTRlNzktYTkwNS1hMjk0NmNmMzE2OGM", "createdMs": 1795647269165, "extension": "1510", "firstName": "First510", "statusText": "provisioned", "selfActivated": false, "provisioningId": "demo-template", "spEnterpriseId": "metro+north", "mobilePhoneNumber": "", "lastStatusChangeMs": 1795647270165, "primaryPhoneNumber": "+12405550510"}', DEFAULT, DEFAULT, '2026-11-25 22:54:30.165+00', '2026-11-25 22:54:30.570015+00'),
	('acme', 'Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVIvYzNkYzJiM2MtZjFiYi00ZTYyLThiMGUtNDQ3YjNjYjNlNzRj', 'u507@metro.example', '{"id": "Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVIvYzNkYzJiM2MtZjFiYi00ZTYyLThiMGUtNDQ3YjNjYjNlNzRj", "email": "u507@mail.metro.example", "errors": [], "status": "updating", "userId": "u507@metro.example", "package": "premium", "lastName": "Last507", "personId": "", "createdMs": 1795647266508, "extension": "1507", "firstName": "First507", "statusText": "updating", "selfActivated": false, "provisioningId": "demo-template", "spEnterpriseId": "metro+north", "mobilePhoneNumber": "", "lastStatusChangeMs": 1795647284062, "primaryPhoneNumber": "+12405550507"}', DEFAULT, DEFAULT, '2026-11-25 22:54:44.062+00', '2026-11-25 22:54:44.062795+00'),
	('acme', 'Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVIvYjdjYWViMTctMTUwMS00ZjVkLWE1ZjktZmJiNzcyZTk5NDEz', 'u511@ent1.example', '{"id": "Y2lzY29zcGFyazovL3VzL1NVQlNDUklCRVIvYjdjYWViMTctMTUwMS00ZjVkLWE1ZjktZmJiNzcyZTk5NDEz", "email": "u511@mail.ent1.example", "errors": [], "status": "provisioned", "userId": "u511@ent1.example", "package": "premium", "lastName": "Last511", "personId": "Y2lzY29zcGFyazovL3VzL1BFT1BMRS85NzQ5MGRjMS0zZmNlLTQxNGItOTgyMC1iMmYyZjVjNTI0ZGY", "createdMs": 1795647270872, "extension": "1511", "firstName": "First511", "statusText": "provisioned", "selfActivated": false, "provisioningId": "demo-template", "spEnterpriseId": "ent1", "mobilePhoneNumber": "", "lastStatusChangeMs": 1795647271875, "primaryPhoneNumber": "+12405550511"}', DEFAULT, DEFAULT, '2026-11-25 22:54:31.875+00', '2026-11-25 22:54:32.095991+00');


--
-- Name: dirty_generation; Type: SEQUENCE SET; Schema: bwsync; Owner: -
--

SELECT pg_catalog.setval('bwsync.dirty_generation', 5000, true);


--
-- Name: feed_epochs_id_seq; Type: SEQUENCE SET; Schema: bwsync; Owner: -
--

SELECT pg_catalog.setval('bwsync.feed_epochs_id_seq', 1, true);


--
-- Name: gaps_id_seq; Type: SEQUENCE SET; Schema: bwsync; Owner: -
--

SELECT pg_catalog.setval('bwsync.gaps_id_seq', 1, true);


--
-- Name: intents_id_seq; Type: SEQUENCE SET; Schema: bwsync; Owner: -
--

SELECT pg_catalog.setval('bwsync.intents_id_seq', 15, true);


--
-- Name: journal_position; Type: SEQUENCE SET; Schema: bwsync; Owner: -
--

SELECT pg_catalog.setval('bwsync.journal_position', 4000, true);


--
-- Name: operator_actions_id_seq; Type: SEQUENCE SET; Schema: bwsync; Owner: -
--

SELECT pg_catalog.setval('bwsync.operator_actions_id_seq', 1, false);


--
-- Name: rename_hints_id_seq; Type: SEQUENCE SET; Schema: bwsync; Owner: -
--

SELECT pg_catalog.setval('bwsync.rename_hints_id_seq', 1, false);


--
-- Name: snapshot_requests_id_seq; Type: SEQUENCE SET; Schema: bwsync; Owner: -
--

SELECT pg_catalog.setval('bwsync.snapshot_requests_id_seq', 1, false);


--
-- Name: snapshots_id_seq; Type: SEQUENCE SET; Schema: bwsync; Owner: -
--

SELECT pg_catalog.setval('bwsync.snapshots_id_seq', 2, true);


--
-- Name: subscribers_id_seq; Type: SEQUENCE SET; Schema: bwsync; Owner: -
--

SELECT pg_catalog.setval('bwsync.subscribers_id_seq', 15, true);


--
-- Name: bridges bridges_pkey; Type: CONSTRAINT; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.bridges
    ADD CONSTRAINT bridges_pkey PRIMARY KEY (name);


--
-- Name: dirty_keys dirty_keys_pkey; Type: CONSTRAINT; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.dirty_keys
    ADD CONSTRAINT dirty_keys_pkey PRIMARY KEY (cluster, kind, key);


--
-- Name: enterprises enterprises_pkey; Type: CONSTRAINT; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.enterprises
    ADD CONSTRAINT enterprises_pkey PRIMARY KEY (bridge, sp_enterprise_id);


--
-- Name: feed_epochs feed_epochs_pkey; Type: CONSTRAINT; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.feed_epochs
    ADD CONSTRAINT feed_epochs_pkey PRIMARY KEY (id);


--
-- Name: gaps gaps_pkey; Type: CONSTRAINT; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.gaps
    ADD CONSTRAINT gaps_pkey PRIMARY KEY (id);


--
-- Name: grants grants_pkey; Type: CONSTRAINT; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.grants
    ADD CONSTRAINT grants_pkey PRIMARY KEY (partner, name);


--
-- Name: intents intents_pkey; Type: CONSTRAINT; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.intents
    ADD CONSTRAINT intents_pkey PRIMARY KEY (id);


--
-- Name: leases leases_name_epoch_key; Type: CONSTRAINT; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.leases
    ADD CONSTRAINT leases_name_epoch_key UNIQUE (name, epoch);


--
-- Name: leases leases_pkey; Type: CONSTRAINT; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.leases
    ADD CONSTRAINT leases_pkey PRIMARY KEY (name);


--
-- Name: operator_actions operator_actions_pkey; Type: CONSTRAINT; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.operator_actions
    ADD CONSTRAINT operator_actions_pkey PRIMARY KEY (id);


--
-- Name: rename_hints rename_hints_pkey; Type: CONSTRAINT; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.rename_hints
    ADD CONSTRAINT rename_hints_pkey PRIMARY KEY (id);


--
-- Name: schema_version schema_version_pkey; Type: CONSTRAINT; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.schema_version
    ADD CONSTRAINT schema_version_pkey PRIMARY KEY (version);


--
-- Name: snapshot_parts snapshot_parts_pkey; Type: CONSTRAINT; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.snapshot_parts
    ADD CONSTRAINT snapshot_parts_pkey PRIMARY KEY (snapshot, service_provider_id, group_id);


--
-- Name: snapshot_requests snapshot_requests_pkey; Type: CONSTRAINT; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.snapshot_requests
    ADD CONSTRAINT snapshot_requests_pkey PRIMARY KEY (cluster, side);


--
-- Name: snapshots snapshots_pkey; Type: CONSTRAINT; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.snapshots
    ADD CONSTRAINT snapshots_pkey PRIMARY KEY (id);


--
-- Name: source_service_providers source_service_providers_pkey; Type: CONSTRAINT; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.source_service_providers
    ADD CONSTRAINT source_service_providers_pkey PRIMARY KEY (cluster, service_provider_id);


--
-- Name: source_users source_users_pkey; Type: CONSTRAINT; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.source_users
    ADD CONSTRAINT source_users_pkey PRIMARY KEY (cluster, user_key);


--
-- Name: subscribers subscribers_bridge_user_key_key; Type: CONSTRAINT; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.subscribers
    ADD CONSTRAINT subscribers_bridge_user_key_key UNIQUE (bridge, user_key);


--
-- Name: subscribers subscribers_pkey; Type: CONSTRAINT; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.subscribers
    ADD CONSTRAINT subscribers_pkey PRIMARY KEY (id);


--
-- Name: webex_subscribers webex_subscribers_pkey; Type: CONSTRAINT; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.webex_subscribers
    ADD CONSTRAINT webex_subscribers_pkey PRIMARY KEY (partner, webex_id);


--
-- Name: dirty_keys_due; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX dirty_keys_due ON bwsync.dirty_keys USING btree (cluster, due_at, kind, key);


--
-- Name: feed_epochs_open; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE UNIQUE INDEX feed_epochs_open ON bwsync.feed_epochs USING btree (cluster, server) WHERE (ended_at IS NULL);


--
-- Name: gaps_open; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX gaps_open ON bwsync.gaps USING btree (cluster) WHERE (closed_at IS NULL);


--
-- Name: gaps_unsettled; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE UNIQUE INDEX gaps_unsettled ON bwsync.gaps USING btree (cluster, server) WHERE ((settled_at IS NULL) AND (closed_at IS NULL));


--
-- Name: intent_attempts_intent; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX intent_attempts_intent ON bwsync.intent_attempts USING btree (intent, at);


--
-- Name: intents_closed; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX intents_closed ON bwsync.intents USING btree (closed_at) WHERE (closed_at IS NOT NULL);


--
-- Name: intents_open; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE UNIQUE INDEX intents_open ON bwsync.intents USING btree (subscriber) WHERE (closed_at IS NULL);


--
-- Name: intents_open_bridge; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX intents_open_bridge ON bwsync.intents USING btree (bridge, epoch) WHERE (closed_at IS NULL);


--
-- Name: intents_subscriber; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX intents_subscriber ON bwsync.intents USING btree (subscriber, id);


--
-- Name: journal_user; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX journal_user ON ONLY bwsync.journal USING btree (cluster, user_key, at);


--
-- Name: journal_20261125_cluster_user_key_at_idx; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX journal_20261125_cluster_user_key_at_idx ON bwsync.journal_20261125 USING btree (cluster, user_key, at);


--
-- Name: journal_20261126_cluster_user_key_at_idx; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX journal_20261126_cluster_user_key_at_idx ON bwsync.journal_20261126 USING btree (cluster, user_key, at);


--
-- Name: journal_20261127_cluster_user_key_at_idx; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX journal_20261127_cluster_user_key_at_idx ON bwsync.journal_20261127 USING btree (cluster, user_key, at);


--
-- Name: journal_20261128_cluster_user_key_at_idx; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX journal_20261128_cluster_user_key_at_idx ON bwsync.journal_20261128 USING btree (cluster, user_key, at);


--
-- Name: journal_20261129_cluster_user_key_at_idx; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX journal_20261129_cluster_user_key_at_idx ON bwsync.journal_20261129 USING btree (cluster, user_key, at);


--
-- Name: journal_20261130_cluster_user_key_at_idx; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX journal_20261130_cluster_user_key_at_idx ON bwsync.journal_20261130 USING btree (cluster, user_key, at);


--
-- Name: journal_20261201_cluster_user_key_at_idx; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX journal_20261201_cluster_user_key_at_idx ON bwsync.journal_20261201 USING btree (cluster, user_key, at);


--
-- Name: journal_20261202_cluster_user_key_at_idx; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX journal_20261202_cluster_user_key_at_idx ON bwsync.journal_20261202 USING btree (cluster, user_key, at);


--
-- Name: operator_actions_subject; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX operator_actions_subject ON bwsync.operator_actions USING btree (bridge, subject, at);


--
-- Name: rename_hints_from; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX rename_hints_from ON bwsync.rename_hints USING btree (cluster, from_key);


--
-- Name: rename_hints_once; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE UNIQUE INDEX rename_hints_once ON bwsync.rename_hints USING btree (cluster, write_id, from_key, to_key) WHERE (write_id <> ''::text);


--
-- Name: rename_hints_to; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX rename_hints_to ON bwsync.rename_hints USING btree (cluster, to_key);


--
-- Name: snapshots_latest; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX snapshots_latest ON bwsync.snapshots USING btree (name, side, began_at DESC);


--
-- Name: source_users_group; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX source_users_group ON bwsync.source_users USING btree (cluster, service_provider_id, group_id, user_key) WHERE (facts IS NOT NULL);


--
-- Name: source_users_oldest; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX source_users_oldest ON bwsync.source_users USING btree (cluster, read_at) WHERE (facts IS NOT NULL);


--
-- Name: subscribers_due; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX subscribers_due ON bwsync.subscribers USING btree (bridge, due_at) WHERE (due_at IS NOT NULL);


--
-- Name: subscribers_email; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX subscribers_email ON bwsync.subscribers USING btree (bridge, lower((wanted ->> 'email'::text))) WHERE (webex_id <> ''::text);


--
-- Name: subscribers_enterprise; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX subscribers_enterprise ON bwsync.subscribers USING btree (bridge, sp_enterprise_id, user_key);


--
-- Name: subscribers_group; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX subscribers_group ON bwsync.subscribers USING btree (cluster, service_provider_id, group_id);


--
-- Name: subscribers_key; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX subscribers_key ON bwsync.subscribers USING btree (cluster, user_key);


--
-- Name: subscribers_reason; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX subscribers_reason ON bwsync.subscribers USING btree (bridge, reason) WHERE (reason <> ''::text);


--
-- Name: subscribers_removals; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX subscribers_removals ON bwsync.subscribers USING btree (bridge, removal_counted_at) WHERE (removal_counted_at IS NOT NULL);


--
-- Name: subscribers_state; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX subscribers_state ON bwsync.subscribers USING btree (bridge, state, is_absent);


--
-- Name: subscribers_updates; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX subscribers_updates ON bwsync.subscribers USING btree (bridge, update_counted_at) WHERE (update_counted_at IS NOT NULL);


--
-- Name: subscribers_webex; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX subscribers_webex ON bwsync.subscribers USING btree (webex_id);


--
-- Name: webex_subscribers_user; Type: INDEX; Schema: bwsync; Owner: -
--

CREATE INDEX webex_subscribers_user ON bwsync.webex_subscribers USING btree (partner, user_key);


--
-- Name: journal_20261125_cluster_user_key_at_idx; Type: INDEX ATTACH; Schema: bwsync; Owner: -
--

ALTER INDEX bwsync.journal_user ATTACH PARTITION bwsync.journal_20261125_cluster_user_key_at_idx;


--
-- Name: journal_20261126_cluster_user_key_at_idx; Type: INDEX ATTACH; Schema: bwsync; Owner: -
--

ALTER INDEX bwsync.journal_user ATTACH PARTITION bwsync.journal_20261126_cluster_user_key_at_idx;


--
-- Name: journal_20261127_cluster_user_key_at_idx; Type: INDEX ATTACH; Schema: bwsync; Owner: -
--

ALTER INDEX bwsync.journal_user ATTACH PARTITION bwsync.journal_20261127_cluster_user_key_at_idx;


--
-- Name: journal_20261128_cluster_user_key_at_idx; Type: INDEX ATTACH; Schema: bwsync; Owner: -
--

ALTER INDEX bwsync.journal_user ATTACH PARTITION bwsync.journal_20261128_cluster_user_key_at_idx;


--
-- Name: journal_20261129_cluster_user_key_at_idx; Type: INDEX ATTACH; Schema: bwsync; Owner: -
--

ALTER INDEX bwsync.journal_user ATTACH PARTITION bwsync.journal_20261129_cluster_user_key_at_idx;


--
-- Name: journal_20261130_cluster_user_key_at_idx; Type: INDEX ATTACH; Schema: bwsync; Owner: -
--

ALTER INDEX bwsync.journal_user ATTACH PARTITION bwsync.journal_20261130_cluster_user_key_at_idx;


--
-- Name: journal_20261201_cluster_user_key_at_idx; Type: INDEX ATTACH; Schema: bwsync; Owner: -
--

ALTER INDEX bwsync.journal_user ATTACH PARTITION bwsync.journal_20261201_cluster_user_key_at_idx;


--
-- Name: journal_20261202_cluster_user_key_at_idx; Type: INDEX ATTACH; Schema: bwsync; Owner: -
--

ALTER INDEX bwsync.journal_user ATTACH PARTITION bwsync.journal_20261202_cluster_user_key_at_idx;


--
-- Name: intent_attempts intent_attempts_intent_fkey; Type: FK CONSTRAINT; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.intent_attempts
    ADD CONSTRAINT intent_attempts_intent_fkey FOREIGN KEY (intent) REFERENCES bwsync.intents(id) ON DELETE CASCADE;


--
-- Name: snapshot_parts snapshot_parts_snapshot_fkey; Type: FK CONSTRAINT; Schema: bwsync; Owner: -
--

ALTER TABLE ONLY bwsync.snapshot_parts
    ADD CONSTRAINT snapshot_parts_snapshot_fkey FOREIGN KEY (snapshot) REFERENCES bwsync.snapshots(id) ON DELETE CASCADE;


--
-- PostgreSQL database dump complete
--


