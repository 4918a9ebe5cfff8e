"""The relay: one per service sends what the outbox holds, in order per key, until it is told.

Rows are never looked for "after the last id seen": ids are given before commits. What is in the
table is not sent; what was acknowledged moves to `outbox_sent` in one statement.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from runtime import guessing
from runtime.database.housekeeping import keep_house
from runtime.database.retention import Kept, Pruning
from runtime.database.standing import OURS, Standing, forget, measure
from runtime.jobs.every import Every
from runtime.jobs.keep_running import keep_running, wait_for
from runtime.messaging.bell import Bell, bell_of
from runtime.messaging.broker import identity_of, new_producer
from runtime.messaging.copies import ENDING
from runtime.messaging.envelope import Envelope, headers_of
from runtime.messaging.outbox import Outbox
from runtime.messaging.relay_store import LOCK, RelayStore, events_of
from runtime.settings.service_settings import ServiceSettings
from runtime.telemetry import metrics
from runtime.telemetry.logs import logger

BATCH = 500
POLL_SECONDS = 0.05
IDLE_POLL_SECONDS = 2.0
"""Where whoever writes the outbox wakes us: what nobody said is found all the same."""
_STAND_BY_SECONDS = 1.0
_HOUSE_SECONDS = 600.0
_GAUGES_SECONDS = 10.0
_COPY_SECONDS = 5.0

_log = logger("relay")


class Relay:
    """Sends until it is stopped; any error means a new connection and a new producer.

    An idempotent producer can stay stuck after an outage (aiokafka#1017), so it is never reused.
    """

    def __init__(
        self,
        settings: ServiceSettings,
        outbox: Outbox,
        *,
        poll_seconds: float = POLL_SECONDS,
        keeps: Sequence[Kept] = (),
        standings: Sequence[Standing] = (),
    ) -> None:
        """`poll_seconds`: short where other processes write the outbox, they cannot wake this."""
        self._standings = (*OURS, *standings)
        self._pruning = Pruning(
            [
                Kept("step_log", "changed_at", settings.keep_steps_days),
                Kept("wrong_try", "since", guessing.KEEP_DAYS),
                *keeps,
            ]
        )
        self._settings = settings
        self._poll = poll_seconds
        self._woken = outbox.woken
        self._bell: Bell | None = None
        self._stopping = asyncio.Event()
        self._source = f"boss.{settings.service}"

    async def run(self) -> None:
        """Lead, or stand by for the one that leads, until `stop` is called."""
        if not self._stopping.is_set():
            await keep_running("relay", self._stand, stopping=self._stopping)

    def stop(self) -> None:
        """Send what is waiting now, then let `run` return."""
        self._stopping.set()
        self._woken.set()

    async def _stand(self) -> None:
        async with RelayStore.connect(self._settings.database_url) as store:
            while not await store.lead(LOCK):
                forget(self._standings)
                store.forget()
                if self._stopping.is_set():
                    return
                await asyncio.sleep(_STAND_BY_SECONDS)
            metrics.RELAY_LEADS.set(1)
            try:
                # Here too: while no broker answers, nothing behind this comes to its turn.
                await self._measure(store)
                await self._lead_with_a_new_producer(store)
            finally:
                metrics.RELAY_LEADS.set(0)

    async def _lead_with_a_new_producer(self, store: RelayStore) -> None:
        try:
            producer = await new_producer(self._settings)
            try:
                async with bell_of(self._settings) as self._bell:
                    await self._lead(store, producer)
            finally:
                await asyncio.shield(_stop(producer))
        except Exception:
            metrics.RELAY_REBUILT.inc()
            raise

    async def _lead(self, store: RelayStore, producer: AIOKafkaProducer) -> None:
        await self._send_the_day_to_another_broker(store, producer)
        house, gauges = Every(_HOUSE_SECONDS), Every(_GAUGES_SECONDS)
        while True:
            if house.is_due():
                await self._keep_house(store)
            await self._pruning.prune(store.connection)
            if gauges.is_due():
                await self._measure(store)
            self._woken.clear()
            rows = await store.waiting(BATCH)
            metrics.OUTBOX_AGE.set(rows[0]["age"] if rows else 0)
            if rows:
                await self._send(producer, rows)
                await store.acknowledge(rows)
            elif self._stopping.is_set():
                return
            # Who puts more meanwhile wakes it; what is left of a full batch waits for nobody.
            if sum(row["events"] for row in rows) < BATCH and not self._stopping.is_set():
                await wait_for(self._woken, seconds=self._poll)

    async def _measure(self, store: RelayStore) -> None:
        await store.measure()
        await measure(store.connection, self._standings)

    async def _keep_house(self, store: RelayStore) -> None:
        """Make and drop partitions; what goes wrong there must not keep events from being sent."""
        try:
            await keep_house(store.connection, keep_spans_hours=self._settings.keep_spans_hours)
        except Exception as error:
            metrics.LOOP_FAILED.labels("housekeeping").inc()
            _log.warning("housekeeping is put off", error=repr(error))

    async def _send_the_day_to_another_broker(
        self, store: RelayStore, producer: AIOKafkaProducer
    ) -> None:
        """Send the kept day again, in order, to a broker that is not the one it was sent to."""
        broker, before = await identity_of(self._settings), await store.broker()
        if broker == before:
            return
        if before is not None:
            _log.warning("another broker than before: the kept day is sent again")
            async for rows in store.sent(BATCH):
                await self._send(producer, rows)
        await store.remember_broker(broker)

    async def _send(self, producer: AIOKafkaProducer, rows: Sequence[Any]) -> None:
        """Send rows in their order and wait until the broker has them all."""
        facts = [
            event for row in rows if not row["topic"].endswith(ENDING) for event in events_of(row)
        ]
        acknowledgements = [await producer.send(**self._record(row)) for row in facts]
        await asyncio.gather(*acknowledgements)
        for row in facts:
            metrics.OUTBOX_SENT.labels(row["topic"]).inc()
        if self._bell is not None and facts:
            self._bell.ring({row["topic"] for row in facts})
        for row in rows:
            if row["topic"].endswith(ENDING):
                await self._send_copy(producer, row)

    async def _send_copy(self, producer: AIOKafkaProducer, row: Any) -> None:
        """Send a copy of a parked event; a missing topic for copies must not stop the facts."""
        try:
            async with asyncio.timeout(_COPY_SECONDS):
                await producer.send_and_wait(**self._record(row))
        except (KafkaError, TimeoutError) as error:
            _log.warning(
                "a copy of a parked event was not sent", topic=row["topic"], error=repr(error)
            )

    def _record(self, row: Any) -> dict[str, Any]:
        envelope = Envelope(
            id=row["event_id"],
            type=row["event_type"],
            source=self._source,
            subject=row["subject"],
            occurred_at=row["occurred_at"],
            traceparent=row["traceparent"],
            order_id=row["order_id"],
            cause=row["cause"],
        )
        return {
            "topic": row["topic"],
            "key": row["key"].encode() or None,
            "value": row["payload"],
            "headers": headers_of(envelope),
        }


async def _stop(producer: AIOKafkaProducer) -> None:
    try:
        async with asyncio.timeout(5):
            await producer.stop()
    except Exception as error:
        _log.warning("the relay's producer did not stop in order", error=repr(error))
