"""The unit of work of orders without a database: one suite proves it behaves as the real one."""

from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Self

from kernel.errors import NotAllowed, NotFound, Stale
from orders.arrears.domain import ArrearsNotice
from orders.arrears.ports import Notices
from orders.ordering.domain.appointed import Missed, key_of, missed_by
from orders.ordering.domain.audit import AuditRecorded
from orders.ordering.domain.followed import Followed
from orders.ordering.domain.lifecycle import HOLDS_SLOT, OrderState
from orders.ordering.domain.order import Order, OrderId
from orders.ordering.domain.plan import Appointment
from orders.ordering.domain.values import SubscriberId
from orders.ordering.ports import Orders


@dataclass
class Memory:
    """What is stored."""

    orders: dict[OrderId, Order] = field(default_factory=dict)
    history: list[tuple[OrderId, int, str, str]] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    audited: list[AuditRecorded] = field(default_factory=list)
    appointments: dict[str, Appointment] = field(default_factory=dict)
    missed: list[Missed] = field(default_factory=list)
    notices: dict[SubscriberId, ArrearsNotice] = field(default_factory=dict)

    def copied(self) -> "Memory":
        return Memory(*(copy(getattr(self, name)) for name in self.__dataclass_fields__))

    def take_from(self, other: "Memory") -> None:
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(other, name))


class FakeUnitOfWork:
    """Stores everything, or nothing of it where something goes wrong; nested it joins."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._before: list[Memory] = []
        self.orders: Orders = FakeOrders(memory)
        self.notices: Notices = FakeNotices(memory)

    async def __aenter__(self) -> Self:
        self._before.append(self._memory.copied())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        before = self._before.pop()
        if error is not None:
            self._memory.take_from(before)

    async def publish(self, events: Sequence[AuditRecorded], *, now: datetime) -> None:
        self._memory.audited.extend(events)


class FakeOrders:
    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    async def get_for_update(self, id_: OrderId) -> Order:
        if id_ not in self._memory.orders:
            raise NotFound("NO_SUCH_ORDER", "There is no such order.", field="order_id")
        return self._memory.orders[id_]

    async def get_all_for_update(self, ids: Sequence[OrderId]) -> Sequence[Order]:
        return [self._memory.orders[each] for each in ids if each in self._memory.orders]

    async def get_by_request(self, request_id: str) -> Order | None:
        asked = self._memory.orders.values()
        return next((one for one in asked if one.origin.request_id == request_id), None)

    async def get_waiting_for_update(self, subscriber: SubscriberId, process: str) -> Order | None:
        wanted = (subscriber, process, OrderState.WAITING)
        for order in self._memory.orders.values():
            if (order.subscriber, order.process, order.state) == wanted:
                return order
        return None

    async def last_fulfilled(
        self, subscriber: SubscriberId, processes: Collection[str]
    ) -> Followed | None:
        mine = [one for one in self._memory.orders.values() if one.subscriber == subscriber]
        done = [one for one in mine if one.state is OrderState.FULFILLED]
        last = next((one for one in reversed(done) if one.process in processes), None)
        return Followed(last.id, last.process) if last else None

    async def times_fulfilled(
        self, subscriber: SubscriberId, processes: Collection[str], *, since: datetime
    ) -> int:
        mine = [one for one in self._memory.orders.values() if one.subscriber == subscriber]
        done = [one for one in mine if one.state is OrderState.FULFILLED]
        return sum(one.process in processes and (one.origin.at or since) >= since for one in done)

    async def add(self, order: Order) -> bool:
        taken = order.state in HOLDS_SLOT and self._holder(order.subscriber) is not None
        if taken or await self.get_by_request(order.origin.request_id):
            return False
        self._put(order)
        return True

    async def save(self, orders: Sequence[Order]) -> None:
        before = self._memory.copied()
        try:
            self._save(orders)
        except Exception:
            self._memory.take_from(before)
            raise

    def _save(self, orders: Sequence[Order]) -> None:
        for order in orders:
            stored = self._memory.orders.get(order.id)
            if stored is None or stored.turn != order.turn - 1:
                raise Stale("ANSWER_OUT_OF_TURN", "Somebody else moved the order meanwhile.")
            holder = self._holder(order.subscriber)
            if order.state in HOLDS_SLOT and holder not in (None, order.id):
                raise NotAllowed("OPEN_ORDER_EXISTS", "Another order is open.")
            self._put(order)
            if order.state is OrderState.FULFILLED and order.plan.appointment:
                key = key_of(order.subscriber, order.id)
                self._memory.appointments[key] = order.plan.appointment
            if missed := missed_by(order):
                self._memory.missed.append(missed)

    def _put(self, order: Order) -> None:
        self._memory.orders[order.id] = order
        self._memory.published.extend(order.events)
        for move in order.passed:
            self._memory.history.append((order.id, order.turn, move.act.value, move.state.value))

    def _holder(self, subscriber: SubscriberId) -> OrderId | None:
        for order in self._memory.orders.values():
            if order.subscriber == subscriber and order.state in HOLDS_SLOT:
                return order.id
        return None


class FakeNotices:
    """What was said of arrears, in the same memory."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    async def add(self, notices: Sequence[ArrearsNotice]) -> None:
        for notice in notices:
            known = self._memory.notices.get(notice.subscriber)
            if known is None or known.version < notice.version:
                self._memory.notices[notice.subscriber] = notice

    async def delete(self, notice: ArrearsNotice) -> None:
        if self._memory.notices.get(notice.subscriber) == notice:
            del self._memory.notices[notice.subscriber]
