"""Handling what a topic says: each effect once, what fails alone, what cannot succeed parked."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from itertools import groupby

from kernel.clock import monotonic
from kernel.errors import Stale
from runtime.database.database import Database
from runtime.errors import is_transient
from runtime.messaging import parking
from runtime.messaging.consumer_spans import handling
from runtime.messaging.copies import Copies
from runtime.messaging.envelope import storable
from runtime.messaging.inbox import count, look, remember, settle, take
from runtime.messaging.incoming import Incoming, Record, read
from runtime.messaging.lanes import side_by_side
from runtime.messaging.lateness import note_lateness
from runtime.messaging.listener import Listener, Recalled, Received
from runtime.telemetry import metrics
from runtime.telemetry.logs import logger, mask

_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 5.0
# Well below `max_poll_interval_ms`: then the records are given back and fetched again.
_PATIENCE_SECONDS = 120.0

_log = logger("handling")


class MessageHandler:
    """One listener at work; safe against receiving the same record any number of times."""

    def __init__(self, listener: Listener, *, database: Database, copies: Copies) -> None:
        self.listener = listener
        self._kinds = listener.kinds()
        self._database = database
        self._copies = copies
        self._stopping = False

    def stop(self) -> None:
        """Stop trying again: what fails now is given back to the broker."""
        self._stopping = True

    async def consume(self, records: Sequence[Record]) -> None:
        """Handle records, those of a key in their order.

        Raises only what may succeed when they come again.
        """
        with metrics.CONSUMED_SECONDS.labels(self.listener.topic).time():
            await side_by_side(records, self._consume, lanes=self.listener.lanes)

    async def _consume(self, records: Sequence[Record]) -> None:
        incoming = [read(record, self._kinds) for record in records]
        for is_garbage, run in groupby(self._of_known_types(incoming), _is_garbage):
            batch = list(run)
            if is_garbage:
                await self._park_all(batch)
            else:
                await self._apply(batch)

    async def handle_parked(self, parked: parking.Parked) -> None:
        """Handle a parked event inside the ambient transaction; raises what its handler raises."""
        incoming = read(parked.record, self._kinds)
        if incoming.received is None:
            raise ValueError(incoming.cause or f"Nobody here handles {incoming.event_type}.")
        await self._handle([incoming.received])

    def _of_known_types(self, incoming: Sequence[Incoming]) -> list[Incoming]:
        known = [each for each in incoming if not each.is_unknown]
        if len(known) < len(incoming):
            for each in incoming:
                if each.is_unknown:
                    metrics.CONSUMED_UNKNOWN.labels(
                        self.listener.topic, each.event_type[:100]
                    ).inc()
        return known

    async def _apply(self, batch: Sequence[Incoming]) -> None:
        """Handle a batch in one transaction; halve it until what fails stands alone."""
        try:
            await self._patiently(lambda: self._transact(batch))
        except Exception as error:
            if is_transient(error):
                raise
            if len(batch) > 1:
                half = len(batch) // 2
                await self._apply(batch[:half])
                await self._apply(batch[half:])
            elif isinstance(error, Stale):
                await self._patiently(lambda: self._pass_over(batch[0]))
            else:
                cause = f"{type(error).__name__}: {error}"
                _log.error("an event is parked", topic=self.listener.topic, exc_info=error)
                await self._park(batch[0], cause)

    async def _patiently(self, act: Callable[[], Awaitable[None]]) -> None:
        """Try again in place while the failure is transient, for as long as the broker lets us."""
        pause, until = _FIRST_PAUSE, monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                return await act()
            except Exception as error:
                if not is_transient(error) or self._stopping or monotonic() > until:
                    raise
                metrics.CONSUMED_RETRIED.labels(self.listener.topic).inc()
                _log.warning("tried again", topic=self.listener.topic, error=mask(repr(error)))
            await asyncio.sleep(pause * (0.5 + random.random()))  # noqa: S311 - jitter
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _transact(self, batch: Sequence[Incoming]) -> None:
        """Inbox, effect and caused events in one transaction."""
        topic, levels = self.listener.topic, self.listener.levels
        remembers = self.listener.remembers
        async with self._database.transaction() as connection:
            taken = await (look if remembers else take)(connection, self.listener, batch)
            recalled = await self._handle(taken.received)
            if remembers:
                await settle(connection, topic, taken, recalled)
            if taken.held:
                await parking.park_behind(connection, topic, batch, taken.held)
            if levels and taken.fresh:
                await parking.replace_older(connection, topic, {each.key for each in taken.fresh})
        received = len(taken.fresh) - recalled.again
        metrics.CONSUMED.labels(topic).inc(received)
        if not recalled.again:
            # A day that is sent again is no news: who was known by a row of its own is not told.
            note_lateness(topic, taken.fresh)
        metrics.CONSUMED_AGAIN.labels(topic).inc(len(batch) - received)

    async def _handle(self, received: Sequence[Received]) -> Recalled:
        """Call the handlers for runs of the same type, in the order of arrival."""
        recalled = Recalled()
        with handling(received):
            for kind, run in groupby(received, lambda each: type(each.message)):
                recalled += await self.listener.handlers[kind](list(run)) or Recalled()
        return recalled

    async def _pass_over(self, incoming: Incoming) -> None:
        topic = self.listener.topic
        metrics.CONSUMED_STALE.labels(topic).inc()
        async with self._database.transaction() as connection:
            await remember(connection, topic, [incoming.message_id])
            await count(connection, topic, "stale", 1)

    async def _park_all(self, garbage: Sequence[Incoming]) -> None:
        for each in garbage:
            await self._park(each, each.cause)

    async def _park(self, incoming: Incoming, cause: str) -> None:
        # What was refused may be quoted: a NUL would have it come again, and be refused, for ever.
        topic, cause = self.listener.topic, storable(mask(cause))
        metrics.PARKED.labels(topic, "failed" if incoming.received else "garbage").inc()

        async def transact() -> None:
            async with self._database.transaction() as connection:
                await parking.lock_key(connection, topic, incoming.key)
                if self.listener.levels and incoming.received:
                    await parking.replace_older(connection, topic, {incoming.key})
                if await parking.park(connection, incoming, cause=cause, behind=False):
                    await self._copies.put(connection, incoming, cause=cause)

        await self._patiently(transact)


def _is_garbage(incoming: Incoming) -> bool:
    return incoming.received is None
