"""Orders handed over in this process: from who moved them on to the worker that carries them on."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from kernel.clock import monotonic
from orders.ordering.domain.lifecycle import MOVES_ON
from orders.ordering.domain.order import Order
from orders.ordering.ports import MOVING, Claimed, OrderQueue, UnitOfWork
from runtime.database.database import Database
from runtime.jobs.every import Every
from runtime.telemetry.tracing import current_traceparent
from runtime.wakes import is_anybody_there, wake

ROOM = 64
"""More than so many are left to the queue: they would stand here longer than their lease lasts."""
LOOK_SECONDS = 1.0
"""So often the queue is looked into however much is handed over: leases end meanwhile."""
Act = Callable[[UnitOfWork], Awaitable[Sequence[Order]]]


class HandOver:
    """What is handed over carries a lease, where a worker of this process takes it.

    So nothing is claimed that is at hand; should it get lost, its lease brings it back.
    """

    def __init__(self, database: Database, uow: UnitOfWork, leased: UnitOfWork) -> None:
        self._database = database
        self._uow = uow
        self._leased = leased
        self._handed: list[Claimed] = []
        self._has_given = False
        self._has_left = False
        self._looks = Every(LOOK_SECONDS)

    async def hand_over(self, act: Act) -> None:
        """Act, and hand what was moved on over after the commit; without room it is left to all."""
        if not is_anybody_there(MOVING):
            await act(self._uow)
        elif len(self._handed) >= ROOM:
            await act(self._uow)
            self._database.after_commit(self.leave)
        else:
            since = monotonic()
            moving = [order for order in await act(self._leased) if order.state in MOVES_ON]
            claimed = [Claimed(order, current_traceparent(order.id), since) for order in moving]
            if claimed:
                self._database.after_commit(partial(self._take_in, claimed))

    def take(self) -> Sequence[Claimed]:
        """Return what was handed over since."""
        taken, self._handed = self._handed, []
        self._has_given = self._has_given or bool(taken)
        return taken

    def has_given(self) -> bool:
        """Tell once, after it gave something, that the wake was for that."""
        gave, self._has_given = self._has_given, False
        return gave

    def leave(self) -> None:
        """Note that there is more in the queue than here."""
        self._has_left = True
        wake(MOVING)

    def has_left(self) -> bool:
        """Tell once that there is more in the queue; that there may be, now and then."""
        left, self._has_left = self._has_left, False
        return self._looks.is_due() or left

    async def close(self, queue: OrderQueue) -> None:
        """Leave what nobody took to other workers at once."""
        for left in self.take():
            await queue.rest(left.order.id, turn=left.order.turn, seconds=0.0)

    def _take_in(self, claimed: Sequence[Claimed]) -> None:
        self._handed += claimed
        wake(MOVING)
