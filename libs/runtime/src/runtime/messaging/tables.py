"""Events on their way out and in: outbox, what was sent, inbox, what is parked, control totals."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Sequence,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from runtime.database.metadata import METADATA, made_with

NOW = text("now()")
OUTBOX_ID = Sequence("outbox_id", metadata=METADATA)
# Packs are read once and dropped: to make them smaller would cost more than it spares.
_AS_IT_IS = "ALTER TABLE %(table)s ALTER COLUMN pack SET STORAGE EXTERNAL"


def _event() -> tuple[Column[object], ...]:
    return (
        Column("topic", Text, nullable=False),
        Column("key", Text, nullable=False),
        Column("payload", LargeBinary, nullable=False),
        Column("event_id", Uuid, nullable=False),
        Column("event_type", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("order_id", Text, nullable=False),
        Column("occurred_at", DateTime(timezone=True), nullable=False),
        Column("traceparent", Text, nullable=False),
    )


def _packed() -> tuple[Column[object], ...]:
    """Many events of one kind in one row (see `runtime.messaging.packs`)."""
    return (
        Column("events", Integer, nullable=False, server_default=text("1")),
        Column("pack", LargeBinary),
    )


# Waiting to be sent. Rows live for milliseconds, so the table stays small.
OUTBOX = Table(
    "outbox",
    METADATA,
    Column("id", BigInteger, primary_key=True, server_default=OUTBOX_ID.next_value()),
    *_event(),
    Column("cause", Text, nullable=False, server_default=""),
    Column("put_at", DateTime(timezone=True), nullable=False, server_default=NOW),
    *_packed(),
    CheckConstraint(
        "events = 1 AND pack IS NULL OR events > 1 AND pack IS NOT NULL",
        name="outbox_row_is_one_event_or_a_pack",
    ),
    postgresql_with={
        "autovacuum_vacuum_scale_factor": 0.01,
        "autovacuum_vacuum_threshold": 1000,
        "autovacuum_vacuum_cost_delay": 0,
    },
)

# Acknowledged by the broker, kept for a day, dropped by day.
OUTBOX_SENT = Table(
    "outbox_sent",
    METADATA,
    Column("sent_on", Date, nullable=False),
    Column("id", BigInteger, nullable=False),
    *_event(),
    Column("cause", Text, nullable=False),
    Column("put_at", DateTime(timezone=True), nullable=False),
    *_packed(),
    PrimaryKeyConstraint("id", "sent_on"),
    postgresql_partition_by="RANGE (sent_on)",
)

# What the outbox says, event by event, whether packed or not.
_UNPACKED = """
CREATE FUNCTION unpacked(pack bytea)
RETURNS TABLE (place bigint, event_id uuid, key text, payload bytea)
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
    DECLARE
        at integer := 1;
        key_length integer;
        payload_length integer;
    BEGIN
        place := 0;
        WHILE at <= length(pack) LOOP
            place := place + 1;
            event_id := encode(substring(pack FROM at FOR 16), 'hex')::uuid;
            key_length := ('x' || encode(substring(pack FROM at + 16 FOR 4), 'hex'))::bit(32)::int;
            payload_length :=
                ('x' || encode(substring(pack FROM at + 20 FOR 4), 'hex'))::bit(32)::int;
            key := convert_from(substring(pack FROM at + 24 FOR key_length), 'UTF8');
            payload := substring(pack FROM at + 24 + key_length FOR payload_length);
            at := at + 24 + key_length + payload_length;
            RETURN NEXT;
        END LOOP;
    END $$
"""
_SAID_EVENT = """
CREATE VIEW said_event AS
SELECT id, 1::bigint AS place, topic, key, payload, event_id, event_type, subject, order_id,
    occurred_at
FROM outbox WHERE pack IS NULL
UNION ALL
SELECT id, e.place, topic, e.key, e.payload, e.event_id, event_type, e.key, order_id,
    occurred_at
FROM outbox, unpacked(pack) AS e WHERE pack IS NOT NULL
"""
made_with(OUTBOX, _AS_IT_IS, _UNPACKED, _SAID_EVENT)
# Days are made ahead (see `runtime.database.housekeeping`); nothing falls beside them.
_OTHERWISE = "CREATE TABLE %(table)s_otherwise PARTITION OF %(table)s DEFAULT"
made_with(OUTBOX_SENT, _AS_IT_IS, _OTHERWISE)

# The broker the relay last sent to.
RELAY_STATE = Table(
    "relay_state",
    METADATA,
    Column("one", Boolean, CheckConstraint("one"), primary_key=True, server_default=text("true")),
    Column("broker", Text, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False, server_default=NOW),
)

# Ids are UUIDv7: their order is that of time, so a range of ids is a day.
INBOX = Table(
    "inbox",
    METADATA,
    Column("topic", Text, nullable=False),
    Column("message_id", Uuid, nullable=False),
    PrimaryKeyConstraint("message_id", "topic"),
    postgresql_partition_by="RANGE (message_id)",
)
made_with(INBOX, _OTHERWISE)

# Control totals; `stripe` spares consumers of one topic from waiting for each other.
HAND_OVER_TOTAL = Table(
    "hand_over_total",
    METADATA,
    Column("topic", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("stripe", Integer, primary_key=True, autoincrement=False),
    Column("total", BigInteger, nullable=False),
    # How late the newest fact of a topic is: the business clock cannot go before it.
    Column("newest_at", DateTime(timezone=True)),
    postgresql_with={"fillfactor": 50},
)

PARKED_MESSAGE = Table(
    "parked_message",
    METADATA,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("topic", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("message_id", Uuid, nullable=False),
    Column("event_type", Text, nullable=False),
    Column("partition", Integer, nullable=False),
    Column("record_offset", BigInteger, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("headers", JSONB, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("cause", Text, nullable=False),
    Column("behind", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("1")),
    Column("parked_at", DateTime(timezone=True), nullable=False, server_default=NOW),
    UniqueConstraint("topic", "message_id", name="parked_message_topic_message_id_key"),
)
Index("parked_message_by_key", PARKED_MESSAGE.c.topic, PARKED_MESSAGE.c.key, PARKED_MESSAGE.c.id)

# What people typed, waiting for the audit store.
TYPED_TEXT = Table(
    "typed_text",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("text", Text, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("put_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
    Column(
        "leased_until",
        DateTime(timezone=True),
        nullable=False,
        server_default=text("'-infinity'"),
    ),
)
