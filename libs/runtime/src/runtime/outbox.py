"""What a transaction wants said: rows beside the state, sent by the relay after the commit."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message

from kernel.ids import new_ids
from kernel.value import value
from runtime.connection import Connection
from runtime.database import Database
from runtime.telemetry.tracing import current_order, current_traceparent

_PUT = """
INSERT INTO outbox
    (topic, key, payload, event_id, event_type, subject, order_id, occurred_at, traceparent)
SELECT topic, key, payload, event_id, event_type, subject, order_id, $9, traceparent
FROM unnest($1::text[], $2::text[], $3::bytea[], $4::uuid[], $5::text[], $6::text[], $7::text[],
    $8::text[]) WITH ORDINALITY
    AS said(topic, key, payload, event_id, event_type, subject, order_id, traceparent, place)
ORDER BY place
"""


@value
class Outgoing:
    """One event to be said: `key` is the thing whose order matters."""

    topic: str
    key: str
    message: Message
    subject: str = ""


class Outbox:
    """Writes events in the transaction of their cause and wakes the relay when it commits."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.woken = asyncio.Event()

    async def put(
        self, connection: Connection, outgoing: Sequence[Outgoing], *, now: datetime
    ) -> None:
        """Say these events, in this order, once `connection`'s transaction has committed.

        `now` is the business time at which they happened (`ce_time`).
        """
        if not outgoing:
            return
        about = current_order()
        orders = [order_of(each.message) or about for each in outgoing]
        traces = {order: current_traceparent(order) for order in set(orders)}
        columns = (
            [each.topic for each in outgoing],
            [each.key for each in outgoing],
            [each.message.SerializeToString() for each in outgoing],
            new_ids(len(outgoing)),
            [each.message.DESCRIPTOR.full_name for each in outgoing],
            [each.subject or each.key for each in outgoing],
            orders,
            [traces[order] for order in orders],
            now,
        )
        await connection.exec_driver_sql(_PUT, columns)
        self.wake_after_commit()

    def wake_after_commit(self) -> None:
        """Wake the relay once this task's transaction has committed."""
        self._database.after_commit(self.wake)

    def wake(self) -> None:
        """Tell the relay of this process that there is something to send."""
        self.woken.set()


def order_of(message: Message) -> str:
    """Answer the order a message is about; empty where it names none."""
    if not _names_order(message.DESCRIPTOR):
        return ""
    return str(getattr(message, "order_id"))  # noqa: B009 - the field is known by name only


@cache
def _names_order(kind: Descriptor) -> bool:
    field = kind.fields_by_name.get("order_id")
    return field is not None and field.type == field.TYPE_STRING and not field.is_repeated
