"""What a transaction wants said: rows beside the state, sent by the relay after the commit."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import TypeVar
from uuid import UUID

from google.protobuf.message import Message

from boss.audit.v1.events_pb2 import AuditRecorded
from kernel.ids import new_id_octets, new_ids
from kernel.value import value
from runtime.database.connection import Connection
from runtime.database.database import Database
from runtime.database.unit_of_work import Publisher
from runtime.messaging.packs import pack
from runtime.messaging.typed_text import TypedText, lay_beside, taken_out
from runtime.telemetry.orders import order_of
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
_PUT_PACK = """
INSERT INTO outbox (topic, key, payload, event_id, event_type, subject, order_id, occurred_at,
    traceparent, events, pack)
VALUES ($1, '', '', $2, $3, '', $4, $5, $6, $7, $8)
"""
Event = TypeVar("Event")
SMALLEST_PACK, LARGEST_PACK = 16, 500
"""Fewer events stand in rows of their own; more would be much to send again after a crash."""


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
        outgoing, texts = _without_texts(outgoing)
        await lay_beside(connection, texts, database=self._database)
        for events, are_packed in packed(outgoing):
            put = self._put_pack if are_packed else self._put_rows
            await put(connection, events, now=now)
        if outgoing:
            self.wake_after_commit()

    def publisher(self, message_of: Callable[[Event], Outgoing]) -> Publisher[Event]:
        """Return what publishes a service's own events, each as the message it is on the wire."""

        async def publish(
            connection: Connection, events: Sequence[Event], *, now: datetime
        ) -> None:
            await self.put(connection, [message_of(event) for event in events], now=now)

        return publish

    async def _put_rows(
        self, connection: Connection, outgoing: Sequence[Outgoing], *, now: datetime
    ) -> None:
        await connection.exec_driver_sql(_PUT, (*columns_of(outgoing), now))

    async def _put_pack(
        self, connection: Connection, outgoing: Sequence[Outgoing], *, now: datetime
    ) -> None:
        """Put events of one kind into one row: they cost a fraction of what their rows would."""
        first = outgoing[0]
        order = order_of(first.message) or current_order()
        ids = new_id_octets(len(outgoing))
        row = (
            first.topic,
            UUID(bytes=ids[0]),
            first.message.DESCRIPTOR.full_name,
            order,
            now,
            current_traceparent(order),
            len(outgoing),
            pack(
                (own, each.key, each.message.SerializeToString())
                for own, each in zip(ids, outgoing, strict=True)
            ),
        )
        await connection.exec_driver_sql(_PUT_PACK, row)

    def wake_after_commit(self) -> None:
        """Wake the relay once this task's transaction has committed."""
        self._database.after_commit(self.wake)

    def wake(self) -> None:
        """Tell the relay of this process that there is something to send."""
        self.woken.set()


def columns_of(outgoing: Sequence[Outgoing]) -> tuple[object, ...]:
    """Return topics, keys, payloads, ids, types, subjects, orders and traces of these events.

    For a statement that puts them beside their state; not for what is audited, whose texts go
    apart. Whoever runs it wakes the relay after the commit.
    """
    about = current_order()
    orders = [order_of(each.message) or about for each in outgoing]
    traces = {order: current_traceparent(order) for order in set(orders)}
    return (
        [each.topic for each in outgoing],
        [each.key for each in outgoing],
        [each.message.SerializeToString() for each in outgoing],
        new_ids(len(outgoing)),
        [each.message.DESCRIPTOR.full_name for each in outgoing],
        [each.subject or each.key for each in outgoing],
        orders,
        [traces[order] for order in orders],
    )


def _without_texts(
    outgoing: Sequence[Outgoing],
) -> tuple[Sequence[Outgoing], Sequence[TypedText]]:
    """Take what people typed out of what is audited; everything else stays as it is."""
    if not any(isinstance(each.message, AuditRecorded) for each in outgoing):
        return outgoing, ()
    said, texts = [], []
    for each in outgoing:
        if isinstance(each.message, AuditRecorded):
            message, text = taken_out(each.message)
            said.append(Outgoing(each.topic, each.key, message, each.subject))
            texts += [text] if text else []
        else:
            said.append(each)
    return said, texts


def packed(outgoing: Sequence[Outgoing]) -> Iterator[tuple[Sequence[Outgoing], bool]]:
    """Cut events, in their order, into those that share a row and those that have one each.

    Those of a pack are of one topic, type and order, and each is about its key.
    """
    loose: list[Outgoing] = []
    for kind, run in groupby(outgoing, _pack_of):
        every = list(run)
        if kind is None or len(every) < SMALLEST_PACK:
            loose += every
            continue
        if loose:
            yield loose, False
            loose = []
        for start in range(0, len(every), LARGEST_PACK):
            yield every[start : start + LARGEST_PACK], True
    if loose:
        yield loose, False


def _pack_of(outgoing: Outgoing) -> tuple[str, type[Message], str] | None:
    if outgoing.subject:
        return None
    return (outgoing.topic, type(outgoing.message), order_of(outgoing.message))
