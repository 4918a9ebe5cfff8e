"""The pretend network's tables: HLR, switch, handsets, SMS centre, call records."""

from alembic import op

revision = "emulator_begin"
down_revision = None
branch_labels = ("emulator",)
depends_on = None

_PROFILE = """
        isdn text NOT NULL,
        outgoing text NOT NULL,
        incoming text NOT NULL,
        roaming text NOT NULL,
        packet text NOT NULL,
        lock_incoming boolean NOT NULL,
        lock_outgoing boolean NOT NULL,
        lock_packet boolean NOT NULL
"""

_TABLES = (
    # Keys are apart from subscriptions and come before them.
    """
    CREATE TABLE card_key (
        imsi text CONSTRAINT card_key_imsi PRIMARY KEY,
        k bytea NOT NULL,
        opc bytea NOT NULL,
        amf bytea NOT NULL,
        card_type text NOT NULL,
        sqn bigint NOT NULL DEFAULT 0
    ) WITH (fillfactor = 70)
    """,
    f"""
    CREATE TABLE subscription (
        imsi text CONSTRAINT subscription_imsi PRIMARY KEY
            CONSTRAINT subscription_has_key REFERENCES card_key (imsi),
        template integer NOT NULL,
        serving_node text NOT NULL DEFAULT '',
        located_at timestamptz,
        {_PROFILE},
        CONSTRAINT subscription_isdn UNIQUE (isdn)
    ) WITH (fillfactor = 70)
    """,
    """
    CREATE TABLE mml_log (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL,
        operator text NOT NULL,
        session text NOT NULL,
        command text NOT NULL,
        outcome text NOT NULL,
        before jsonb,
        after jsonb
    )
    """,
    """
    CREATE FUNCTION mml_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the command log is append-only'; END $$
    """,
    """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON mml_log
        FOR EACH STATEMENT EXECUTE FUNCTION mml_log_is_append_only()
    """,
    # The switch's own copy: no foreign key to the HLR, on purpose.
    f"""
    CREATE TABLE visitor (
        imsi text PRIMARY KEY,
        location text NOT NULL,
        attached_at timestamptz NOT NULL,
        turn bigint GENERATED ALWAYS AS IDENTITY,
        {_PROFILE}
    ) WITH (fillfactor = 70)
    """,
    "CREATE INDEX visitor_by_isdn ON visitor (isdn, turn DESC)",
    # The card in the handset, with the sequence number it accepted last.
    """
    CREATE TABLE handset (
        imsi text PRIMARY KEY,
        k bytea NOT NULL,
        opc bytea NOT NULL,
        amf bytea NOT NULL,
        sqn bigint NOT NULL
    )
    """,
    """
    CREATE TABLE made_call (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        imsi text NOT NULL,
        peer text NOT NULL,
        seconds integer NOT NULL,
        started_at timestamptz NOT NULL,
        cause text NOT NULL
    )
    """,
    "CREATE INDEX made_call_by_imsi ON made_call (imsi, id)",
    """
    CREATE TABLE text_message (
        id text PRIMARY KEY,
        turn bigint GENERATED ALWAYS AS IDENTITY,
        sender text NOT NULL,
        recipient text NOT NULL,
        body text NOT NULL,
        submitted_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        state text NOT NULL,
        delivered_imsi text NOT NULL DEFAULT '',
        delivered_at timestamptz
    )
    """,
    """
    CREATE INDEX text_message_waiting ON text_message (recipient, turn) WHERE state = 'waiting'
    """,
    "CREATE INDEX text_message_inbox ON text_message (delivered_imsi, turn)",
    """
    CREATE TABLE record_file (
        sequence bigint PRIMARY KEY,
        records integer NOT NULL,
        closed boolean NOT NULL DEFAULT false
    )
    """,
    "CREATE INDEX record_file_open ON record_file (sequence) WHERE NOT closed",
    # Records live until the file that holds them is closed.
    """
    CREATE TABLE call_record (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        file_sequence bigint,
        cdr_id text NOT NULL,
        type text NOT NULL,
        msisdn text NOT NULL,
        imsi text NOT NULL,
        peer text NOT NULL,
        start_time timestamptz NOT NULL,
        seconds integer NOT NULL,
        parts integer NOT NULL,
        octets bigint NOT NULL,
        cell text NOT NULL,
        roam_type text NOT NULL,
        written_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )
    """,
    "CREATE INDEX call_record_loose ON call_record (id) WHERE file_sequence IS NULL",
    "CREATE INDEX call_record_by_file ON call_record (file_sequence, id)",
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
