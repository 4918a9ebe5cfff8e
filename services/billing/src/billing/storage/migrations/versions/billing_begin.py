"""Billing's tables: accounts and what they pay for, the ledger, payments, usage, catalogues."""

from alembic import op

revision = "billing_begin"
down_revision = None
branch_labels = ("billing",)
depends_on = None

_TABLES = (
    """
    CREATE TABLE account (
        id uuid PRIMARY KEY,
        customer_id text NOT NULL,
        offering text NOT NULL,
        state text NOT NULL,
        balance bigint NOT NULL DEFAULT 0,
        carry integer NOT NULL DEFAULT 0 CONSTRAINT carry_is_less_than_a_fen
            CHECK (carry BETWEEN 0 AND 999),
        version bigint NOT NULL DEFAULT 0,
        kept_from timestamptz,
        kept_to timestamptz
    ) WITH (fillfactor = 70)
    """,
    # Whom an account pays for, from when to when, and what credit control wants of them.
    """
    CREATE TABLE paid_subscriber (
        subscriber_id uuid CONSTRAINT paid_subscriber_id PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES account (id),
        msisdn text NOT NULL,
        paid_from timestamptz NOT NULL,
        paid_to timestamptz,
        level smallint NOT NULL DEFAULT 0,
        level_version bigint NOT NULL DEFAULT 0,
        level_since timestamptz,
        reminders smallint NOT NULL DEFAULT 0,
        reminded_on date,
        subscriber_version bigint NOT NULL DEFAULT 0
    ) WITH (fillfactor = 70)
    """,
    "CREATE INDEX paid_subscriber_by_account ON paid_subscriber (account_id)",
    "CREATE INDEX paid_subscriber_by_msisdn ON paid_subscriber (msisdn, paid_from)",
    """
    CREATE TABLE ledger_entry (
        id uuid CONSTRAINT ledger_entry_cause_moves_once PRIMARY KEY,
        account_id uuid NOT NULL,
        why text NOT NULL,
        cause_id text NOT NULL,
        at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX ledger_entry_by_cause ON ledger_entry (account_id, cause_id)",
    """
    CREATE TABLE posting (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        entry_id uuid NOT NULL,
        account_id uuid NOT NULL,
        book text NOT NULL,
        amount bigint NOT NULL CONSTRAINT posting_moves_money CHECK (amount <> 0)
    )
    """,
    "CREATE INDEX posting_by_account ON posting (account_id, id)",
    "CREATE INDEX posting_by_entry ON posting (entry_id)",
    # An entry is written by one statement, so that statement shows whether it is balanced.
    """
    CREATE FUNCTION posting_is_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM written GROUP BY entry_id HAVING sum(amount) <> 0) THEN
            RAISE EXCEPTION 'an entry of the ledger is not balanced'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER balanced AFTER INSERT ON posting REFERENCING NEW TABLE AS written
        FOR EACH STATEMENT EXECUTE FUNCTION posting_is_balanced()
    """,
    """
    CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$
    """,
    """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON posting
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()
    """,
    """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_entry
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()
    """,
    """
    CREATE TABLE payment (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES account (id),
        channel text NOT NULL,
        reference text NOT NULL,
        amount bigint NOT NULL CONSTRAINT payment_is_money CHECK (amount > 0),
        at timestamptz NOT NULL,
        CONSTRAINT payment_reference UNIQUE (channel, reference)
    )
    """,
    # Rated where it has a charge, waiting where it has a reason. The duplicate key: rules 7.11.
    """
    CREATE TABLE usage_record (
        id text CONSTRAINT usage_record_id PRIMARY KEY,
        subscriber_id text NOT NULL,
        kind text NOT NULL,
        msisdn text NOT NULL,
        peer text NOT NULL,
        started_at timestamptz NOT NULL,
        quantity bigint NOT NULL,
        roam_type text NOT NULL,
        file_seq bigint NOT NULL,
        account_id uuid,
        millifen bigint,
        derivation text NOT NULL,
        reason text,
        heard_at timestamptz NOT NULL,
        rated_at timestamptz,
        CONSTRAINT usage_record_is_rated_or_waits CHECK ((millifen IS NULL) <> (reason IS NULL)),
        CONSTRAINT usage_record_once UNIQUE (msisdn, started_at, kind, peer, file_seq)
    )
    """,
    "CREATE INDEX usage_record_by_subscriber ON usage_record (subscriber_id, started_at)",
    """
    CREATE INDEX usage_record_waiting ON usage_record (subscriber_id, started_at)
        WHERE reason IS NOT NULL
    """,
    """
    CREATE TABLE usage_total (
        kind text NOT NULL,
        stripe smallint NOT NULL,
        total bigint NOT NULL,
        PRIMARY KEY (kind, stripe)
    ) WITH (fillfactor = 50)
    """,
    """
    CREATE TABLE catalogue_version (
        version bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        valid_from date NOT NULL,
        document text NOT NULL,
        loaded_at timestamptz NOT NULL
    )
    """,
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
