"""Orders to look at: one, a page of them, their history, and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, Text, bindparam, cast, func, or_, select

from kernel.errors import NotFound
from orders.ordering.domain.shown_order import Entry, Shown, Totals, Wanted
from orders.ordering.domain.step_history import results_of
from orders.ordering.ports import Processes
from orders.ordering.storage.rows import order_of
from orders.ordering.storage.statements import COLUMNS
from orders.ordering.tables import ORDER_HISTORY, ORDERS
from runtime.database.database import Database
from runtime.database.statements import Statement

_O, _H = ORDERS.c, ORDER_HISTORY.c
_BY_ID = select(*COLUMNS).where(_O.id == bindparam("id"))
_BY_REQUEST = select(*COLUMNS).where(_O.request_id == bindparam("id"))
_HISTORY = (
    select(_H.turn, _H.act, _H.state, _H.note, _H.at, _H.step)
    .where(_H.order_id == bindparam("order"))
    .order_by(_H.turn, _H.place)
)
_STATES = cast(bindparam("states"), ARRAY(Text))
_WANTED = (
    or_(bindparam("subscriber", type_=Text) == "", _O.subscriber_id == bindparam("subscriber")),
    or_(bindparam("customer", type_=Text) == "", _O.customer_id == bindparam("customer")),
    or_(bindparam("process", type_=Text) == "", _O.process == bindparam("process")),
    or_(func.cardinality(_STATES) == 0, _O.state == func.any(_STATES)),
)
_PAGE = (
    select(*COLUMNS)
    .where(*_WANTED)
    .order_by(_O.placed.desc())
    .offset(bindparam("offset"))
    .limit(bindparam("limit"))
)
_TOTAL = select(func.count()).select_from(ORDERS).where(*_WANTED)
_KINDS = (_O.state, _O.closes_with, _O.has_network)
_COUNT = select(*_KINDS, func.count().label("number")).group_by(*_KINDS)
CONFIRMED = frozenset({"settling", "fulfilled"})


@dataclass(frozen=True, slots=True)
class ShownOrderTable:
    database: Database
    processes: Processes

    async def get(self, id_: str) -> Shown:
        return await self._shown(_BY_ID, id_)

    async def get_by_request(self, request_id: str) -> Shown:
        return await self._shown(_BY_REQUEST, request_id)

    async def page(self, wanted: Wanted, *, offset: int, limit: int) -> tuple[Sequence[Shown], int]:
        """Return a page, newest first, and how many there are."""
        which = {
            "subscriber": wanted.subscriber,
            "customer": wanted.customer,
            "process": wanted.process,
            "states": list(wanted.states),
        }
        async with self.database.reading() as connection:
            rows = await connection.execute(_PAGE, offset=offset, limit=limit, **which)
            total: int = (await connection.execute(_TOTAL, **which)).scalar_one()
        return [Shown(order_of(row, self.processes), row.changed_at) for row in rows], total

    async def count(self) -> Totals:
        """Count all orders by state; reads the whole table, for reconciliation only."""
        rows = await self.database.execute(_COUNT)
        by_state: dict[str, int] = {}
        answers: dict[str, int] = {"confirmed": 0, "refused": 0, "in_flight": 0}
        for row in rows:
            by_state[row.state] = by_state.get(row.state, 0) + row.number
            if row.has_network and (answer := answer_of(row)):
                answers[answer] += row.number
        return Totals(**answers, by_state=by_state)

    async def _shown(self, which: Statement, id_: str) -> Shown:
        async with self.database.reading() as connection:
            row = (await connection.execute(which, id=id_)).first()
            if row is None:
                raise NotFound("NO_SUCH_ORDER", "There is no such order.")
            past = (await connection.execute(_HISTORY, order=row.id)).all()
        order = order_of(row, self.processes)
        results = results_of(order.plan, [(move.act, move.state, move.step) for move in past])
        history = [
            Entry(move.turn, move.act, move.state, move.note, move.at, result)
            for move, result in zip(past, results, strict=True)
        ]
        return Shown(order, row.changed_at, history)


def answer_of(row: Any) -> str | None:
    """Return what the network has answered to an order; None where it was not asked."""
    if row.state == "completed":
        return "in_flight"
    if row.closes_with == "failure_undone":
        return "refused"
    if row.closes_with is None and (row.state in CONFIRMED or row.state == "held"):
        return "confirmed"
    return None
