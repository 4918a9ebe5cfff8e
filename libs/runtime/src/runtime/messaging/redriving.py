"""Parked events, handed to their handlers again by a person who has a reason."""

from collections.abc import Mapping
from dataclasses import dataclass

from kernel.errors import NotAllowed, NotFound
from runtime.database.database import Database
from runtime.errors import is_transient
from runtime.messaging import parking
from runtime.messaging.envelope import storable
from runtime.messaging.handling import MessageHandler
from runtime.telemetry.logs import logger, mask

_log = logger("redriving")


@dataclass(frozen=True, slots=True)
class Redriven:
    """What came of it: `cause` is why the last one failed again."""

    handled: int = 0
    still_parked: int = 0
    cause: str = ""

    def and_then(self, other: "Redriven") -> "Redriven":
        """Add what came of another key."""
        return Redriven(
            self.handled + other.handled,
            self.still_parked + other.still_parked,
            other.cause or self.cause,
        )


class Redriving:
    """Hands parked events to the handler that could not take them, one transaction each."""

    def __init__(self, database: Database, handlers: Mapping[str, MessageHandler]) -> None:
        self._database = database
        self._handlers = handlers

    async def redrive(self, parked_id: int) -> Redriven:
        """Handle an event and those behind it, in order, until one fails again.

        Where order does not matter nothing stands behind it. Raises `PARKED_NOT_FOUND`,
        `NOT_THE_FIRST` where an earlier one of its key stands, and `NOBODY_LISTENS`.
        """
        async with self._database.reading() as connection:
            parked = await self._parked(parked_id)
            topic = parked.record.topic
            key = parked.record.key if self._is_in_order(topic) else ""
            first = await parking.first_of_key(connection, topic, key) if key else parked
        if first is not None and first.id != parked_id:
            raise NotAllowed("NOT_THE_FIRST", f"Event {first.id} of the same key stands before it.")
        handled = 0
        while parked is not None:
            cause = await self._handle(parked)
            if cause:
                return Redriven(handled, await self._left(topic, key), cause)
            handled += 1
            async with self._database.reading() as connection:
                following = await parking.first_of_key(connection, topic, key) if key else None
            if following is None:
                break
            parked = following
        return Redriven(handled)

    async def redrive_all(self, topic: str) -> Redriven:
        """Handle all parked events of a topic: key by key, or each where order does not matter."""
        async with self._database.reading() as connection:
            if self._is_in_order(topic):
                firsts = [first for _, first in await parking.keys_of(connection, topic)]
            else:
                firsts = list(await parking.ids_of(connection, topic))
        outcome = Redriven()
        for first in firsts:
            outcome = outcome.and_then(await self.redrive(first))
        return outcome

    async def drop(self, parked_id: int) -> parking.Parked:
        """Give an event up; a person answers for it. Raises `PARKED_NOT_FOUND`."""
        parked = await self._parked(parked_id)
        async with self._database.transaction() as connection:
            await parking.lock_key(connection, parked.record.topic, parked.record.key)
            await parking.remove(connection, parked_id, kind="dropped")
        return parked

    async def _handle(self, parked: parking.Parked) -> str:
        """Handle one event; answers why it failed again, or nothing."""
        handler = self._handlers.get(parked.record.topic)
        if handler is None:
            raise NotAllowed("NOBODY_LISTENS", f"Nobody listens to {parked.record.topic} here.")
        try:
            async with self._database.transaction() as connection:
                await parking.lock_key(connection, parked.record.topic, parked.record.key)
                await parking.remove(connection, parked.id, kind="redriven")
                await handler.handle_parked(parked)
        except Exception as error:
            if is_transient(error):
                raise
            cause = storable(mask(f"{type(error).__name__}: {error}"))
            _log.warning("a parked event failed again", id=parked.id, error=cause)
            async with self._database.transaction() as connection:
                await parking.failed_again(connection, parked.id, cause=cause)
            return cause
        return ""

    def _is_in_order(self, topic: str) -> bool:
        handler = self._handlers.get(topic)
        return handler is None or handler.listener.in_order

    async def _left(self, topic: str, key: str) -> int:
        if not key:
            return 1
        async with self._database.reading() as connection:
            return await parking.number_of_key(connection, topic, key)

    async def _parked(self, parked_id: int) -> parking.Parked:
        async with self._database.reading() as connection:
            parked = await parking.by_id(connection, parked_id)
        if parked is None:
            raise NotFound("PARKED_NOT_FOUND", f"No event is parked under {parked_id}.")
        return parked
