-- What the database of billing holds beside the runtime's, as the release before made it; kept by hand, from
-- pg_dump --schema-only.

CREATE TYPE public.deduction_told AS (
	id uuid,
	minor bigint,
	carry integer
);

CREATE TYPE public.share_told AS (
	account_id uuid,
	book text,
	amount bigint,
	of_book uuid
);

CREATE TYPE public.usage_told AS (
	id text,
	subscriber_id text,
	kind text,
	msisdn text,
	peer text,
	started_at timestamp with time zone,
	quantity bigint,
	roam_type text,
	file_seq bigint,
	message_id uuid,
	account_id uuid,
	millifen bigint,
	derivation text,
	allowance_used bigint,
	reason text
);

CREATE TYPE public.usage_told_2 AS (
	id text,
	subscriber_id text,
	kind text,
	msisdn text,
	peer text,
	started_at timestamp with time zone,
	quantity bigint,
	roam_type text,
	file_seq bigint,
	visited_plmn text,
	message_id uuid,
	account_id uuid,
	millifen bigint,
	derivation text,
	allowance_used bigint,
	reason text
);

CREATE TYPE public.usage_told_3 AS (
	id text,
	subscriber_id text,
	kind text,
	msisdn text,
	peer text,
	started_at timestamp with time zone,
	quantity bigint,
	roam_type text,
	file_seq bigint,
	visited_plmn text,
	element text,
	record_seq bigint,
	rating_group bigint,
	partial integer,
	of_session_before bigint,
	use_key bytea,
	session_key bytea,
	units bigint,
	message_id uuid,
	account_id uuid,
	millifen bigint,
	derivation text,
	allowance_used bigint,
	reason text
);

CREATE FUNCTION public.ledger_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$;

CREATE FUNCTION public.posting_is_balanced() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    BEGIN
        IF EXISTS (SELECT FROM written GROUP BY entry_id HAVING sum(amount) <> 0) THEN
            RAISE EXCEPTION 'an entry of the ledger is not balanced'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    END $$;

CREATE TABLE public.account (
    id uuid NOT NULL,
    customer_id text NOT NULL,
    offering text NOT NULL,
    state text NOT NULL,
    balance bigint DEFAULT 0 NOT NULL,
    carry integer DEFAULT 0 NOT NULL,
    version bigint DEFAULT 0 NOT NULL,
    kept_from timestamp with time zone,
    kept_to timestamp with time zone,
    holds_books boolean DEFAULT false NOT NULL,
    payment_type text DEFAULT 'prepaid'::text NOT NULL,
    credit_limit bigint DEFAULT 0 NOT NULL,
    limit_afterwards bigint,
    limit_until timestamp with time zone,
    high_use_in date,
    high_use_settled boolean DEFAULT false NOT NULL,
    granted_month date,
    holds_cards boolean DEFAULT false NOT NULL,
    kept_term timestamp with time zone,
    kept_lifted timestamp with time zone,
    charged_month date,
    CONSTRAINT account_credit_is_for_who_pays_later CHECK (((credit_limit >= 0) AND ((payment_type = 'postpaid'::text) OR (credit_limit = 0)))),
    CONSTRAINT account_payment_type CHECK ((payment_type = ANY (ARRAY['prepaid'::text, 'postpaid'::text]))),
    CONSTRAINT carry_is_less_than_a_fen CHECK (((carry >= 0) AND (carry <= 999)))
)
WITH (fillfactor='70');

CREATE TABLE public.adjustment (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    amount bigint NOT NULL,
    reason_code text NOT NULL,
    reason text NOT NULL,
    asked_by text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    decided_by text DEFAULT ''::text NOT NULL,
    decided_at timestamp with time zone,
    detail jsonb,
    CONSTRAINT adjustment_is_decided_by_another CHECK ((decided_by <> asked_by)),
    CONSTRAINT adjustment_moves_money CHECK ((amount <> 0))
);

CREATE TABLE public.allowance (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    offering text NOT NULL,
    name text NOT NULL,
    source text NOT NULL,
    kind text NOT NULL,
    included jsonb NOT NULL,
    total bigint NOT NULL,
    used bigint DEFAULT 0 NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone NOT NULL,
    usable_to timestamp with time zone NOT NULL,
    cause_id text NOT NULL,
    renews boolean NOT NULL,
    price bigint NOT NULL,
    CONSTRAINT allowance_pays_what_it_has CHECK (((used >= 0) AND (used <= total)))
)
WITH (fillfactor='70');

CREATE TABLE public.balance_book (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    kind text NOT NULL,
    pays text[] NOT NULL,
    amount bigint NOT NULL,
    left_over bigint NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone,
    ended boolean DEFAULT false NOT NULL,
    CONSTRAINT balance_book_pays_what_it_has CHECK (((left_over >= 0) AND (left_over <= amount))),
    CONSTRAINT balance_book_was_given_money CHECK ((amount > 0))
)
WITH (fillfactor='70');

CREATE TABLE public.catalogue_version (
    version bigint NOT NULL,
    valid_from date NOT NULL,
    document text NOT NULL,
    loaded_at timestamp with time zone NOT NULL
);

ALTER TABLE public.catalogue_version ALTER COLUMN version ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.catalogue_version_version_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.charged_month (
    account_id uuid NOT NULL,
    month date NOT NULL,
    millifen bigint NOT NULL
)
WITH (fillfactor='70');

CREATE TABLE public.class_of_use (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    subscriber_id text NOT NULL,
    kind text NOT NULL,
    since timestamp with time zone NOT NULL,
    tariff text NOT NULL,
    catalogue integer NOT NULL,
    draws_on uuid[] NOT NULL,
    drawn bigint[] NOT NULL,
    used bigint NOT NULL,
    CONSTRAINT class_of_use_draws_on_each CHECK ((cardinality(draws_on) = cardinality(drawn)))
)
WITH (fillfactor='70');

CREATE TABLE public.closed_to_cards (
    account_id uuid NOT NULL
);

CREATE TABLE public.customer (
    id text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    segment text NOT NULL,
    region text NOT NULL
);

CREATE TABLE public.data_opening (
    subscriber_id text NOT NULL,
    month date NOT NULL,
    opened_at timestamp with time zone NOT NULL
);

CREATE TABLE public.ledger_entry (
    id uuid NOT NULL,
    account_id uuid,
    why text NOT NULL,
    cause_id text NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE TABLE public.month_of_use (
    subscriber_id text NOT NULL,
    month date NOT NULL,
    tariff text NOT NULL,
    used bigint NOT NULL,
    CONSTRAINT month_of_use_grows CHECK ((used >= 0))
)
WITH (fillfactor='70');

CREATE TABLE public.moved_alone (
    day date NOT NULL,
    whose text NOT NULL,
    amount bigint DEFAULT 0 NOT NULL,
    CONSTRAINT moved_alone_is_money CHECK ((amount >= 0))
);

CREATE TABLE public.paid_subscriber (
    subscriber_id uuid NOT NULL,
    account_id uuid NOT NULL,
    msisdn text NOT NULL,
    paid_from timestamp with time zone NOT NULL,
    paid_to timestamp with time zone,
    level smallint DEFAULT 0 NOT NULL,
    level_version bigint DEFAULT 0 NOT NULL,
    level_since timestamp with time zone,
    reminders smallint DEFAULT 0 NOT NULL,
    reminded_on date,
    subscriber_version bigint DEFAULT 0 NOT NULL
)
WITH (fillfactor='70');

CREATE TABLE public.payment (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    channel text NOT NULL,
    reference text NOT NULL,
    amount bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    space text DEFAULT ''::text NOT NULL,
    CONSTRAINT payment_is_money CHECK ((amount > 0))
);

CREATE TABLE public.payment_reversal (
    payment_id uuid NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE TABLE public.posting (
    id bigint NOT NULL,
    entry_id uuid NOT NULL,
    account_id uuid,
    book text NOT NULL,
    amount bigint NOT NULL,
    of_book uuid,
    CONSTRAINT posting_moves_money CHECK ((amount <> 0))
);

ALTER TABLE public.posting ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.posting_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reservation (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    state text NOT NULL,
    millifen bigint NOT NULL,
    until timestamp with time zone NOT NULL,
    record_id text,
    subscriber_id text NOT NULL,
    kind text NOT NULL,
    msisdn text NOT NULL,
    peer text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    quantity bigint NOT NULL,
    roam_type text NOT NULL,
    visited_plmn text,
    CONSTRAINT reservation_held_for_a_record CHECK (((state = 'held'::text) = (record_id IS NOT NULL))),
    CONSTRAINT reservation_keeps_money CHECK ((millifen >= 0))
)
WITH (fillfactor='70');

CREATE TABLE public.sub_card (
    subscriber_id uuid NOT NULL,
    account_id uuid NOT NULL,
    msisdn text NOT NULL,
    offering text NOT NULL,
    paid_from timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    paid_to timestamp with time zone,
    kept_from timestamp with time zone,
    kept_to timestamp with time zone,
    subscriber_version bigint DEFAULT 0 NOT NULL,
    kept_term timestamp with time zone
);

CREATE TABLE public.top_up (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    channel text NOT NULL,
    space text NOT NULL,
    reference text NOT NULL,
    amount bigint NOT NULL,
    provider text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    paid bigint,
    transaction_id text DEFAULT ''::text NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT top_up_done_is_paid CHECK (((state = ANY (ARRAY['done'::text, 'reversed'::text])) = (paid IS NOT NULL))),
    CONSTRAINT top_up_is_money CHECK ((amount > 0)),
    CONSTRAINT top_up_is_paid_with_money CHECK ((paid > 0))
);

CREATE TABLE public.usage_difference (
    id bigint NOT NULL,
    record_id text NOT NULL,
    run_id uuid NOT NULL,
    subscriber_id text NOT NULL,
    from_millifen bigint NOT NULL,
    to_millifen bigint NOT NULL,
    derivation text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT usage_difference_is_one CHECK ((from_millifen <> to_millifen))
);

ALTER TABLE public.usage_difference ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.usage_difference_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.usage_record (
    id text NOT NULL,
    subscriber_id text NOT NULL,
    kind text NOT NULL,
    msisdn text NOT NULL,
    peer text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    quantity bigint NOT NULL,
    roam_type text NOT NULL,
    file_seq bigint NOT NULL,
    account_id uuid,
    millifen bigint,
    derivation text NOT NULL,
    reason text,
    heard_at timestamp with time zone NOT NULL,
    rated_at timestamp with time zone,
    allowance_used bigint,
    message_id uuid,
    visited_plmn text,
    element text,
    record_seq bigint,
    rating_group bigint,
    partial integer,
    of_session_before bigint,
    use_key bytea,
    session_key bytea,
    units bigint,
    CONSTRAINT usage_record_is_rated_or_waits CHECK (((millifen IS NULL) <> (reason IS NULL)))
);

CREATE TABLE public.usage_total (
    kind text NOT NULL,
    stripe smallint NOT NULL,
    total bigint NOT NULL
)
WITH (fillfactor='50');

CREATE TABLE public.voucher (
    serial text NOT NULL,
    seal text NOT NULL,
    batch text NOT NULL,
    amount bigint NOT NULL,
    valid_to timestamp with time zone NOT NULL,
    state text NOT NULL,
    CONSTRAINT voucher_is_worth_something CHECK ((amount > 0))
);

CREATE TABLE public.voucher_try (
    account_id uuid NOT NULL,
    since timestamp with time zone NOT NULL,
    wrong integer NOT NULL,
    locked_until timestamp with time zone
);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.adjustment
    ADD CONSTRAINT adjustment_once PRIMARY KEY (id);

ALTER TABLE ONLY public.allowance
    ADD CONSTRAINT allowance_id PRIMARY KEY (id);

ALTER TABLE ONLY public.balance_book
    ADD CONSTRAINT balance_book_id PRIMARY KEY (id);

ALTER TABLE ONLY public.catalogue_version
    ADD CONSTRAINT catalogue_version_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.charged_month
    ADD CONSTRAINT charged_month_pkey PRIMARY KEY (account_id, month);

ALTER TABLE ONLY public.class_of_use
    ADD CONSTRAINT class_of_use_id PRIMARY KEY (id);

ALTER TABLE ONLY public.closed_to_cards
    ADD CONSTRAINT closed_to_cards_id PRIMARY KEY (account_id);

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_id PRIMARY KEY (id);

ALTER TABLE ONLY public.data_opening
    ADD CONSTRAINT data_opening_pkey PRIMARY KEY (subscriber_id, month, opened_at);

ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_cause_moves_once PRIMARY KEY (id);

ALTER TABLE ONLY public.month_of_use
    ADD CONSTRAINT month_of_use_pkey PRIMARY KEY (subscriber_id, month, tariff);

ALTER TABLE ONLY public.moved_alone
    ADD CONSTRAINT moved_alone_pkey PRIMARY KEY (day, whose);

ALTER TABLE ONLY public.paid_subscriber
    ADD CONSTRAINT paid_subscriber_id PRIMARY KEY (subscriber_id);

ALTER TABLE ONLY public.payment_reversal
    ADD CONSTRAINT payment_is_reversed_once PRIMARY KEY (payment_id);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_reference UNIQUE (channel, reference, space);

ALTER TABLE ONLY public.posting
    ADD CONSTRAINT posting_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reservation
    ADD CONSTRAINT reservation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sub_card
    ADD CONSTRAINT sub_card_id PRIMARY KEY (subscriber_id);

ALTER TABLE ONLY public.top_up
    ADD CONSTRAINT top_up_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.top_up
    ADD CONSTRAINT top_up_reference UNIQUE (channel, space, reference);

ALTER TABLE ONLY public.usage_difference
    ADD CONSTRAINT usage_difference_once_a_run PRIMARY KEY (record_id, run_id);

ALTER TABLE ONLY public.usage_record
    ADD CONSTRAINT usage_record_id PRIMARY KEY (id);

ALTER TABLE ONLY public.usage_total
    ADD CONSTRAINT usage_total_pkey PRIMARY KEY (kind, stripe);

ALTER TABLE ONLY public.voucher
    ADD CONSTRAINT voucher_code_once UNIQUE (seal);

ALTER TABLE ONLY public.voucher
    ADD CONSTRAINT voucher_serial PRIMARY KEY (serial);

ALTER TABLE ONLY public.voucher_try
    ADD CONSTRAINT voucher_try_of_account PRIMARY KEY (account_id);

CREATE INDEX adjustment_by_time ON public.adjustment USING btree (asked_at);

CREATE INDEX adjustment_waiting ON public.adjustment USING btree (account_id) WHERE (state = 'waiting'::text);

CREATE INDEX allowance_by_account ON public.allowance USING btree (account_id, usable_to);

CREATE INDEX balance_book_by_account ON public.balance_book USING btree (account_id) WHERE (NOT ended);

CREATE INDEX charged_month_by_age ON public.charged_month USING brin (month);

CREATE INDEX class_of_use_by_account ON public.class_of_use USING btree (account_id, since);

CREATE INDEX class_of_use_by_age ON public.class_of_use USING brin (since);

CREATE INDEX ledger_entry_by_cause ON public.ledger_entry USING btree (account_id, cause_id);

CREATE INDEX month_of_use_by_age ON public.month_of_use USING brin (month);

CREATE INDEX moved_alone_age ON public.moved_alone USING brin (day);

CREATE INDEX paid_subscriber_by_account ON public.paid_subscriber USING btree (account_id);

CREATE INDEX paid_subscriber_by_msisdn ON public.paid_subscriber USING btree (msisdn, paid_from);

CREATE INDEX payment_by_account ON public.payment USING btree (account_id, at);

CREATE INDEX payment_by_moment ON public.payment USING btree (at DESC, id);

CREATE INDEX posting_by_account ON public.posting USING btree (account_id, id);

CREATE INDEX posting_by_entry ON public.posting USING btree (entry_id);

CREATE INDEX posting_of_refunds ON public.posting USING btree (account_id) INCLUDE (amount, of_book) WHERE (book = 'refund_payable'::text);

CREATE INDEX reservation_by_account ON public.reservation USING btree (account_id);

CREATE INDEX reservation_by_moment ON public.reservation USING btree (until);

CREATE INDEX reservation_by_record ON public.reservation USING btree (record_id) WHERE (record_id IS NOT NULL);

CREATE INDEX sub_card_by_account ON public.sub_card USING btree (account_id);

CREATE INDEX sub_card_by_msisdn ON public.sub_card USING btree (msisdn, paid_from);

CREATE INDEX top_up_by_account ON public.top_up USING btree (account_id, asked_at DESC);

CREATE INDEX top_up_by_time ON public.top_up USING btree (asked_at DESC);

CREATE UNIQUE INDEX top_up_of_transaction ON public.top_up USING btree (provider, transaction_id) WHERE (transaction_id <> ''::text);

CREATE INDEX top_up_pending ON public.top_up USING btree (space) WHERE (state = 'pending'::text);

CREATE INDEX usage_difference_by_run ON public.usage_difference USING btree (run_id, subscriber_id);

CREATE INDEX usage_record_by_session ON public.usage_record USING btree (session_key) WHERE (session_key IS NOT NULL);

CREATE INDEX usage_record_by_subscriber ON public.usage_record USING btree (subscriber_id, started_at);

CREATE UNIQUE INDEX usage_record_once_by_file ON public.usage_record USING btree (started_at, msisdn, kind, peer, file_seq) WHERE (use_key IS NULL);

CREATE UNIQUE INDEX usage_record_once_by_key ON public.usage_record USING btree (started_at, use_key) WHERE (use_key IS NOT NULL);

CREATE INDEX usage_record_waiting ON public.usage_record USING btree (subscriber_id, started_at) WHERE (reason IS NOT NULL);

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_is_append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.posting FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_is_append_only();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.usage_difference FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_is_append_only();

CREATE TRIGGER balanced AFTER INSERT ON public.posting REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION public.posting_is_balanced();

ALTER TABLE ONLY public.charged_month
    ADD CONSTRAINT charged_month_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.closed_to_cards
    ADD CONSTRAINT closed_to_cards_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.paid_subscriber
    ADD CONSTRAINT paid_subscriber_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.sub_card
    ADD CONSTRAINT sub_card_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.top_up
    ADD CONSTRAINT top_up_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

INSERT INTO public.alembic_version VALUES ('billing_terms');
