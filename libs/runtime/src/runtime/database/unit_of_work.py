"""The unit of work: all that one act writes, says and appoints, in one transaction."""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from runtime.database.connection import Connection
from runtime.database.database import Database
from runtime.database.step_log import StepLog
from runtime.database.timers import TimerTable

Event = TypeVar("Event")
Event_contra = TypeVar("Event_contra", contravariant=True)


class Publisher(Protocol[Event_contra]):
    """Writes events beside the state they follow from; `Outbox.publisher` makes one."""

    async def __call__(
        self, connection: Connection, events: Sequence[Event_contra], *, now: datetime
    ) -> None: ...


class UnitOfWork(Generic[Event]):
    """One transaction over everything a service owns; the service's own lists its repositories.

    `async with uow:` opens the transaction, or joins the one the task is in, whoever opened that:
    a unit of work, a message that is handled, a timer. The outermost commits. An error that leaves
    an inner one leaves nothing of the whole: were it swallowed further out, the outermost raises
    instead of committing a half. One object serves any number of tasks; each has its own
    transaction.
    """

    def __init__(self, database: Database, *, publisher: Publisher[Event] | None = None) -> None:
        """`publisher` is for a service that says something."""
        self._database = database
        self._publisher = publisher
        self._entered: dict[asyncio.Task[object] | None, list[_Transaction]] = {}
        self.timers = TimerTable(database)
        self.steps = StepLog(database)

    async def publish(self, events: Sequence[Event], *, now: datetime) -> None:
        """Say these events, in this order, once the transaction has committed.

        `now` is the business time at which they happened.
        """
        if self._publisher is None:
            raise RuntimeError("this unit of work was given no publisher")
        async with self._database.transaction() as connection:
            await self._publisher(connection, events, now=now)

    async def __aenter__(self) -> Self:
        """Open the transaction, or join the one this task is in."""
        transaction = self._database.transaction()
        await transaction.__aenter__()
        self._entered.setdefault(asyncio.current_task(), []).append(transaction)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Commit or roll back where it was opened here; where it was joined leave it as it is.

        Raises SwallowedError where an error that left an inner one did not come this far.
        """
        task = asyncio.current_task()
        entered = self._entered[task]
        transaction = entered.pop()
        if not entered:
            del self._entered[task]
        if error is not None:
            self._database.must_not_commit(error)
        await transaction.__aexit__(kind, error, trace)


_Transaction = AbstractAsyncContextManager[Connection]
