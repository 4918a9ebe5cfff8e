"""Many events of one kind in one row of the outbox."""

from alembic import op

revision = "runtime_packs"
down_revision = "runtime_begin"
branch_labels = None
depends_on = None

_ADD = """
ALTER TABLE {table}
    ADD COLUMN events integer NOT NULL DEFAULT 1,
    ADD COLUMN event_ids uuid[],
    ADD COLUMN keys text[],
    ADD COLUMN payloads bytea[]
"""
# Packs are read once and dropped: packing them tighter would cost more than it spares.
_AS_THEY_ARE = """
ALTER TABLE {table} ALTER COLUMN event_ids SET STORAGE EXTERNAL,
    ALTER COLUMN keys SET STORAGE EXTERNAL, ALTER COLUMN payloads SET STORAGE EXTERNAL
"""
_CHECK = """
ALTER TABLE outbox ADD CONSTRAINT outbox_row_is_one_event_or_a_pack CHECK (
    CASE WHEN event_ids IS NULL THEN events = 1 AND keys IS NULL AND payloads IS NULL
    ELSE events = cardinality(event_ids) AND events = cardinality(keys)
        AND events = cardinality(payloads) END)
"""
# What the outbox says, event by event, whether packed or not.
_SAID = """
CREATE VIEW said_event AS
SELECT id, 1::bigint AS place, topic, key, payload, event_id, event_type, subject, order_id,
    occurred_at
FROM outbox WHERE event_ids IS NULL
UNION ALL
SELECT id, place, topic, e.key, e.payload, e.event_id, event_type, e.key, order_id, occurred_at
FROM outbox, unnest(event_ids, keys, payloads) WITH ORDINALITY
    AS e(event_id, key, payload, place)
WHERE event_ids IS NOT NULL
"""


def upgrade() -> None:
    for table in ("outbox", "outbox_sent"):
        op.execute(_ADD.format(table=table))
        op.execute(_AS_THEY_ARE.format(table=table))
    op.execute(_CHECK)
    op.execute(_SAID)
