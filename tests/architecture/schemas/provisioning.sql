-- The database of provisioning as the release before made it; kept by hand, from pg_dump --schema-only.

CREATE FUNCTION public.unpacked(pack bytea) RETURNS TABLE(place bigint, event_id uuid, key text, payload bytea)
    LANGUAGE plpgsql IMMUTABLE STRICT
    AS $$
    DECLARE
        at integer := 1;
        key_length integer;
        payload_length integer;
    BEGIN
        place := 0;
        WHILE at <= length(pack) LOOP
            place := place + 1;
            event_id := encode(substring(pack FROM at FOR 16), 'hex')::uuid;
            key_length := ('x' || encode(substring(pack FROM at + 16 FOR 4), 'hex'))::bit(32)::int;
            payload_length :=
                ('x' || encode(substring(pack FROM at + 20 FOR 4), 'hex'))::bit(32)::int;
            key := convert_from(substring(pack FROM at + 24 FOR key_length), 'UTF8');
            payload := substring(pack FROM at + 24 + key_length FOR payload_length);
            at := at + 24 + key_length + payload_length;
            RETURN NEXT;
        END LOOP;
    END $$;

CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);

CREATE TABLE public.awaited_card (
    imsi text NOT NULL,
    msisdn text NOT NULL,
    subscriber_id text NOT NULL,
    holds_codes boolean NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    look_at timestamp with time zone NOT NULL,
    leased_until timestamp with time zone,
    turn bigint DEFAULT 0 NOT NULL,
    order_id text DEFAULT ''::text NOT NULL,
    traceparent text DEFAULT ''::text NOT NULL
)
WITH (fillfactor='70');

CREATE TABLE public.business_clock (
    one boolean DEFAULT true NOT NULL,
    standing_at timestamp with time zone,
    moved_by interval NOT NULL,
    CONSTRAINT business_clock_one_check CHECK (one)
);

CREATE TABLE public.card_holder (
    imsi text NOT NULL,
    msisdn text NOT NULL,
    subscriber_id text NOT NULL
);

CREATE TABLE public.card_key (
    imsi text NOT NULL,
    key_id text NOT NULL,
    nonce bytea NOT NULL,
    sealed bytea NOT NULL
);

CREATE TABLE public.command_log (
    request_id text NOT NULL,
    kind text NOT NULL,
    digest bytea NOT NULL,
    answer bytea NOT NULL,
    answered_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.comparison (
    one boolean DEFAULT true NOT NULL,
    due_at timestamp with time zone NOT NULL,
    leased_until timestamp with time zone,
    turn bigint DEFAULT 0 NOT NULL,
    finished_at timestamp with time zone,
    compared bigint DEFAULT 0 NOT NULL,
    skipped bigint DEFAULT 0 NOT NULL,
    differences bigint DEFAULT 0 NOT NULL,
    CONSTRAINT comparison_one_check CHECK (one)
);

CREATE TABLE public.element_log (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    change_id text NOT NULL,
    order_id text NOT NULL,
    command text NOT NULL,
    code text NOT NULL,
    says text NOT NULL,
    milliseconds integer NOT NULL
);

ALTER TABLE public.element_log ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.element_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.element_session (
    seat integer NOT NULL,
    holder text DEFAULT ''::text NOT NULL,
    leased_until timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL
);

CREATE TABLE public.hand_over_total (
    topic text NOT NULL,
    kind text NOT NULL,
    stripe integer NOT NULL,
    total bigint NOT NULL,
    newest_at timestamp with time zone
)
WITH (fillfactor='50');

CREATE TABLE public.inbox (
    topic text NOT NULL,
    message_id uuid NOT NULL
)
PARTITION BY RANGE (message_id);

CREATE TABLE public.inbox_otherwise (
    topic text CONSTRAINT inbox_topic_not_null NOT NULL,
    message_id uuid CONSTRAINT inbox_message_id_not_null NOT NULL
);

CREATE TABLE public.lane_place (
    lane text NOT NULL,
    seq bigint NOT NULL,
    change_id text NOT NULL
);

CREATE TABLE public.network_change (
    seq bigint NOT NULL,
    id text NOT NULL,
    order_id text NOT NULL,
    subscriber_id text NOT NULL,
    place integer NOT NULL,
    kind text NOT NULL,
    msisdn text NOT NULL,
    imsi text NOT NULL,
    new_imsi text DEFAULT ''::text NOT NULL,
    level text DEFAULT ''::text NOT NULL,
    exists_after boolean DEFAULT true NOT NULL,
    urgency smallint NOT NULL,
    state text DEFAULT 'queued'::text NOT NULL,
    serving_node text DEFAULT ''::text NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    element_code text DEFAULT ''::text NOT NULL,
    element_says text DEFAULT ''::text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    ready_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    leased_until timestamp with time zone,
    turn bigint DEFAULT 0 NOT NULL,
    traceparent text DEFAULT ''::text NOT NULL
)
WITH (fillfactor='70');

ALTER TABLE public.network_change ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.network_change_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.network_order (
    order_id text NOT NULL,
    subscriber_id text NOT NULL,
    version bigint NOT NULL,
    left_to_do integer NOT NULL,
    state text DEFAULT 'in_flight'::text NOT NULL,
    heard_at timestamp with time zone NOT NULL
)
WITH (fillfactor='80');

CREATE SEQUENCE public.outbox_id
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.outbox (
    id bigint DEFAULT nextval('public.outbox_id'::regclass) NOT NULL,
    topic text NOT NULL,
    key text NOT NULL,
    payload bytea NOT NULL,
    event_id uuid NOT NULL,
    event_type text NOT NULL,
    subject text NOT NULL,
    order_id text NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    traceparent text NOT NULL,
    cause text DEFAULT ''::text NOT NULL,
    put_at timestamp with time zone DEFAULT now() NOT NULL,
    events integer DEFAULT 1 NOT NULL,
    pack bytea,
    CONSTRAINT outbox_row_is_one_event_or_a_pack CHECK ((((events = 1) AND (pack IS NULL)) OR ((events > 1) AND (pack IS NOT NULL))))
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_threshold='1000', autovacuum_vacuum_cost_delay='0');
ALTER TABLE ONLY public.outbox ALTER COLUMN pack SET STORAGE EXTERNAL;

CREATE TABLE public.outbox_sent (
    sent_on date NOT NULL,
    id bigint NOT NULL,
    topic text NOT NULL,
    key text NOT NULL,
    payload bytea NOT NULL,
    event_id uuid NOT NULL,
    event_type text NOT NULL,
    subject text NOT NULL,
    order_id text NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    traceparent text NOT NULL,
    cause text NOT NULL,
    put_at timestamp with time zone NOT NULL,
    events integer DEFAULT 1 NOT NULL,
    pack bytea
)
PARTITION BY RANGE (sent_on);
ALTER TABLE ONLY public.outbox_sent ALTER COLUMN pack SET STORAGE EXTERNAL;

CREATE TABLE public.outbox_sent_otherwise (
    sent_on date CONSTRAINT outbox_sent_sent_on_not_null NOT NULL,
    id bigint CONSTRAINT outbox_sent_id_not_null NOT NULL,
    topic text CONSTRAINT outbox_sent_topic_not_null NOT NULL,
    key text CONSTRAINT outbox_sent_key_not_null NOT NULL,
    payload bytea CONSTRAINT outbox_sent_payload_not_null NOT NULL,
    event_id uuid CONSTRAINT outbox_sent_event_id_not_null NOT NULL,
    event_type text CONSTRAINT outbox_sent_event_type_not_null NOT NULL,
    subject text CONSTRAINT outbox_sent_subject_not_null NOT NULL,
    order_id text CONSTRAINT outbox_sent_order_id_not_null NOT NULL,
    occurred_at timestamp with time zone CONSTRAINT outbox_sent_occurred_at_not_null NOT NULL,
    traceparent text CONSTRAINT outbox_sent_traceparent_not_null NOT NULL,
    cause text CONSTRAINT outbox_sent_cause_not_null NOT NULL,
    put_at timestamp with time zone CONSTRAINT outbox_sent_put_at_not_null NOT NULL,
    events integer DEFAULT 1 CONSTRAINT outbox_sent_events_not_null NOT NULL,
    pack bytea
);
ALTER TABLE ONLY public.outbox_sent_otherwise ALTER COLUMN pack SET STORAGE EXTERNAL;

CREATE TABLE public.parked_message (
    id bigint NOT NULL,
    topic text NOT NULL,
    key text NOT NULL,
    message_id uuid NOT NULL,
    event_type text NOT NULL,
    partition integer NOT NULL,
    record_offset bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    headers jsonb NOT NULL,
    payload bytea NOT NULL,
    cause text NOT NULL,
    behind boolean NOT NULL,
    attempts integer DEFAULT 1 NOT NULL,
    parked_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.parked_message ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.parked_message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.profile (
    msisdn text NOT NULL,
    subscriber_id text NOT NULL,
    imsi text NOT NULL,
    level text NOT NULL,
    present boolean NOT NULL,
    seen_imsi text DEFAULT ''::text NOT NULL,
    seen_level text,
    seen_present boolean DEFAULT false NOT NULL,
    changed_at timestamp with time zone NOT NULL
)
WITH (fillfactor='80');

CREATE TABLE public.record_file (
    name text NOT NULL,
    file_seq bigint NOT NULL,
    records integer NOT NULL,
    said integer NOT NULL,
    refused integer NOT NULL,
    read_at timestamp with time zone NOT NULL
);

CREATE TABLE public.refused_record (
    id bigint NOT NULL,
    file_name text NOT NULL,
    line integer NOT NULL,
    reason text NOT NULL,
    record_id text DEFAULT ''::text NOT NULL,
    refused_at timestamp with time zone NOT NULL,
    element text DEFAULT ''::text NOT NULL,
    file_id bigint,
    field text DEFAULT ''::text NOT NULL
);

ALTER TABLE public.refused_record ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.refused_record_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.relay_state (
    one boolean DEFAULT true NOT NULL,
    broker text NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT relay_state_one_check CHECK (one)
);

CREATE VIEW public.said_event AS
 SELECT outbox.id,
    (1)::bigint AS place,
    outbox.topic,
    outbox.key,
    outbox.payload,
    outbox.event_id,
    outbox.event_type,
    outbox.subject,
    outbox.order_id,
    outbox.occurred_at
   FROM public.outbox
  WHERE (outbox.pack IS NULL)
UNION ALL
 SELECT outbox.id,
    e.place,
    outbox.topic,
    e.key,
    e.payload,
    e.event_id,
    outbox.event_type,
    e.key AS subject,
    outbox.order_id,
    outbox.occurred_at
   FROM public.outbox,
    LATERAL public.unpacked(outbox.pack) e(place, event_id, key, payload)
  WHERE (outbox.pack IS NOT NULL);

CREATE TABLE public.span (
    started_at timestamp with time zone NOT NULL,
    trace_id text NOT NULL,
    span_id text NOT NULL,
    parent_span_id text NOT NULL,
    order_id text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    duration bigint NOT NULL,
    error text NOT NULL,
    attributes jsonb NOT NULL
);

CREATE TABLE public.step_log (
    order_id text NOT NULL,
    step_no integer NOT NULL,
    digest text NOT NULL,
    state text NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT step_log_state_check CHECK ((state = ANY (ARRAY['done'::text, 'taken_back'::text])))
);

CREATE TABLE public.taken_file (
    id bigint NOT NULL,
    element text NOT NULL,
    name text NOT NULL,
    digest bytea NOT NULL,
    file_seq bigint NOT NULL,
    records bigint NOT NULL,
    stated bigint,
    said bigint DEFAULT 0 NOT NULL,
    refused bigint DEFAULT 0 NOT NULL,
    reasons jsonb DEFAULT '{}'::jsonb NOT NULL,
    read_at timestamp with time zone NOT NULL
);

ALTER TABLE public.taken_file ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.taken_file_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.timer (
    name text NOT NULL,
    key text NOT NULL,
    due_at timestamp with time zone NOT NULL,
    turn integer DEFAULT 0 NOT NULL,
    leased_until timestamp with time zone,
    traceparent text NOT NULL,
    order_id text NOT NULL,
    again_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    refusal text DEFAULT ''::text NOT NULL,
    held_at timestamp with time zone
);

CREATE TABLE public.typed_text (
    id uuid NOT NULL,
    text text NOT NULL,
    salt bytea NOT NULL,
    put_at timestamp with time zone DEFAULT now() NOT NULL,
    leased_until timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL
);

CREATE TABLE public.usage_record (
    record_id text NOT NULL,
    file_seq bigint NOT NULL,
    record_seq integer NOT NULL,
    element text,
    mark text,
    started_at timestamp with time zone,
    likeness bytea
);

CREATE TABLE public.wrong_try (
    kind text NOT NULL,
    who text NOT NULL,
    target text NOT NULL,
    since timestamp with time zone NOT NULL,
    wrong integer DEFAULT 0 NOT NULL,
    locks integer DEFAULT 0 NOT NULL,
    locked_until timestamp with time zone
);

ALTER TABLE ONLY public.inbox ATTACH PARTITION public.inbox_otherwise DEFAULT;

ALTER TABLE ONLY public.outbox_sent ATTACH PARTITION public.outbox_sent_otherwise DEFAULT;

ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);

ALTER TABLE ONLY public.awaited_card
    ADD CONSTRAINT awaited_card_pkey PRIMARY KEY (imsi);

ALTER TABLE ONLY public.business_clock
    ADD CONSTRAINT business_clock_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.card_holder
    ADD CONSTRAINT card_holder_pkey PRIMARY KEY (imsi);

ALTER TABLE ONLY public.card_key
    ADD CONSTRAINT card_key_pkey PRIMARY KEY (imsi);

ALTER TABLE ONLY public.command_log
    ADD CONSTRAINT command_log_pkey PRIMARY KEY (request_id);

ALTER TABLE ONLY public.comparison
    ADD CONSTRAINT comparison_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.element_log
    ADD CONSTRAINT element_log_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.element_session
    ADD CONSTRAINT element_session_pkey PRIMARY KEY (seat);

ALTER TABLE ONLY public.hand_over_total
    ADD CONSTRAINT hand_over_total_pkey PRIMARY KEY (topic, kind, stripe);

ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (message_id, topic);

ALTER TABLE ONLY public.inbox_otherwise
    ADD CONSTRAINT inbox_otherwise_pkey PRIMARY KEY (message_id, topic);

ALTER TABLE ONLY public.lane_place
    ADD CONSTRAINT lane_place_pkey PRIMARY KEY (lane, seq);

ALTER TABLE ONLY public.network_change
    ADD CONSTRAINT network_change_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.network_order
    ADD CONSTRAINT network_order_pkey PRIMARY KEY (order_id);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.outbox_sent
    ADD CONSTRAINT outbox_sent_pkey PRIMARY KEY (id, sent_on);

ALTER TABLE ONLY public.outbox_sent_otherwise
    ADD CONSTRAINT outbox_sent_otherwise_pkey PRIMARY KEY (id, sent_on);

ALTER TABLE ONLY public.parked_message
    ADD CONSTRAINT parked_message_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.parked_message
    ADD CONSTRAINT parked_message_topic_message_id_key UNIQUE (topic, message_id);

ALTER TABLE ONLY public.profile
    ADD CONSTRAINT profile_pkey PRIMARY KEY (msisdn);

ALTER TABLE ONLY public.record_file
    ADD CONSTRAINT record_file_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.refused_record
    ADD CONSTRAINT refused_record_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.relay_state
    ADD CONSTRAINT relay_state_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.step_log
    ADD CONSTRAINT step_log_pkey PRIMARY KEY (order_id, step_no);

ALTER TABLE ONLY public.taken_file
    ADD CONSTRAINT taken_file_once UNIQUE (element, name, digest);

ALTER TABLE ONLY public.taken_file
    ADD CONSTRAINT taken_file_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.timer
    ADD CONSTRAINT timer_pkey PRIMARY KEY (name, key);

ALTER TABLE ONLY public.typed_text
    ADD CONSTRAINT typed_text_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.usage_record
    ADD CONSTRAINT usage_record_pkey PRIMARY KEY (record_id);

ALTER TABLE ONLY public.wrong_try
    ADD CONSTRAINT wrong_try_pkey PRIMARY KEY (kind, who, target);

CREATE INDEX awaited_card_due ON public.awaited_card USING btree (look_at);

CREATE INDEX awaited_card_number ON public.awaited_card USING btree (msisdn) WHERE holds_codes;

CREATE INDEX command_log_by_age ON public.command_log USING brin (answered_at);

CREATE INDEX element_log_by_age ON public.element_log USING brin (at);

CREATE INDEX element_log_by_order ON public.element_log USING btree (order_id);

CREATE INDEX lane_place_of_change ON public.lane_place USING btree (change_id);

CREATE INDEX network_change_by_order ON public.network_change USING btree (order_id);

CREATE INDEX network_change_held ON public.network_change USING btree (seq) WHERE (state = 'held'::text);

CREATE INDEX network_change_to_do ON public.network_change USING btree (urgency, seq) WHERE (state = ANY (ARRAY['queued'::text, 'sent'::text, 'accepted'::text]));

CREATE INDEX parked_message_by_key ON public.parked_message USING btree (topic, key, id);

CREATE INDEX profile_by_imsi ON public.profile USING btree (imsi) WHERE present;

CREATE INDEX refused_record_by_reason ON public.refused_record USING btree (reason, id);

CREATE INDEX span_by_age ON public.span USING brin (started_at);

CREATE INDEX span_by_order ON public.span USING btree (order_id, started_at);

CREATE INDEX step_log_by_age ON public.step_log USING brin (changed_at);

CREATE INDEX taken_file_by_number ON public.taken_file USING btree (element, file_seq);

CREATE INDEX timer_by_moment ON public.timer USING btree (name, COALESCE(again_at, due_at)) WHERE (held_at IS NULL);

CREATE INDEX timer_by_thing ON public.timer USING btree (split_part(key, '/'::text, 1), COALESCE(again_at, due_at)) WHERE (held_at IS NULL);

CREATE INDEX timer_due ON public.timer USING btree (name, due_at);

CREATE INDEX timer_held ON public.timer USING btree (held_at) WHERE (held_at IS NOT NULL);

CREATE INDEX usage_record_alike ON public.usage_record USING btree (started_at, likeness) WHERE (likeness IS NOT NULL);

ALTER INDEX public.inbox_pkey ATTACH PARTITION public.inbox_otherwise_pkey;

ALTER INDEX public.outbox_sent_pkey ATTACH PARTITION public.outbox_sent_otherwise_pkey;

INSERT INTO public.alembic_version VALUES ('provisioning_identity'), ('runtime_appointments');
