-- The database of orders as the release before made it; kept by hand, from pg_dump --schema-only.

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

CREATE TABLE public.arrears_heard (
    subscriber_id text NOT NULL,
    version bigint NOT NULL,
    because text NOT NULL,
    leased_until timestamp with time zone
);

CREATE TABLE public.business_clock (
    one boolean DEFAULT true NOT NULL,
    standing_at timestamp with time zone,
    moved_by interval NOT NULL,
    CONSTRAINT business_clock_one_check CHECK (one)
);

CREATE TABLE public.command_log (
    request_id text NOT NULL,
    kind text NOT NULL,
    digest bytea NOT NULL,
    answer bytea NOT NULL,
    answered_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.comparison (
    name text NOT NULL,
    due_at timestamp with time zone NOT NULL
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

CREATE TABLE public.order_history (
    order_id text NOT NULL,
    turn integer NOT NULL,
    place integer NOT NULL,
    act text NOT NULL,
    state text NOT NULL,
    note text NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE TABLE public.orders (
    id text NOT NULL,
    placed bigint NOT NULL,
    request_id text NOT NULL,
    digest text NOT NULL,
    process text NOT NULL,
    subscriber_id text NOT NULL,
    customer_id text,
    msisdn text,
    request jsonb NOT NULL,
    opener text NOT NULL,
    channel text NOT NULL,
    actor text NOT NULL,
    proofs text[] NOT NULL,
    state text NOT NULL,
    turn integer DEFAULT 0 NOT NULL,
    plan jsonb,
    remaining integer DEFAULT 0 NOT NULL,
    has_network boolean DEFAULT false NOT NULL,
    refused_with text,
    sentence text DEFAULT ''::text NOT NULL,
    closes_with text,
    asked_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    leased_until timestamp with time zone,
    traceparent text DEFAULT ''::text NOT NULL
)
WITH (fillfactor='60');

ALTER TABLE public.orders ALTER COLUMN placed ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.orders_placed_seq
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

ALTER TABLE ONLY public.arrears_heard
    ADD CONSTRAINT arrears_heard_pkey PRIMARY KEY (subscriber_id);

ALTER TABLE ONLY public.business_clock
    ADD CONSTRAINT business_clock_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.command_log
    ADD CONSTRAINT command_log_pkey PRIMARY KEY (request_id);

ALTER TABLE ONLY public.comparison
    ADD CONSTRAINT comparison_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.hand_over_total
    ADD CONSTRAINT hand_over_total_pkey PRIMARY KEY (topic, kind, stripe);

ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (message_id, topic);

ALTER TABLE ONLY public.inbox_otherwise
    ADD CONSTRAINT inbox_otherwise_pkey PRIMARY KEY (message_id, topic);

ALTER TABLE ONLY public.order_history
    ADD CONSTRAINT order_history_pkey PRIMARY KEY (order_id, turn, place);

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_request_id UNIQUE (request_id);

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

ALTER TABLE ONLY public.relay_state
    ADD CONSTRAINT relay_state_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.step_log
    ADD CONSTRAINT step_log_pkey PRIMARY KEY (order_id, step_no);

ALTER TABLE ONLY public.timer
    ADD CONSTRAINT timer_pkey PRIMARY KEY (name, key);

ALTER TABLE ONLY public.typed_text
    ADD CONSTRAINT typed_text_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.wrong_try
    ADD CONSTRAINT wrong_try_pkey PRIMARY KEY (kind, who, target);

CREATE INDEX command_log_by_age ON public.command_log USING brin (answered_at);

CREATE INDEX orders_held ON public.orders USING btree (placed) WHERE (state = 'held'::text);

CREATE INDEX orders_moving ON public.orders USING btree (placed) WHERE (state = ANY (ARRAY['judging'::text, 'preparing'::text, 'settling'::text, 'undoing'::text]));

CREATE INDEX orders_of_customer ON public.orders USING btree (customer_id, placed);

CREATE INDEX orders_of_subscriber ON public.orders USING btree (subscriber_id, placed);

CREATE UNIQUE INDEX orders_slot ON public.orders USING btree (subscriber_id) WHERE (state = ANY (ARRAY['judging'::text, 'preparing'::text, 'completed'::text, 'settling'::text, 'undoing'::text, 'held'::text]));

CREATE INDEX orders_waiting ON public.orders USING btree (subscriber_id, placed) WHERE (state = 'waiting'::text);

CREATE INDEX parked_message_by_key ON public.parked_message USING btree (topic, key, id);

CREATE INDEX span_by_age ON public.span USING brin (started_at);

CREATE INDEX span_by_order ON public.span USING btree (order_id, started_at);

CREATE INDEX step_log_by_age ON public.step_log USING brin (changed_at);

CREATE INDEX timer_by_moment ON public.timer USING btree (name, COALESCE(again_at, due_at)) WHERE (held_at IS NULL);

CREATE INDEX timer_by_thing ON public.timer USING btree (split_part(key, '/'::text, 1), COALESCE(again_at, due_at)) WHERE (held_at IS NULL);

CREATE INDEX timer_due ON public.timer USING btree (name, due_at);

CREATE INDEX timer_held ON public.timer USING btree (held_at) WHERE (held_at IS NOT NULL);

ALTER INDEX public.inbox_pkey ATTACH PARTITION public.inbox_otherwise_pkey;

ALTER INDEX public.outbox_sent_pkey ATTACH PARTITION public.outbox_sent_otherwise_pkey;

INSERT INTO public.alembic_version VALUES ('orders_begin'), ('runtime_appointments');

INSERT INTO public.comparison (name, due_at) VALUES ('compare_arrears', now());
