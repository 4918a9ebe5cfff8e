"""Provisioning's tables: changes and their lanes, profiles, the vault, cards, call records."""

from alembic import op

revision = "provisioning_begin"
down_revision = None
branch_labels = ("provisioning",)
depends_on = None

_TABLES = (
    """
    CREATE TABLE network_order (
        order_id text PRIMARY KEY,
        subscriber_id text NOT NULL,
        version bigint NOT NULL,
        left_to_do integer NOT NULL,
        state text NOT NULL DEFAULT 'in_flight',
        heard_at timestamptz NOT NULL
    ) WITH (fillfactor = 80)
    """,
    """
    CREATE TABLE network_change (
        seq bigint GENERATED ALWAYS AS IDENTITY,
        id text PRIMARY KEY,
        order_id text NOT NULL,
        subscriber_id text NOT NULL,
        place integer NOT NULL,
        kind text NOT NULL,
        msisdn text NOT NULL,
        imsi text NOT NULL,
        new_imsi text NOT NULL DEFAULT '',
        level text NOT NULL DEFAULT '',
        exists_after boolean NOT NULL DEFAULT true,
        urgency smallint NOT NULL,
        state text NOT NULL DEFAULT 'queued',
        serving_node text NOT NULL DEFAULT '',
        tries integer NOT NULL DEFAULT 0,
        element_code text NOT NULL DEFAULT '',
        element_says text NOT NULL DEFAULT '',
        asked_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL,
        ready_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        leased_until timestamptz,
        turn bigint NOT NULL DEFAULT 0,
        traceparent text NOT NULL DEFAULT ''
    ) WITH (fillfactor = 70)
    """,
    """
    CREATE INDEX network_change_to_do ON network_change (urgency, seq)
    WHERE state IN ('queued', 'sent', 'accepted')
    """,
    "CREATE INDEX network_change_held ON network_change (seq) WHERE state = 'held'",
    "CREATE INDEX network_change_by_order ON network_change (order_id)",
    # A change holds its lanes until it is finished; who came earlier goes first.
    """
    CREATE TABLE lane_place (
        lane text NOT NULL,
        seq bigint NOT NULL,
        change_id text NOT NULL,
        PRIMARY KEY (lane, seq)
    )
    """,
    "CREATE INDEX lane_place_of_change ON lane_place (change_id)",
    """
    CREATE TABLE profile (
        msisdn text PRIMARY KEY,
        subscriber_id text NOT NULL,
        imsi text NOT NULL,
        level text NOT NULL,
        present boolean NOT NULL,
        seen_imsi text NOT NULL DEFAULT '',
        seen_level text,
        seen_present boolean NOT NULL DEFAULT false,
        changed_at timestamptz NOT NULL
    ) WITH (fillfactor = 80)
    """,
    "CREATE INDEX profile_by_imsi ON profile (imsi) WHERE present",
    # Whose a card is or was: a record may come after the card was replaced.
    """
    CREATE TABLE card_holder (
        imsi text PRIMARY KEY,
        msisdn text NOT NULL,
        subscriber_id text NOT NULL
    )
    """,
    """
    CREATE TABLE awaited_card (
        imsi text PRIMARY KEY,
        msisdn text NOT NULL,
        subscriber_id text NOT NULL,
        holds_codes boolean NOT NULL,
        tries integer NOT NULL DEFAULT 0,
        look_at timestamptz NOT NULL,
        leased_until timestamptz,
        turn bigint NOT NULL DEFAULT 0,
        order_id text NOT NULL DEFAULT '',
        traceparent text NOT NULL DEFAULT ''
    ) WITH (fillfactor = 70)
    """,
    "CREATE INDEX awaited_card_due ON awaited_card (look_at)",
    "CREATE INDEX awaited_card_number ON awaited_card (msisdn) WHERE holds_codes",
    """
    CREATE TABLE card_key (
        imsi text PRIMARY KEY,
        key_id text NOT NULL,
        nonce bytea NOT NULL,
        sealed bytea NOT NULL
    )
    """,
    """
    CREATE TABLE element_log (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL,
        change_id text NOT NULL,
        order_id text NOT NULL,
        command text NOT NULL,
        code text NOT NULL,
        says text NOT NULL,
        milliseconds integer NOT NULL
    )
    """,
    "CREATE INDEX element_log_by_order ON element_log (order_id)",
    """
    CREATE TABLE element_session (
        seat integer PRIMARY KEY,
        holder text NOT NULL DEFAULT '',
        leased_until timestamptz NOT NULL DEFAULT '-infinity'
    )
    """,
    """
    CREATE TABLE record_file (
        name text PRIMARY KEY,
        file_seq bigint NOT NULL,
        records integer NOT NULL,
        said integer NOT NULL,
        refused integer NOT NULL,
        read_at timestamptz NOT NULL
    )
    """,
    """
    CREATE TABLE usage_record (
        record_id text PRIMARY KEY,
        file_seq bigint NOT NULL,
        record_seq integer NOT NULL
    )
    """,
    """
    CREATE TABLE refused_record (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        file_name text NOT NULL,
        line integer NOT NULL,
        reason text NOT NULL,
        record_id text NOT NULL DEFAULT '',
        refused_at timestamptz NOT NULL
    )
    """,
    """
    CREATE TABLE comparison (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        due_at timestamptz NOT NULL,
        leased_until timestamptz,
        turn bigint NOT NULL DEFAULT 0,
        finished_at timestamptz,
        compared bigint NOT NULL DEFAULT 0,
        skipped bigint NOT NULL DEFAULT 0,
        differences bigint NOT NULL DEFAULT 0
    )
    """,
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
