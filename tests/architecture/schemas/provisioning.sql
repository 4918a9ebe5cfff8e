-- What the database of provisioning holds beside the runtime's, as the release before made it; kept by hand, from
-- pg_dump --schema-only.

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

CREATE TABLE public.usage_record (
    record_id text NOT NULL,
    file_seq bigint NOT NULL,
    record_seq integer NOT NULL,
    element text,
    mark text,
    started_at timestamp with time zone,
    likeness bytea
);

ALTER TABLE ONLY public.awaited_card
    ADD CONSTRAINT awaited_card_pkey PRIMARY KEY (imsi);

ALTER TABLE ONLY public.card_holder
    ADD CONSTRAINT card_holder_pkey PRIMARY KEY (imsi);

ALTER TABLE ONLY public.card_key
    ADD CONSTRAINT card_key_pkey PRIMARY KEY (imsi);

ALTER TABLE ONLY public.comparison
    ADD CONSTRAINT comparison_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.element_log
    ADD CONSTRAINT element_log_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.element_session
    ADD CONSTRAINT element_session_pkey PRIMARY KEY (seat);

ALTER TABLE ONLY public.lane_place
    ADD CONSTRAINT lane_place_pkey PRIMARY KEY (lane, seq);

ALTER TABLE ONLY public.network_change
    ADD CONSTRAINT network_change_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.network_order
    ADD CONSTRAINT network_order_pkey PRIMARY KEY (order_id);

ALTER TABLE ONLY public.profile
    ADD CONSTRAINT profile_pkey PRIMARY KEY (msisdn);

ALTER TABLE ONLY public.record_file
    ADD CONSTRAINT record_file_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.refused_record
    ADD CONSTRAINT refused_record_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.taken_file
    ADD CONSTRAINT taken_file_once UNIQUE (element, name, digest);

ALTER TABLE ONLY public.taken_file
    ADD CONSTRAINT taken_file_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.usage_record
    ADD CONSTRAINT usage_record_pkey PRIMARY KEY (record_id);

CREATE INDEX awaited_card_due ON public.awaited_card USING btree (look_at);

CREATE INDEX awaited_card_number ON public.awaited_card USING btree (msisdn) WHERE holds_codes;

CREATE INDEX element_log_by_age ON public.element_log USING brin (at);

CREATE INDEX element_log_by_order ON public.element_log USING btree (order_id);

CREATE INDEX lane_place_of_change ON public.lane_place USING btree (change_id);

CREATE INDEX network_change_by_order ON public.network_change USING btree (order_id);

CREATE INDEX network_change_held ON public.network_change USING btree (seq) WHERE (state = 'held'::text);

CREATE INDEX network_change_to_do ON public.network_change USING btree (urgency, seq) WHERE (state = ANY (ARRAY['queued'::text, 'sent'::text, 'accepted'::text]));

CREATE INDEX profile_by_imsi ON public.profile USING btree (imsi) WHERE present;

CREATE INDEX refused_record_by_reason ON public.refused_record USING btree (reason, id);

CREATE INDEX taken_file_by_number ON public.taken_file USING btree (element, file_seq);

CREATE INDEX usage_record_alike ON public.usage_record USING btree (started_at, likeness) WHERE (likeness IS NOT NULL);

INSERT INTO public.alembic_version VALUES ('provisioning_identity');
