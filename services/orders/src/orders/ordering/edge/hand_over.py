"""Orders handed over in this process: from who moved them on to the worker that carries them on."""

from collections.abc import Sequence
from functools import partial

from orders.ordering.domain.lifecycle import MOVES_ON
from orders.ordering.domain.order import Order
from orders.ordering.ports import MOVING, Claimed, OrderQueue, UnitOfWork
from runtime.database.database import Database
from runtime.telemetry.tracing import current_traceparent
from runtime.wakes import is_anybody_there, wake


class HandOver:
    """What is stored by `uow` carries a lease where a worker of this process takes it over.

    So nothing is claimed that is at hand; should it get lost, its lease brings it back.
    """

    def __init__(self, database: Database, uow: UnitOfWork, leased: UnitOfWork) -> None:
        self._database = database
        self._uow = uow
        self._leased = leased
        self._handed: list[Claimed] = []
        self._has_given = False

    @property
    def uow(self) -> UnitOfWork:
        """Return that for what is handed over; it leaves orders to others where nobody is."""
        return self._leased if is_anybody_there(MOVING) else self._uow

    def give(self, orders: Sequence[Order]) -> None:
        """Hand these over after the commit; without a worker here nobody takes them."""
        moving = [order for order in orders if order.state in MOVES_ON]
        if moving and is_anybody_there(MOVING):
            claimed = [Claimed(order, current_traceparent(order.id)) for order in moving]
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

    async def close(self, queue: OrderQueue) -> None:
        """Leave what nobody took to other workers at once."""
        for left in self.take():
            await queue.rest(left.order.id, turn=left.order.turn, seconds=0.0)

    def _take_in(self, claimed: Sequence[Claimed]) -> None:
        self._handed += claimed
        wake(MOVING)
