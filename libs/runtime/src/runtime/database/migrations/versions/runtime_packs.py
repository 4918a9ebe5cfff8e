"""Many events of one kind in one row of the outbox (see `runtime.messaging.packs`)."""

from alembic import op

revision = "runtime_packs"
down_revision = "runtime_begin"
branch_labels = None
depends_on = None

_CHANGES = (
    "ALTER TABLE outbox ADD COLUMN events integer NOT NULL DEFAULT 1, ADD COLUMN pack bytea",
    "ALTER TABLE outbox_sent ADD COLUMN events integer NOT NULL DEFAULT 1, ADD COLUMN pack bytea",
    # Packs are read once and dropped: to make them smaller would cost more than it spares.
    "ALTER TABLE outbox ALTER COLUMN pack SET STORAGE EXTERNAL",
    "ALTER TABLE outbox_sent ALTER COLUMN pack SET STORAGE EXTERNAL",
    """
    ALTER TABLE outbox ADD CONSTRAINT outbox_row_is_one_event_or_a_pack
        CHECK (events = 1 AND pack IS NULL OR events > 1 AND pack IS NOT NULL)
    """,
    """
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
    """,
    # What the outbox says, event by event, whether packed or not.
    """
    CREATE VIEW said_event AS
    SELECT id, 1::bigint AS place, topic, key, payload, event_id, event_type, subject, order_id,
        occurred_at
    FROM outbox WHERE pack IS NULL
    UNION ALL
    SELECT id, e.place, topic, e.key, e.payload, e.event_id, event_type, e.key, order_id,
        occurred_at
    FROM outbox, unpacked(pack) AS e WHERE pack IS NOT NULL
    """,
)


def upgrade() -> None:
    for statement in _CHANGES:
        op.execute(statement)
