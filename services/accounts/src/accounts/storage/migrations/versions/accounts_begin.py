"""Accounts' tables: customers, places, proofs, stock, subscribers, stops, audit."""

from alembic import op

revision = "accounts_begin"
down_revision = None
branch_labels = ("accounts",)
depends_on = None

# Identifiers compare by their bytes: a prefix is a range, and a page goes on where one ended.
_WORD = 'text COLLATE "C"'

_TABLES = (
    # What is personal is sealed (AES-GCM); a paper is found by its blind index alone.
    f"""
    CREATE TABLE customer (
        id {_WORD} PRIMARY KEY,
        blind_index bytea NOT NULL CONSTRAINT customer_paper UNIQUE,
        paper_type text NOT NULL,
        key_id text NOT NULL,
        sealed bytea NOT NULL,
        paper_valid_until date,
        captured_by text NOT NULL,
        blacklisted boolean NOT NULL DEFAULT false,
        registered_at timestamptz NOT NULL,
        version bigint NOT NULL
    )
    """,
    "CREATE INDEX customer_by_age ON customer (registered_at, id)",
    # One of the numbers a paper may have, held for an open order.
    f"""
    CREATE TABLE place_hold (
        order_id {_WORD} PRIMARY KEY,
        customer_id {_WORD} NOT NULL REFERENCES customer (id)
    )
    """,
    "CREATE INDEX place_hold_by_customer ON place_hold (customer_id)",
    f"""
    CREATE TABLE proof (
        id {_WORD} PRIMARY KEY,
        customer_id {_WORD} NOT NULL REFERENCES customer (id),
        checks text[] NOT NULL,
        channel text NOT NULL,
        checked_by text NOT NULL,
        checked_at timestamptz NOT NULL,
        used_by_order text NOT NULL DEFAULT ''
    ) WITH (fillfactor = 80)
    """,
    f"""
    CREATE TABLE phone_number (
        msisdn {_WORD} PRIMARY KEY,
        state text NOT NULL,
        reserved_for_order text NOT NULL DEFAULT '',
        quarantined_until timestamptz,
        recycled boolean NOT NULL DEFAULT false,
        CONSTRAINT reserved_for_somebody CHECK ((state = 'reserved') = (reserved_for_order <> ''))
    ) WITH (fillfactor = 80)
    """,
    "CREATE INDEX phone_number_by_state ON phone_number (state, msisdn)",
    f"""
    CREATE TABLE sim_card (
        iccid {_WORD} PRIMARY KEY,
        imsi {_WORD} NOT NULL CONSTRAINT sim_card_imsi UNIQUE,
        state text NOT NULL,
        reserved_for_order text NOT NULL DEFAULT '',
        CONSTRAINT reserved_for_somebody CHECK ((state = 'reserved') = (reserved_for_order <> ''))
    ) WITH (fillfactor = 80)
    """,
    "CREATE INDEX sim_card_by_state ON sim_card (state, iccid)",
    # The state people see follows from phase and stops; it is not kept.
    f"""
    CREATE TABLE subscriber (
        id {_WORD} PRIMARY KEY,
        holder_id {_WORD} NOT NULL REFERENCES customer (id),
        msisdn {_WORD} NOT NULL REFERENCES phone_number (msisdn),
        iccid {_WORD} NOT NULL REFERENCES sim_card (iccid),
        offering text NOT NULL,
        opened_by text NOT NULL,
        phase text NOT NULL,
        sim_since timestamptz,
        activated_at timestamptz,
        terminated_at timestamptz,
        version bigint NOT NULL
    ) WITH (fillfactor = 80)
    """,
    "CREATE INDEX subscriber_by_holder ON subscriber (holder_id, id)",
    """
    CREATE UNIQUE INDEX subscriber_has_the_number ON subscriber (msisdn)
        WHERE phase IN ('pending', 'active')
    """,
    """
    CREATE UNIQUE INDEX subscriber_has_the_card ON subscriber (iccid)
        WHERE phase IN ('pending', 'active')
    """,
    # The network-access agreement (R-OPEN-1), as it was signed.
    f"""
    CREATE TABLE agreement (
        subscriber_id {_WORD} PRIMARY KEY REFERENCES subscriber (id),
        service_types text NOT NULL,
        service_items text NOT NULL,
        tariff_plan text NOT NULL,
        payment_plan text NOT NULL,
        version text NOT NULL,
        signed_at timestamptz NOT NULL
    )
    """,
    f"""
    CREATE TABLE subscriber_stop (
        subscriber_id {_WORD} NOT NULL REFERENCES subscriber (id),
        reason text NOT NULL,
        level smallint NOT NULL CHECK (level IN (1, 2)),
        since timestamptz NOT NULL,
        added_by text NOT NULL,
        until timestamptz,
        lifted_at timestamptz,
        lifted_by text NOT NULL DEFAULT '',
        PRIMARY KEY (subscriber_id, reason, level, added_by)
    )
    """,
    """
    CREATE UNIQUE INDEX subscriber_stop_in_force ON subscriber_stop (subscriber_id, reason, level)
        WHERE lifted_at IS NULL
    """,
    """
    CREATE TABLE audit (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        actor text NOT NULL,
        channel text NOT NULL,
        action text NOT NULL,
        object_id text NOT NULL,
        reason text NOT NULL,
        outcome text NOT NULL,
        service text NOT NULL,
        at timestamptz NOT NULL,
        hash bytea NOT NULL
    )
    """,
    "CREATE INDEX audit_by_actor ON audit (actor, id)",
    "CREATE INDEX audit_by_object ON audit (object_id, id)",
    # The end of the chain of hashes; its lock puts entries in one order.
    """
    CREATE TABLE audit_end (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        hash bytea NOT NULL
    )
    """,
    "INSERT INTO audit_end (hash) VALUES (decode(repeat('00', 32), 'hex'))",
    """
    CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$
    """,
    """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
        FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()
    """,
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
