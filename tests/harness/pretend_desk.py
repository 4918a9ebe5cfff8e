"""The desk of orders without a database: one suite proves that it behaves as the real one."""

from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from kernel.errors import NotAllowed, NotFound, Stale
from orders.arrears.domain import HeardArrears
from orders.ordering.domain.appointed import Missed, key_of, missed_by
from orders.ordering.domain.order import HOLDS_SLOT, Order, OrderId, OrderState
from orders.ordering.domain.plan import Appointment
from orders.ordering.domain.values import SubscriberId
from orders.ordering.ports import Audit


@dataclass
class Drawer:
    """What the desk keeps."""

    orders: dict[OrderId, Order] = field(default_factory=dict)
    history: list[tuple[OrderId, int, str, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    audits: list[Audit] = field(default_factory=list)
    appointments: dict[str, Appointment] = field(default_factory=dict)
    missed: list[Missed] = field(default_factory=list)
    heard: dict[SubscriberId, HeardArrears] = field(default_factory=dict)

    def copied(self) -> "Drawer":
        return Drawer(*(copy(getattr(self, name)) for name in self.__dataclass_fields__))

    def take_from(self, other: "Drawer") -> None:
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(other, name))


class PretendDesk:
    """Keeps everything, or nothing of it where something goes wrong."""

    def __init__(self, drawer: Drawer) -> None:
        self._drawer = drawer
        self._before = drawer

    async def __aenter__(self) -> Self:
        self._before = self._drawer.copied()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self._drawer.take_from(self._before)

    async def order(self, id_: OrderId) -> Order:
        if id_ not in self._drawer.orders:
            raise NotFound("NO_SUCH_ORDER", "There is no such order.", field="order_id")
        return self._drawer.orders[id_]

    async def orders(self, ids: Sequence[OrderId]) -> Sequence[Order]:
        return [self._drawer.orders[each] for each in ids if each in self._drawer.orders]

    async def asked_before(self, request_id: str) -> Order | None:
        asked = self._drawer.orders.values()
        return next((one for one in asked if one.asking.request_id == request_id), None)

    async def slot_is_free(self, subscriber: SubscriberId) -> bool:
        return self._holder(subscriber) is None

    async def waiting(self, subscriber: SubscriberId, process: str) -> Order | None:
        mine = [one for one in self._drawer.orders.values() if one.subscriber == subscriber]
        kind = [one for one in mine if one.process == process]
        return next((one for one in kind if one.state is OrderState.WAITING), None)

    async def last_fulfilled(
        self, subscriber: SubscriberId, processes: Collection[str]
    ) -> OrderId | None:
        mine = [one for one in self._drawer.orders.values() if one.subscriber == subscriber]
        done = [one for one in mine if one.state is OrderState.FULFILLED]
        return next((one.id for one in reversed(done) if one.process in processes), None)

    async def begin(self, order: Order) -> bool:
        taken = order.state in HOLDS_SLOT and self._holder(order.subscriber) is not None
        if taken or await self.asked_before(order.asking.request_id):
            return False
        self._put(order)
        return True

    async def keep(self, orders: Sequence[Order]) -> None:
        before = self._drawer.copied()
        try:
            await self._keep(orders)
        except Exception:
            self._drawer.take_from(before)
            raise

    async def _keep(self, orders: Sequence[Order]) -> None:
        for order in orders:
            stored = self._drawer.orders.get(order.id)
            if stored is None or stored.turn != order.turn - 1:
                raise Stale("ANSWER_OUT_OF_TURN", "Somebody else moved the order meanwhile.")
            holder = self._holder(order.subscriber)
            if order.state in HOLDS_SLOT and holder not in (None, order.id):
                raise NotAllowed("OPEN_ORDER_EXISTS", "Another order is open.")
            self._put(order)
            if order.state is OrderState.FULFILLED and order.plan.appointment:
                key = key_of(order.subscriber, order.id)
                self._drawer.appointments[key] = order.plan.appointment
            if missed := missed_by(order):
                self._drawer.missed.append(missed)

    async def audit(self, entry: Audit) -> None:
        self._drawer.audits.append(entry)

    def _put(self, order: Order) -> None:
        self._drawer.orders[order.id] = order
        self._drawer.said.extend(order.says)
        for one in order.passed:
            self._drawer.history.append((order.id, order.turn, one.act.value, one.state.value))

    def _holder(self, subscriber: SubscriberId) -> OrderId | None:
        for order in self._drawer.orders.values():
            if order.subscriber == subscriber and order.state in HOLDS_SLOT:
                return order.id
        return None


@dataclass
class PretendBook:
    """What was heard of arrears, in the same drawer."""

    drawer: Drawer

    async def note(self, heard: Sequence[HeardArrears]) -> None:
        for each in heard:
            known = self.drawer.heard.get(each.subscriber)
            if known is None or known.version < each.version:
                self.drawer.heard[each.subscriber] = each

    async def end(self, heard: HeardArrears) -> None:
        if self.drawer.heard.get(heard.subscriber) == heard:
            del self.drawer.heard[heard.subscriber]
