CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$;

CREATE FUNCTION posting_is_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM written GROUP BY entry_id HAVING sum(amount) <> 0) THEN
            RAISE EXCEPTION 'an entry of the ledger is not balanced'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    END $$;

CREATE TYPE usage_told_3 AS (
    id text, subscriber_id text, kind text, msisdn text, peer text, started_at timestamptz,
    quantity bigint, roam_type text, file_seq bigint, visited_plmn text, element text,
    record_seq bigint, rating_group bigint, partial integer, of_session_before bigint,
    use_key bytea, session_key bytea, units bigint, message_id uuid, account_id uuid,
    millifen bigint, derivation text, allowance_used bigint, reason text
);

CREATE TABLE account (
    id UUID NOT NULL,
    customer_id TEXT NOT NULL,
    offering TEXT NOT NULL,
    state TEXT NOT NULL,
    balance BIGINT DEFAULT 0 NOT NULL,
    carry INTEGER DEFAULT 0 NOT NULL,
    version BIGINT DEFAULT 0 NOT NULL,
    kept_from TIMESTAMP WITH TIME ZONE,
    kept_to TIMESTAMP WITH TIME ZONE,
    holds_books BOOLEAN DEFAULT false NOT NULL,
    payment_type TEXT DEFAULT 'prepaid' NOT NULL,
    credit_limit BIGINT DEFAULT 0 NOT NULL,
    limit_afterwards BIGINT,
    limit_until TIMESTAMP WITH TIME ZONE,
    high_use_in DATE,
    high_use_settled BOOLEAN DEFAULT false NOT NULL,
    granted_month DATE,
    holds_cards BOOLEAN DEFAULT false NOT NULL,
    kept_term TIMESTAMP WITH TIME ZONE,
    kept_lifted TIMESTAMP WITH TIME ZONE,
    charged_month DATE,
    PRIMARY KEY (id),
    CONSTRAINT carry_is_less_than_a_fen CHECK (carry BETWEEN 0 AND 999),
    CONSTRAINT account_payment_type CHECK (payment_type IN ('prepaid', 'postpaid')),
    CONSTRAINT account_credit_is_for_who_pays_later CHECK (credit_limit >= 0 AND (payment_type = 'postpaid' OR credit_limit = 0))
)
 WITH (fillfactor = 70);

CREATE TABLE balance_book (
    id UUID NOT NULL,
    account_id UUID NOT NULL,
    kind TEXT NOT NULL,
    pays TEXT[] NOT NULL,
    amount BIGINT NOT NULL,
    left_over BIGINT NOT NULL,
    valid_from TIMESTAMP WITH TIME ZONE NOT NULL,
    valid_to TIMESTAMP WITH TIME ZONE,
    ended BOOLEAN DEFAULT false NOT NULL,
    CONSTRAINT balance_book_id PRIMARY KEY (id),
    CONSTRAINT balance_book_was_given_money CHECK (amount > 0),
    CONSTRAINT balance_book_pays_what_it_has CHECK (left_over BETWEEN 0 AND amount)
)
 WITH (fillfactor = 70);

CREATE INDEX balance_book_by_account ON balance_book (account_id) WHERE NOT ended;

CREATE TABLE customer (
    id TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    segment TEXT NOT NULL,
    region TEXT NOT NULL,
    CONSTRAINT customer_id PRIMARY KEY (id)
);

CREATE TABLE allowance (
    id UUID NOT NULL,
    account_id UUID NOT NULL,
    source TEXT NOT NULL,
    offering TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    total BIGINT NOT NULL,
    used BIGINT DEFAULT 0 NOT NULL,
    included JSONB NOT NULL,
    valid_from TIMESTAMP WITH TIME ZONE NOT NULL,
    valid_to TIMESTAMP WITH TIME ZONE NOT NULL,
    usable_to TIMESTAMP WITH TIME ZONE NOT NULL,
    cause_id TEXT NOT NULL,
    price BIGINT NOT NULL,
    renews BOOLEAN NOT NULL,
    CONSTRAINT allowance_id PRIMARY KEY (id),
    CONSTRAINT allowance_pays_what_it_has CHECK (used BETWEEN 0 AND total)
)
 WITH (fillfactor = 70);

CREATE INDEX allowance_by_account ON allowance (account_id, usable_to);

CREATE TABLE class_of_use (
    id UUID NOT NULL,
    account_id UUID NOT NULL,
    subscriber_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    tariff TEXT NOT NULL,
    catalogue INTEGER NOT NULL,
    used BIGINT NOT NULL,
    draws_on UUID[] NOT NULL,
    drawn BIGINT[] NOT NULL,
    CONSTRAINT class_of_use_id PRIMARY KEY (id),
    CONSTRAINT class_of_use_draws_on_each CHECK (cardinality(draws_on) = cardinality(drawn))
)
 WITH (fillfactor = 70);

CREATE INDEX class_of_use_by_account ON class_of_use (account_id, since);

CREATE INDEX class_of_use_by_age ON class_of_use USING brin (since);

CREATE TABLE catalogue_version (
    version BIGINT GENERATED ALWAYS AS IDENTITY,
    valid_from DATE NOT NULL,
    document TEXT NOT NULL,
    loaded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (version)
);

CREATE TABLE reservation (
    id UUID NOT NULL,
    account_id UUID NOT NULL,
    state TEXT NOT NULL,
    millifen BIGINT NOT NULL,
    until TIMESTAMP WITH TIME ZONE NOT NULL,
    record_id TEXT,
    subscriber_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    msisdn TEXT NOT NULL,
    peer TEXT NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    quantity BIGINT NOT NULL,
    roam_type TEXT NOT NULL,
    visited_plmn TEXT,
    PRIMARY KEY (id),
    CONSTRAINT reservation_keeps_money CHECK (millifen >= 0),
    CONSTRAINT reservation_held_for_a_record CHECK ((state = 'held') = (record_id IS NOT NULL))
)
 WITH (fillfactor = 70);

CREATE INDEX reservation_by_account ON reservation (account_id);

CREATE INDEX reservation_by_moment ON reservation (until);

CREATE INDEX reservation_by_record ON reservation (record_id) WHERE record_id IS NOT NULL;

CREATE TABLE ledger_entry (
    id UUID NOT NULL,
    account_id UUID,
    why TEXT NOT NULL,
    cause_id TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT ledger_entry_cause_moves_once PRIMARY KEY (id)
);

CREATE INDEX ledger_entry_by_cause ON ledger_entry (account_id, cause_id);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

CREATE TABLE posting (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    entry_id UUID NOT NULL,
    account_id UUID,
    book TEXT NOT NULL,
    amount BIGINT NOT NULL,
    of_book UUID,
    PRIMARY KEY (id),
    CONSTRAINT posting_moves_money CHECK (amount <> 0)
);

CREATE INDEX posting_by_account ON posting (account_id, id);

CREATE INDEX posting_by_entry ON posting (entry_id);

CREATE INDEX posting_of_refunds ON posting (account_id) INCLUDE (amount, of_book) WHERE book = 'refund_payable';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON posting
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

CREATE TRIGGER balanced AFTER INSERT ON posting REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION posting_is_balanced();

CREATE TABLE adjustment (
    id UUID NOT NULL,
    account_id UUID NOT NULL,
    amount BIGINT NOT NULL,
    reason_code TEXT NOT NULL,
    reason TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    state TEXT NOT NULL,
    decided_by TEXT DEFAULT '' NOT NULL,
    decided_at TIMESTAMP WITH TIME ZONE,
    detail JSONB,
    CONSTRAINT adjustment_once PRIMARY KEY (id),
    CONSTRAINT adjustment_moves_money CHECK (amount <> 0),
    CONSTRAINT adjustment_is_decided_by_another CHECK (decided_by <> asked_by)
);

CREATE INDEX adjustment_by_time ON adjustment (asked_at);

CREATE INDEX adjustment_waiting ON adjustment (account_id) WHERE state = 'waiting';

CREATE TABLE moved_alone (
    day DATE NOT NULL,
    whose TEXT NOT NULL,
    amount BIGINT DEFAULT 0 NOT NULL,
    PRIMARY KEY (day, whose),
    CONSTRAINT moved_alone_is_money CHECK (amount >= 0)
);

CREATE INDEX moved_alone_age ON moved_alone USING brin (day);

CREATE TABLE payment_reversal (
    payment_id UUID NOT NULL,
    reason TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT payment_is_reversed_once PRIMARY KEY (payment_id)
);

CREATE TABLE voucher (
    serial TEXT NOT NULL,
    seal TEXT NOT NULL,
    batch TEXT NOT NULL,
    amount BIGINT NOT NULL,
    valid_to TIMESTAMP WITH TIME ZONE NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT voucher_serial PRIMARY KEY (serial),
    CONSTRAINT voucher_code_once UNIQUE (seal),
    CONSTRAINT voucher_is_worth_something CHECK (amount > 0)
);

CREATE TABLE voucher_try (
    account_id UUID NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    wrong INTEGER NOT NULL,
    locked_until TIMESTAMP WITH TIME ZONE,
    CONSTRAINT voucher_try_of_account PRIMARY KEY (account_id)
);

CREATE TABLE usage_record (
    id TEXT NOT NULL,
    subscriber_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    msisdn TEXT NOT NULL,
    peer TEXT NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    quantity BIGINT NOT NULL,
    roam_type TEXT NOT NULL,
    file_seq BIGINT NOT NULL,
    account_id UUID,
    millifen BIGINT,
    derivation TEXT NOT NULL,
    reason TEXT,
    heard_at TIMESTAMP WITH TIME ZONE NOT NULL,
    rated_at TIMESTAMP WITH TIME ZONE,
    allowance_used BIGINT,
    message_id UUID,
    visited_plmn TEXT,
    element TEXT,
    record_seq BIGINT,
    rating_group BIGINT,
    partial INTEGER,
    of_session_before BIGINT,
    use_key BYTEA,
    session_key BYTEA,
    units BIGINT,
    CONSTRAINT usage_record_id PRIMARY KEY (id),
    CONSTRAINT usage_record_is_rated_or_waits CHECK ((millifen IS NULL) <> (reason IS NULL))
);

CREATE INDEX usage_record_by_session ON usage_record (session_key) WHERE session_key IS NOT NULL;

CREATE INDEX usage_record_by_subscriber ON usage_record (subscriber_id, started_at);

CREATE INDEX usage_record_waiting ON usage_record (subscriber_id, started_at) WHERE reason IS NOT NULL;

CREATE UNIQUE INDEX usage_record_once_by_file ON usage_record (started_at, msisdn, kind, peer, file_seq) WHERE use_key IS NULL;

CREATE UNIQUE INDEX usage_record_once_by_key ON usage_record (started_at, use_key) WHERE use_key IS NOT NULL;

CREATE TABLE usage_total (
    kind TEXT NOT NULL,
    stripe SMALLINT NOT NULL,
    total BIGINT NOT NULL,
    PRIMARY KEY (kind, stripe)
)
 WITH (fillfactor = 50);

CREATE TABLE usage_difference (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    record_id TEXT NOT NULL,
    run_id UUID NOT NULL,
    subscriber_id TEXT NOT NULL,
    from_millifen BIGINT NOT NULL,
    to_millifen BIGINT NOT NULL,
    derivation TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT usage_difference_once_a_run PRIMARY KEY (record_id, run_id),
    CONSTRAINT usage_difference_is_one CHECK (from_millifen <> to_millifen)
);

CREATE INDEX usage_difference_by_run ON usage_difference (run_id, subscriber_id);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON usage_difference
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

CREATE TABLE month_of_use (
    subscriber_id TEXT NOT NULL,
    month DATE NOT NULL,
    tariff TEXT NOT NULL,
    used BIGINT NOT NULL,
    PRIMARY KEY (subscriber_id, month, tariff),
    CONSTRAINT month_of_use_grows CHECK (used >= 0)
)
 WITH (fillfactor = 70);

CREATE INDEX month_of_use_by_age ON month_of_use USING brin (month);

CREATE TABLE data_opening (
    subscriber_id TEXT NOT NULL,
    month DATE NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (subscriber_id, month, opened_at)
);

CREATE TABLE paid_subscriber (
    subscriber_id UUID NOT NULL,
    account_id UUID NOT NULL,
    msisdn TEXT NOT NULL,
    paid_from TIMESTAMP WITH TIME ZONE NOT NULL,
    paid_to TIMESTAMP WITH TIME ZONE,
    level SMALLINT DEFAULT 0 NOT NULL,
    level_version BIGINT DEFAULT 0 NOT NULL,
    level_since TIMESTAMP WITH TIME ZONE,
    reminders SMALLINT DEFAULT 0 NOT NULL,
    reminded_on DATE,
    subscriber_version BIGINT DEFAULT 0 NOT NULL,
    CONSTRAINT paid_subscriber_id PRIMARY KEY (subscriber_id),
    FOREIGN KEY(account_id) REFERENCES account (id)
)
 WITH (fillfactor = 70);

CREATE INDEX paid_subscriber_by_account ON paid_subscriber (account_id);

CREATE INDEX paid_subscriber_by_msisdn ON paid_subscriber (msisdn, paid_from);

CREATE TABLE sub_card (
    subscriber_id UUID NOT NULL,
    account_id UUID NOT NULL,
    msisdn TEXT NOT NULL,
    offering TEXT NOT NULL,
    paid_from TIMESTAMP WITH TIME ZONE NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE,
    paid_to TIMESTAMP WITH TIME ZONE,
    kept_from TIMESTAMP WITH TIME ZONE,
    kept_to TIMESTAMP WITH TIME ZONE,
    subscriber_version BIGINT DEFAULT 0 NOT NULL,
    kept_term TIMESTAMP WITH TIME ZONE,
    CONSTRAINT sub_card_id PRIMARY KEY (subscriber_id),
    FOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE INDEX sub_card_by_account ON sub_card (account_id);

CREATE INDEX sub_card_by_msisdn ON sub_card (msisdn, paid_from);

CREATE TABLE closed_to_cards (
    account_id UUID NOT NULL,
    CONSTRAINT closed_to_cards_id PRIMARY KEY (account_id),
    FOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE TABLE charged_month (
    account_id UUID NOT NULL,
    month DATE NOT NULL,
    millifen BIGINT NOT NULL,
    PRIMARY KEY (account_id, month),
    FOREIGN KEY(account_id) REFERENCES account (id)
)
 WITH (fillfactor = 70);

CREATE INDEX charged_month_by_age ON charged_month USING brin (month);

CREATE TABLE payment (
    id UUID NOT NULL,
    account_id UUID NOT NULL,
    channel TEXT NOT NULL,
    reference TEXT NOT NULL,
    amount BIGINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    space TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT payment_reference UNIQUE (channel, reference, space),
    CONSTRAINT payment_is_money CHECK (amount > 0),
    FOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE INDEX payment_by_account ON payment (account_id, at);

CREATE INDEX payment_by_moment ON payment (at DESC, id);

CREATE TABLE top_up (
    id UUID NOT NULL,
    account_id UUID NOT NULL,
    channel TEXT NOT NULL,
    space TEXT NOT NULL,
    reference TEXT NOT NULL,
    amount BIGINT NOT NULL,
    provider TEXT NOT NULL,
    state TEXT NOT NULL,
    paid BIGINT,
    transaction_id TEXT DEFAULT '' NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    CONSTRAINT top_up_reference UNIQUE (channel, space, reference),
    CONSTRAINT top_up_is_money CHECK (amount > 0),
    CONSTRAINT top_up_is_paid_with_money CHECK (paid > 0),
    CONSTRAINT top_up_done_is_paid CHECK ((state IN ('done', 'reversed')) = (paid IS NOT NULL)),
    FOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE INDEX top_up_by_account ON top_up (account_id, asked_at DESC);

CREATE INDEX top_up_by_time ON top_up (asked_at DESC);

CREATE INDEX top_up_pending ON top_up (space) WHERE state = 'pending';

CREATE UNIQUE INDEX top_up_of_transaction ON top_up (provider, transaction_id) WHERE transaction_id != '';
