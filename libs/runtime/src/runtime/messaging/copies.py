"""Copies of parked events for watchers: the topic `<topic>.<service>.dlq`."""

from runtime.database.connection import Connection
from runtime.messaging.incoming import Incoming
from runtime.messaging.outbox import Outbox

ENDING = ".dlq"

_PUT = """
INSERT INTO outbox
    (topic, key, payload, event_id, event_type, subject, order_id, occurred_at, traceparent, cause)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""


class Copies:
    """Puts a copy of what is parked into the outbox, in the transaction that parks it."""

    def __init__(self, outbox: Outbox, *, service: str) -> None:
        self._outbox = outbox
        self._service = service

    async def put(self, connection: Connection, incoming: Incoming, *, cause: str) -> None:
        """Let watchers have this event as it was, with the cause in a header."""
        record, headers = incoming.record, incoming.record.headers
        row = (
            f"{record.topic}.{self._service}{ENDING}",
            record.key,
            record.payload,
            incoming.message_id,
            incoming.event_type,
            headers.get("ce_subject", record.key),
            headers.get("ce_orderid", ""),
            incoming.received.occurred_at if incoming.received else record.recorded_at,
            headers.get("traceparent", ""),
            cause[:500],
        )
        await connection.exec_driver_sql(_PUT, row)
        self._outbox.wake_after_commit()
