-- What the database of orders holds beside the runtime's, as the release before made it; kept by hand, from
-- pg_dump --schema-only.

CREATE TABLE public.arrears_heard (
    subscriber_id text NOT NULL,
    version bigint NOT NULL,
    because text NOT NULL,
    leased_until timestamp with time zone
);

CREATE TABLE public.comparison (
    name text NOT NULL,
    due_at timestamp with time zone NOT NULL
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

ALTER TABLE ONLY public.arrears_heard
    ADD CONSTRAINT arrears_heard_pkey PRIMARY KEY (subscriber_id);

ALTER TABLE ONLY public.comparison
    ADD CONSTRAINT comparison_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.order_history
    ADD CONSTRAINT order_history_pkey PRIMARY KEY (order_id, turn, place);

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_request_id UNIQUE (request_id);

CREATE INDEX orders_held ON public.orders USING btree (placed) WHERE (state = 'held'::text);

CREATE INDEX orders_moving ON public.orders USING btree (placed) WHERE (state = ANY (ARRAY['judging'::text, 'preparing'::text, 'settling'::text, 'undoing'::text]));

CREATE INDEX orders_of_customer ON public.orders USING btree (customer_id, placed);

CREATE INDEX orders_of_subscriber ON public.orders USING btree (subscriber_id, placed);

CREATE UNIQUE INDEX orders_slot ON public.orders USING btree (subscriber_id) WHERE (state = ANY (ARRAY['judging'::text, 'preparing'::text, 'completed'::text, 'settling'::text, 'undoing'::text, 'held'::text]));

CREATE INDEX orders_waiting ON public.orders USING btree (subscriber_id, placed) WHERE (state = 'waiting'::text);

INSERT INTO public.alembic_version VALUES ('orders_begin');

INSERT INTO public.comparison (name, due_at) VALUES ('compare_arrears', now());
