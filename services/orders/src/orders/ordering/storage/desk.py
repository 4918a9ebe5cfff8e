"""One transaction over orders, their history and what they say, in PostgreSQL."""

import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Any, Protocol, Self

import asyncpg  # type: ignore[import-untyped]  # it has no types

from kernel.clock import Clock
from kernel.errors import NotAllowed, NotFound, Stale
from orders.ordering.domain.appointed import key_of, missed_by
from orders.ordering.domain.order import HOLDS_SLOT, MOVES_ON, Order, OrderAct, OrderId, OrderState
from orders.ordering.domain.plan import Appointment
from orders.ordering.domain.values import SubscriberId
from orders.ordering.ports import MOVING, WAITING, Audit, Processes
from orders.ordering.storage import statements
from orders.ordering.storage.rows import order_of, row_of
from orders.ordering.storage.stored_form import plain_plan, written
from orders.ordering.storage.timing import timing
from runtime.database.connection import Connection
from runtime.database.database import Database
from runtime.database.timers import TIMERS, hold, schedule
from runtime.messaging.outbox import Outbox, Outgoing, columns_of
from runtime.telemetry.tracing import current_traceparent
from runtime.wakes import wake, wake_for


class Speech(Protocol):
    """Says in protobuf what orders say."""

    def of_order(self, order: Order, now: datetime) -> Sequence[Outgoing]: ...
    def of_audit(self, entry: Audit, now: datetime) -> Outgoing: ...


@dataclass(frozen=True, slots=True)
class Premises:
    """What every desk stands on."""

    database: Database
    outbox: Outbox
    clock: Clock
    speech: Speech
    processes: Processes
    waiting_for_slots: Sequence[str] = (WAITING,)
    """Queues that are woken when a slot is free."""


class PostgresDesk:
    """For one caller at a time; opened inside itself, it joins its own transaction.

    `lease_seconds`: for how long its caller will carry on what it keeps; 0 leaves it to others.
    """

    def __init__(self, premises: Premises, *, lease_seconds: float = 0.0) -> None:
        self._premises = premises
        self._lease = lease_seconds
        self._opened: list[AbstractAsyncContextManager[Connection]] = []
        self._connection: Connection | None = None

    async def __aenter__(self) -> Self:
        opened = self._premises.database.transaction()
        self._connection = await opened.__aenter__()
        self._opened.append(opened)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        opened = self._opened.pop()
        if not self._opened:
            self._connection = None
        await opened.__aexit__(kind, error, trace)

    async def order(self, id_: OrderId) -> Order:
        found = await self.orders([id_])
        if not found:
            raise NotFound("NO_SUCH_ORDER", "There is no such order.", field="order_id")
        return found[0]

    async def orders(self, ids: Sequence[OrderId]) -> Sequence[Order]:
        return [
            order_of(row, self._premises.processes)
            for row in await self._rows(statements.HOLD, (list(ids),))
        ]

    async def asked_before(self, request_id: str) -> Order | None:
        rows = await self._rows(statements.ASKED_BEFORE, (request_id,))
        return order_of(rows[0], self._premises.processes) if rows else None

    async def slot_is_free(self, subscriber: SubscriberId) -> bool:
        return not await self._rows(statements.SLOT, (subscriber,))

    async def waiting(self, subscriber: SubscriberId, process: str) -> Order | None:
        rows = await self._rows(statements.WAITING, (subscriber, process))
        return order_of(rows[0], self._premises.processes) if rows else None

    async def last_fulfilled(
        self, subscriber: SubscriberId, processes: Collection[str]
    ) -> OrderId | None:
        rows = await self._rows(statements.LAST_FULFILLED, (subscriber, list(processes)))
        return OrderId(rows[0].id) if rows else None

    async def begin(self, order: Order) -> bool:
        now = self._premises.clock.now()
        asking, row = order.asking, row_of(order)
        begun = await self._premises.database.run(
            statements.BEGIN,
            (
                *(order.id, asking.request_id, asking.digest, order.process, order.subscriber),
                *(row["customer_id"], row["msisdn"], written(order.request), asking.opener),
                *(asking.channel, asking.actor, list(asking.proofs), row["state"], now),
                *(self._lease_of(order), current_traceparent(), asking.caused_at),
                *self._said_by([order], now),
            ),
        )
        if begun.rowcount:
            self._wake([order], awaited=False)
        return bool(begun.rowcount)

    async def keep(self, orders: Sequence[Order]) -> None:
        now, database = self._premises.clock.now(), self._premises.database
        if len(orders) == 1 and not appoints(orders[0]):
            # Outside of a transaction one statement is one: no BEGIN, no COMMIT on the way.
            await self._write(orders, now)
        else:
            async with database.transaction() as connection:
                await self._write(orders, now)
                await self._appoint(orders, connection)
        database.after_commit(timing(orders))

    async def audit(self, entry: Audit) -> None:
        now = self._premises.clock.now()
        said = self._premises.speech.of_audit(entry, now)
        await self._premises.outbox.put(self._here, [said], now=now)

    @property
    def _here(self) -> Connection:
        if self._connection is None:
            raise RuntimeError("the desk is not open")
        return self._connection

    async def _rows(self, statement: str, parameters: tuple[Any, ...]) -> Sequence[Any]:
        return (await self._here.exec_driver_sql(statement, parameters)).all()

    async def _write(self, orders: Sequence[Order], now: datetime) -> None:
        acts = json.dumps([self._act_of(order) for order in orders])
        past = [entry for order in orders for entry in history_of(order)]
        parameters = (acts, json.dumps(past), now, *self._said_by(orders, now))
        try:
            row = (await self._premises.database.run(statements.KEEP, parameters)).one()
        except asyncpg.IntegrityConstraintViolationError as error:
            sentence = "Another order of this subscriber is open."
            raise NotAllowed("OPEN_ORDER_EXISTS", sentence) from error
        if row.kept != len(past):
            raise Stale("ANSWER_OUT_OF_TURN", "Somebody else moved the order meanwhile.")
        self._wake(orders, awaited=row.awaited)

    def _lease_of(self, order: Order) -> float:
        return self._lease if order.state in MOVES_ON else 0.0

    def _act_of(self, order: Order) -> Mapping[str, Any]:
        planned = any(one.act is OrderAct.PLANNED for one in order.passed)
        return {
            **row_of(order),
            "plan": plain_plan(order.plan) if planned else None,
            "has_network": bool(order.plan.network),
            "lease": self._lease_of(order),
        }

    def _said_by(self, orders: Sequence[Order], now: datetime) -> tuple[object, ...]:
        speech = self._premises.speech
        return columns_of([each for order in orders for each in speech.of_order(order, now)])

    def _wake(self, orders: Sequence[Order], *, awaited: bool) -> None:
        """Wake the relay, and whoever has something to do now; nobody wakes for nobody."""
        database = self._premises.database
        self._premises.outbox.wake_after_commit()
        if any(order.state in MOVES_ON and not self._lease for order in orders):
            database.after_commit(wake_moving)
        frees = awaited and any(order.state not in HOLDS_SLOT for order in orders)
        if frees or any(order.state is OrderState.WAITING for order in orders):
            database.after_commit(self._wake_waiting)

    def _wake_waiting(self) -> None:
        """Tell the workers of this process that a slot is free, or somebody waits for one."""
        for queue in self._premises.waiting_for_slots:
            wake(queue)

    async def _appoint(self, orders: Sequence[Order], connection: Connection) -> None:
        for order in orders:
            if due := appointed_by(order):
                await schedule(
                    connection, due.timer, key_of(order.subscriber, order.id), due.due_at
                )
                woken = partial(wake_for, TIMERS, due.due_at)
                self._premises.database.after_commit(woken)
            if missed := missed_by(order):
                now = self._premises.clock.now()
                await hold(connection, missed.timer, missed.key, now, refusal=missed.refusal)


def appointed_by(order: Order) -> Appointment | None:
    return order.plan.appointment if order.state is OrderState.FULFILLED else None


def appoints(order: Order) -> bool:
    """Tell whether more than the order has to be written."""
    return appointed_by(order) is not None or missed_by(order) is not None


def history_of(order: Order) -> Sequence[Mapping[str, Any]]:
    """Return what the latest act did, move by move; the note stands with what was done first,
    after the steps on the way there."""
    acts = [one.act for one in order.passed]
    noted = next((at for at, act in enumerate(acts) if act is not OrderAct.STEP_DONE), 0)
    return [
        {
            "id": order.id,
            "turn": order.turn,
            "place": place,
            "act": one.act.value,
            "state": one.state.value,
            "note": order.note if place == noted else "",
            "step": one.step,
        }
        for place, one in enumerate(order.passed)
    ]


def wake_moving() -> None:
    """Tell the workers of this process that an order can be carried on."""
    wake(MOVING)
