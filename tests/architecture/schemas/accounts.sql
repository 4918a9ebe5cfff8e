-- What the database of accounts holds beside the runtime's, as the release before made it; kept by hand, from
-- pg_dump --schema-only.

CREATE FUNCTION public.audit_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$;

CREATE TABLE public.agreement (
    subscriber_id text NOT NULL COLLATE pg_catalog."C",
    service_types text NOT NULL,
    service_items text NOT NULL,
    tariff_plan text NOT NULL,
    payment_plan text NOT NULL,
    version text NOT NULL,
    signed_at timestamp with time zone NOT NULL
);

CREATE TABLE public.audit (
    id bigint NOT NULL,
    actor text NOT NULL,
    channel text NOT NULL,
    action text NOT NULL,
    object_id text NOT NULL,
    reason text NOT NULL,
    outcome text NOT NULL,
    service text NOT NULL,
    at timestamp with time zone NOT NULL,
    hash bytea NOT NULL,
    text_id text DEFAULT ''::text CONSTRAINT audit_text_id_not_null1 NOT NULL,
    text_digest bytea DEFAULT '\x'::bytea NOT NULL
);

CREATE TABLE public.audit_end (
    one boolean DEFAULT true NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT audit_end_one_check CHECK (one)
);

ALTER TABLE public.audit ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.audit_text (
    id text NOT NULL,
    key_id text NOT NULL,
    sealed bytea NOT NULL,
    salt bytea NOT NULL
);

CREATE TABLE public.customer (
    id text NOT NULL COLLATE pg_catalog."C",
    blind_index bytea NOT NULL,
    paper_type text NOT NULL,
    key_id text NOT NULL,
    sealed bytea NOT NULL,
    paper_valid_until date,
    captured_by text NOT NULL,
    blacklisted boolean DEFAULT false NOT NULL,
    registered_at timestamp with time zone NOT NULL,
    version bigint NOT NULL,
    segment text DEFAULT ''::text NOT NULL,
    region text DEFAULT ''::text NOT NULL,
    sealed_names bytea
);

CREATE TABLE public.phone_number (
    msisdn text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL,
    reserved_for_order text DEFAULT ''::text NOT NULL,
    quarantined_until timestamp with time zone,
    recycled boolean DEFAULT false NOT NULL,
    CONSTRAINT reserved_for_somebody CHECK (((state = 'reserved'::text) = (reserved_for_order <> ''::text)))
)
WITH (fillfactor='80');

CREATE TABLE public.place_hold (
    order_id text NOT NULL COLLATE pg_catalog."C",
    customer_id text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.proof (
    id text NOT NULL COLLATE pg_catalog."C",
    customer_id text NOT NULL COLLATE pg_catalog."C",
    checks text[] NOT NULL,
    channel text NOT NULL,
    checked_by text NOT NULL,
    checked_at timestamp with time zone NOT NULL,
    used_by_order text DEFAULT ''::text NOT NULL
)
WITH (fillfactor='80');

CREATE TABLE public.sim_card (
    iccid text NOT NULL COLLATE pg_catalog."C",
    imsi text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL,
    reserved_for_order text DEFAULT ''::text NOT NULL,
    CONSTRAINT reserved_for_somebody CHECK (((state = 'reserved'::text) = (reserved_for_order <> ''::text)))
)
WITH (fillfactor='80');

CREATE TABLE public.subscriber (
    id text NOT NULL COLLATE pg_catalog."C",
    holder_id text NOT NULL COLLATE pg_catalog."C",
    msisdn text NOT NULL COLLATE pg_catalog."C",
    iccid text NOT NULL COLLATE pg_catalog."C",
    offering text NOT NULL,
    opened_by text NOT NULL,
    phase text NOT NULL,
    sim_since timestamp with time zone,
    activated_at timestamp with time zone,
    terminated_at timestamp with time zone,
    version bigint NOT NULL
)
WITH (fillfactor='80');

CREATE TABLE public.subscriber_stop (
    subscriber_id text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL,
    level smallint NOT NULL,
    since timestamp with time zone NOT NULL,
    added_by text NOT NULL,
    until timestamp with time zone,
    lifted_at timestamp with time zone,
    lifted_by text DEFAULT ''::text NOT NULL,
    CONSTRAINT subscriber_stop_level_check CHECK ((level = ANY (ARRAY[1, 2])))
);

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_pkey PRIMARY KEY (subscriber_id);

ALTER TABLE ONLY public.audit_end
    ADD CONSTRAINT audit_end_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.audit_text
    ADD CONSTRAINT audit_text_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_paper UNIQUE (blind_index);

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.phone_number
    ADD CONSTRAINT phone_number_pkey PRIMARY KEY (msisdn);

ALTER TABLE ONLY public.place_hold
    ADD CONSTRAINT place_hold_pkey PRIMARY KEY (order_id);

ALTER TABLE ONLY public.proof
    ADD CONSTRAINT proof_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sim_card
    ADD CONSTRAINT sim_card_imsi UNIQUE (imsi);

ALTER TABLE ONLY public.sim_card
    ADD CONSTRAINT sim_card_pkey PRIMARY KEY (iccid);

ALTER TABLE ONLY public.subscriber
    ADD CONSTRAINT subscriber_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.subscriber_stop
    ADD CONSTRAINT subscriber_stop_pkey PRIMARY KEY (subscriber_id, reason, level, added_by);

CREATE INDEX audit_by_actor ON public.audit USING btree (actor, id);

CREATE INDEX audit_by_object ON public.audit USING btree (object_id, id);

CREATE INDEX customer_by_age ON public.customer USING btree (registered_at, id);

CREATE INDEX phone_number_by_state ON public.phone_number USING btree (state, msisdn);

CREATE INDEX place_hold_by_customer ON public.place_hold USING btree (customer_id);

CREATE INDEX sim_card_by_state ON public.sim_card USING btree (state, iccid);

CREATE INDEX subscriber_by_holder ON public.subscriber USING btree (holder_id, id);

CREATE UNIQUE INDEX subscriber_has_the_card ON public.subscriber USING btree (iccid) WHERE (phase = ANY (ARRAY['pending'::text, 'active'::text]));

CREATE UNIQUE INDEX subscriber_has_the_number ON public.subscriber USING btree (msisdn) WHERE (phase = ANY (ARRAY['pending'::text, 'active'::text]));

CREATE UNIQUE INDEX subscriber_stop_in_force ON public.subscriber_stop USING btree (subscriber_id, reason, level) WHERE (lifted_at IS NULL);

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION public.audit_is_append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_text FOR EACH STATEMENT EXECUTE FUNCTION public.audit_is_append_only();

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_subscriber_id_fkey FOREIGN KEY (subscriber_id) REFERENCES public.subscriber(id);

ALTER TABLE ONLY public.place_hold
    ADD CONSTRAINT place_hold_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id);

ALTER TABLE ONLY public.proof
    ADD CONSTRAINT proof_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id);

ALTER TABLE ONLY public.subscriber
    ADD CONSTRAINT subscriber_holder_id_fkey FOREIGN KEY (holder_id) REFERENCES public.customer(id);

ALTER TABLE ONLY public.subscriber
    ADD CONSTRAINT subscriber_iccid_fkey FOREIGN KEY (iccid) REFERENCES public.sim_card(iccid);

ALTER TABLE ONLY public.subscriber
    ADD CONSTRAINT subscriber_msisdn_fkey FOREIGN KEY (msisdn) REFERENCES public.phone_number(msisdn);

ALTER TABLE ONLY public.subscriber_stop
    ADD CONSTRAINT subscriber_stop_subscriber_id_fkey FOREIGN KEY (subscriber_id) REFERENCES public.subscriber(id);

INSERT INTO public.alembic_version VALUES ('accounts_names');

INSERT INTO public.audit_end (hash) VALUES (decode(repeat('00', 32), 'hex'));
