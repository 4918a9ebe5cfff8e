-- The database of emulator as the release before made it; kept by hand, from pg_dump --schema-only.

CREATE FUNCTION public.mml_log_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'the command log is append-only'; END $$;

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

CREATE TABLE public.business_clock (
    one boolean DEFAULT true NOT NULL,
    standing_at timestamp with time zone,
    moved_by interval NOT NULL,
    CONSTRAINT business_clock_one_check CHECK (one)
);

CREATE TABLE public.call_record (
    id bigint NOT NULL,
    file_sequence bigint,
    cdr_id text NOT NULL,
    type text NOT NULL,
    msisdn text NOT NULL,
    imsi text NOT NULL,
    peer text NOT NULL,
    start_time timestamp with time zone NOT NULL,
    seconds integer NOT NULL,
    parts integer NOT NULL,
    octets bigint NOT NULL,
    cell text NOT NULL,
    roam_type text NOT NULL,
    written_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    message_id text,
    message_octets integer,
    recipients integer,
    visited_plmn text DEFAULT ''::text NOT NULL,
    rating_group bigint DEFAULT 0 NOT NULL,
    partial integer DEFAULT 0 NOT NULL
);

ALTER TABLE public.call_record ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.call_record_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.card_key (
    imsi text NOT NULL,
    k bytea NOT NULL,
    opc bytea NOT NULL,
    amf bytea NOT NULL,
    card_type text NOT NULL,
    sqn bigint DEFAULT 0 NOT NULL
)
WITH (fillfactor='70');

CREATE TABLE public.command_log (
    request_id text NOT NULL,
    kind text NOT NULL,
    digest bytea NOT NULL,
    answer bytea NOT NULL,
    answered_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.hand_over_total (
    topic text NOT NULL,
    kind text NOT NULL,
    stripe integer NOT NULL,
    total bigint NOT NULL,
    newest_at timestamp with time zone
)
WITH (fillfactor='50');

CREATE TABLE public.handset (
    imsi text NOT NULL,
    k bytea NOT NULL,
    opc bytea NOT NULL,
    amf bytea NOT NULL,
    sqn bigint NOT NULL
);

CREATE TABLE public.inbox (
    topic text NOT NULL,
    message_id uuid NOT NULL
)
PARTITION BY RANGE (message_id);

CREATE TABLE public.inbox_otherwise (
    topic text CONSTRAINT inbox_topic_not_null NOT NULL,
    message_id uuid CONSTRAINT inbox_message_id_not_null NOT NULL
);

CREATE TABLE public.made_call (
    id bigint NOT NULL,
    imsi text NOT NULL,
    peer text NOT NULL,
    seconds integer NOT NULL,
    started_at timestamp with time zone NOT NULL,
    cause text NOT NULL
);

ALTER TABLE public.made_call ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.made_call_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.mml_log (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    operator text NOT NULL,
    session text NOT NULL,
    command text NOT NULL,
    outcome text NOT NULL,
    before jsonb,
    after jsonb
);

ALTER TABLE public.mml_log ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.mml_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

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

CREATE TABLE public.record_file (
    sequence bigint NOT NULL,
    records integer NOT NULL,
    closed boolean DEFAULT false NOT NULL
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

CREATE TABLE public.subscription (
    imsi text NOT NULL,
    template integer NOT NULL,
    serving_node text DEFAULT ''::text NOT NULL,
    located_at timestamp with time zone,
    isdn text NOT NULL,
    outgoing text NOT NULL,
    incoming text NOT NULL,
    roaming text NOT NULL,
    packet text NOT NULL,
    lock_incoming boolean NOT NULL,
    lock_outgoing boolean NOT NULL,
    lock_packet boolean NOT NULL
)
WITH (fillfactor='70');

CREATE TABLE public.text_message (
    id text NOT NULL,
    turn bigint NOT NULL,
    sender text NOT NULL,
    recipient text NOT NULL,
    body text NOT NULL,
    submitted_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    delivered_imsi text DEFAULT ''::text NOT NULL,
    delivered_at timestamp with time zone
);

ALTER TABLE public.text_message ALTER COLUMN turn ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.text_message_turn_seq
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

CREATE TABLE public.visitor (
    imsi text NOT NULL,
    location text NOT NULL,
    attached_at timestamp with time zone NOT NULL,
    turn bigint NOT NULL,
    isdn text NOT NULL,
    outgoing text NOT NULL,
    incoming text NOT NULL,
    roaming text NOT NULL,
    packet text NOT NULL,
    lock_incoming boolean NOT NULL,
    lock_outgoing boolean NOT NULL,
    lock_packet boolean NOT NULL,
    visited_plmn text DEFAULT ''::text NOT NULL
)
WITH (fillfactor='70');

ALTER TABLE public.visitor ALTER COLUMN turn ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.visitor_turn_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
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

ALTER TABLE ONLY public.business_clock
    ADD CONSTRAINT business_clock_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.call_record
    ADD CONSTRAINT call_record_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.card_key
    ADD CONSTRAINT card_key_imsi PRIMARY KEY (imsi);

ALTER TABLE ONLY public.command_log
    ADD CONSTRAINT command_log_pkey PRIMARY KEY (request_id);

ALTER TABLE ONLY public.hand_over_total
    ADD CONSTRAINT hand_over_total_pkey PRIMARY KEY (topic, kind, stripe);

ALTER TABLE ONLY public.handset
    ADD CONSTRAINT handset_pkey PRIMARY KEY (imsi);

ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (message_id, topic);

ALTER TABLE ONLY public.inbox_otherwise
    ADD CONSTRAINT inbox_otherwise_pkey PRIMARY KEY (message_id, topic);

ALTER TABLE ONLY public.made_call
    ADD CONSTRAINT made_call_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.mml_log
    ADD CONSTRAINT mml_log_pkey PRIMARY KEY (id);

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

ALTER TABLE ONLY public.record_file
    ADD CONSTRAINT record_file_pkey PRIMARY KEY (sequence);

ALTER TABLE ONLY public.relay_state
    ADD CONSTRAINT relay_state_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.step_log
    ADD CONSTRAINT step_log_pkey PRIMARY KEY (order_id, step_no);

ALTER TABLE ONLY public.subscription
    ADD CONSTRAINT subscription_imsi PRIMARY KEY (imsi);

ALTER TABLE ONLY public.subscription
    ADD CONSTRAINT subscription_isdn UNIQUE (isdn);

ALTER TABLE ONLY public.text_message
    ADD CONSTRAINT text_message_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.timer
    ADD CONSTRAINT timer_pkey PRIMARY KEY (name, key);

ALTER TABLE ONLY public.typed_text
    ADD CONSTRAINT typed_text_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.visitor
    ADD CONSTRAINT visitor_pkey PRIMARY KEY (imsi);

ALTER TABLE ONLY public.wrong_try
    ADD CONSTRAINT wrong_try_pkey PRIMARY KEY (kind, who, target);

CREATE INDEX call_record_by_file ON public.call_record USING btree (file_sequence, id);

CREATE INDEX call_record_loose ON public.call_record USING btree (id) WHERE (file_sequence IS NULL);

CREATE INDEX command_log_by_age ON public.command_log USING brin (answered_at);

CREATE INDEX made_call_by_imsi ON public.made_call USING btree (imsi, id);

CREATE INDEX parked_message_by_key ON public.parked_message USING btree (topic, key, id);

CREATE INDEX record_file_open ON public.record_file USING btree (sequence) WHERE (NOT closed);

CREATE INDEX span_by_age ON public.span USING brin (started_at);

CREATE INDEX span_by_order ON public.span USING btree (order_id, started_at);

CREATE INDEX step_log_by_age ON public.step_log USING brin (changed_at);

CREATE INDEX text_message_inbox ON public.text_message USING btree (delivered_imsi, turn);

CREATE INDEX text_message_waiting ON public.text_message USING btree (recipient, turn) WHERE (state = 'waiting'::text);

CREATE INDEX timer_by_moment ON public.timer USING btree (name, COALESCE(again_at, due_at)) WHERE (held_at IS NULL);

CREATE INDEX timer_by_thing ON public.timer USING btree (split_part(key, '/'::text, 1), COALESCE(again_at, due_at)) WHERE (held_at IS NULL);

CREATE INDEX timer_due ON public.timer USING btree (name, due_at);

CREATE INDEX timer_held ON public.timer USING btree (held_at) WHERE (held_at IS NOT NULL);

CREATE INDEX visitor_by_isdn ON public.visitor USING btree (isdn, turn DESC);

ALTER INDEX public.inbox_pkey ATTACH PARTITION public.inbox_otherwise_pkey;

ALTER INDEX public.outbox_sent_pkey ATTACH PARTITION public.outbox_sent_otherwise_pkey;

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.mml_log FOR EACH STATEMENT EXECUTE FUNCTION public.mml_log_is_append_only();

ALTER TABLE ONLY public.subscription
    ADD CONSTRAINT subscription_has_key FOREIGN KEY (imsi) REFERENCES public.card_key(imsi);

INSERT INTO public.alembic_version VALUES ('emulator_partial'), ('runtime_appointments');
