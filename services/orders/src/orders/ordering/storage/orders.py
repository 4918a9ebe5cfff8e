"""Orders with their history, in PostgreSQL; what an act publishes is stored with it."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it has no types

from kernel.clock import Clock
from kernel.errors import NotAllowed, NotFound, Stale
from orders.ordering.domain.appointed import Missed, key_of, missed_by
from orders.ordering.domain.followed import Followed
from orders.ordering.domain.lifecycle import HOLDS_SLOT, MOVES_ON, OrderAct, OrderState
from orders.ordering.domain.order import Order, OrderId
from orders.ordering.domain.plan import Appointment
from orders.ordering.domain.values import SubscriberId
from orders.ordering.ports import MOVING, WAITING, Processes
from orders.ordering.storage import statements
from orders.ordering.storage.rows import order_of, row_of
from orders.ordering.storage.statements import EVENT_COLUMNS
from orders.ordering.storage.stored_form import plain_plan, written
from orders.ordering.storage.timing import timing
from runtime.database.database import Database
from runtime.database.statements import Statement
from runtime.database.timers import TimerTable
from runtime.messaging.outbox import Outbox, Outgoing, columns_of
from runtime.telemetry.tracing import current_traceparent
from runtime.wakes import wake


@dataclass(frozen=True, slots=True)
class Slots:
    """What waits for a slot besides orders: how it is seen, and whom it wakes that one is free."""

    saving: Statement = statements.SAVE
    queues: tuple[str, ...] = (WAITING,)


@dataclass(frozen=True, slots=True)
class OrderTable:
    """The orders of whoever carries them on for `lease_seconds` after storing them.

    0 leaves them to others.
    """

    database: Database
    outbox: Outbox
    clock: Clock
    processes: Processes
    messages_of: Callable[[Order, datetime], Sequence[Outgoing]]
    slots: Slots
    lease_seconds: float

    async def get_for_update(self, id_: OrderId) -> Order:
        orders = await self.get_all_for_update([id_])
        if not orders:
            raise NotFound("NO_SUCH_ORDER", "There is no such order.", field="order_id")
        return orders[0]

    async def get_all_for_update(self, ids: Sequence[OrderId]) -> Sequence[Order]:
        rows = await self.database.execute(statements.LOCK, ids=list(ids))
        return [order_of(row, self.processes) for row in rows]

    async def get_by_request(self, request_id: str) -> Order | None:
        rows = await self.database.execute(statements.BY_REQUEST, request_id=request_id)
        return self._order_or_none(rows.first())

    async def get_waiting_for_update(self, subscriber: SubscriberId, process: str) -> Order | None:
        rows = await self.database.execute(
            statements.LOCK_WAITING, subscriber=subscriber, process=process
        )
        return self._order_or_none(rows.first())

    async def last_fulfilled(
        self, subscriber: SubscriberId, processes: Collection[str]
    ) -> Followed | None:
        row = (
            await self.database.execute(
                statements.LAST_FULFILLED, subscriber=subscriber, processes=list(processes)
            )
        ).first()
        return Followed(OrderId(row.id), row.process) if row else None

    async def times_fulfilled(
        self, subscriber: SubscriberId, processes: Collection[str], *, since: datetime
    ) -> int:
        rows = await self.database.execute(
            statements.TIMES_FULFILLED,
            subscriber=subscriber,
            processes=list(processes),
            since=since,
        )
        return int(rows.one().times)

    async def add(self, order: Order) -> bool:
        now, origin, row = self.clock.now(), order.origin, row_of(order)
        added = await self.database.execute(
            statements.ADD,
            **{name: row[name] for name in ("id", "customer_id", "msisdn", "state")},
            request_id=origin.request_id,
            digest=origin.digest,
            process=order.process,
            subscriber_id=order.subscriber,
            request=written(order.request),
            opener=origin.opener,
            channel=origin.channel,
            actor=origin.actor,
            proofs=list(origin.proofs),
            role=origin.role,
            caused_at=origin.caused_at,
            lease=self._lease_of(order),
            traceparent=current_traceparent(),
            now=now,
            **self._events_of([order], now),
        )
        if added.rowcount:
            self._wake([order], awaited=False)
        return bool(added.rowcount)

    async def save(self, orders: Sequence[Order]) -> None:
        now = self.clock.now()
        if len(orders) == 1 and not appoints(orders[0]):
            # Outside of a transaction one statement is one: no BEGIN, no COMMIT on the way.
            await self._write(orders, now)
        else:
            async with self.database.transaction():
                await self._write(orders, now)
                await self._appoint(orders, now)
        self.database.after_commit(timing(orders))

    def _order_or_none(self, row: Any) -> Order | None:
        return order_of(row, self.processes) if row else None

    async def _write(self, orders: Sequence[Order], now: datetime) -> None:
        past = [entry for order in orders for entry in history_of(order)]
        saving = self.database.execute(
            self.slots.saving,
            acts=json.dumps([self._act_of(order) for order in orders]),
            past=json.dumps(past),
            now=now,
            **self._events_of(orders, now),
        )
        try:
            row = (await saving).one()
        except asyncpg.IntegrityConstraintViolationError as error:
            sentence = "Another order of this subscriber is open."
            raise NotAllowed("OPEN_ORDER_EXISTS", sentence) from error
        if row.kept != len(past):
            raise Stale("ANSWER_OUT_OF_TURN", "Somebody else moved the order meanwhile.")
        self._wake(orders, awaited=row.awaited)

    def _lease_of(self, order: Order) -> float:
        return self.lease_seconds if order.state in MOVES_ON else 0.0

    def _act_of(self, order: Order) -> Mapping[str, Any]:
        planned = any(move.act is OrderAct.PLANNED for move in order.passed)
        return {
            **row_of(order),
            "plan": plain_plan(order.plan) if planned else None,
            "has_network": bool(order.plan.network),
            "lease": self._lease_of(order),
        }

    def _events_of(self, orders: Sequence[Order], now: datetime) -> Mapping[str, object]:
        events = [event for order in orders for event in self.messages_of(order, now)]
        return dict(zip(EVENT_COLUMNS, columns_of(events), strict=True))

    def _wake(self, orders: Sequence[Order], *, awaited: bool) -> None:
        """Wake the relay, and whoever has something to do now; nobody wakes for nobody."""
        self.outbox.wake_after_commit()
        if any(order.state in MOVES_ON and not self.lease_seconds for order in orders):
            self.database.after_commit(wake_moving)
        frees = awaited and any(order.state not in HOLDS_SLOT for order in orders)
        if frees or any(order.state is OrderState.WAITING for order in orders):
            self.database.after_commit(self._wake_waiting)

    def _wake_waiting(self) -> None:
        """Tell the workers of this process that a slot is free, or somebody waits for one."""
        for queue in self.slots.queues:
            wake(queue)

    async def _appoint(self, orders: Sequence[Order], now: datetime) -> None:
        timers = TimerTable(self.database)
        for order in orders:
            if due := appointed_by(order):
                key = key_of(order.subscriber, order.id)
                await timers.schedule(due.timer, key=key, at=due.due_at)
            if missed := missed_by(order):
                await _miss(missed, timers=timers, now=now)


async def _miss(missed: Missed, *, timers: TimerTable, now: datetime) -> None:
    name, key, refusal = missed.timer, missed.key, missed.refusal
    if missed.again_after is None:
        await timers.hold(name, key=key, at=now, refusal=refusal)
    else:
        again = now + missed.again_after
        await timers.postpone(name, key=key, at=now, again_at=again, refusal=refusal)


def appointed_by(order: Order) -> Appointment | None:
    return order.plan.appointment if order.state is OrderState.FULFILLED else None


def appoints(order: Order) -> bool:
    """Tell whether more than the order has to be written."""
    return appointed_by(order) is not None or missed_by(order) is not None


def history_of(order: Order) -> Sequence[Mapping[str, Any]]:
    """Return what the latest act did, move by move; the note stands with what was done first,
    after the steps on the way there."""
    acts = [move.act for move in order.passed]
    noted = next((at for at, act in enumerate(acts) if act is not OrderAct.STEP_DONE), 0)
    return [
        {
            "id": order.id,
            "turn": order.turn,
            "place": place,
            "act": move.act.value,
            "state": move.state.value,
            "note": order.note if place == noted else "",
            "step": move.step,
        }
        for place, move in enumerate(order.passed)
    ]


def wake_moving() -> None:
    """Tell the workers of this process that an order can be carried on."""
    wake(MOVING)
