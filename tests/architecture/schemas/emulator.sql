-- What the database of emulator holds beside the runtime's, as the release before made it; kept by hand, from
-- pg_dump --schema-only.

CREATE FUNCTION public.mml_log_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'the command log is append-only'; END $$;

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

CREATE TABLE public.handset (
    imsi text NOT NULL,
    k bytea NOT NULL,
    opc bytea NOT NULL,
    amf bytea NOT NULL,
    sqn bigint NOT NULL
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

CREATE TABLE public.record_file (
    sequence bigint NOT NULL,
    records integer NOT NULL,
    closed boolean DEFAULT false NOT NULL
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

ALTER TABLE ONLY public.call_record
    ADD CONSTRAINT call_record_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.card_key
    ADD CONSTRAINT card_key_imsi PRIMARY KEY (imsi);

ALTER TABLE ONLY public.handset
    ADD CONSTRAINT handset_pkey PRIMARY KEY (imsi);

ALTER TABLE ONLY public.made_call
    ADD CONSTRAINT made_call_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.mml_log
    ADD CONSTRAINT mml_log_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.record_file
    ADD CONSTRAINT record_file_pkey PRIMARY KEY (sequence);

ALTER TABLE ONLY public.subscription
    ADD CONSTRAINT subscription_imsi PRIMARY KEY (imsi);

ALTER TABLE ONLY public.subscription
    ADD CONSTRAINT subscription_isdn UNIQUE (isdn);

ALTER TABLE ONLY public.text_message
    ADD CONSTRAINT text_message_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.visitor
    ADD CONSTRAINT visitor_pkey PRIMARY KEY (imsi);

CREATE INDEX call_record_by_file ON public.call_record USING btree (file_sequence, id);

CREATE INDEX call_record_loose ON public.call_record USING btree (id) WHERE (file_sequence IS NULL);

CREATE INDEX made_call_by_imsi ON public.made_call USING btree (imsi, id);

CREATE INDEX record_file_open ON public.record_file USING btree (sequence) WHERE (NOT closed);

CREATE INDEX text_message_inbox ON public.text_message USING btree (delivered_imsi, turn);

CREATE INDEX text_message_waiting ON public.text_message USING btree (recipient, turn) WHERE (state = 'waiting'::text);

CREATE INDEX visitor_by_isdn ON public.visitor USING btree (isdn, turn DESC);

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.mml_log FOR EACH STATEMENT EXECUTE FUNCTION public.mml_log_is_append_only();

ALTER TABLE ONLY public.subscription
    ADD CONSTRAINT subscription_has_key FOREIGN KEY (imsi) REFERENCES public.card_key(imsi);

INSERT INTO public.alembic_version VALUES ('emulator_partial');
