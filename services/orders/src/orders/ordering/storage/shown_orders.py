"""Orders to look at: one, a page of them, their history, and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kernel.errors import NotFound
from orders.ordering.domain.shown_order import Entry, Shown, Totals, Wanted
from orders.ordering.domain.step_history import retold
from orders.ordering.ports import Processes
from orders.ordering.storage.rows import order_of
from orders.ordering.storage.statements import COLUMNS
from runtime.database.database import Database

_ONE = f"SELECT {COLUMNS} FROM orders WHERE id = $1 OR request_id = $2"  # noqa: S608 - our columns
_WHERE = """
WHERE ($1 = '' OR subscriber_id = $1) AND ($2 = '' OR customer_id = $2)
  AND ($3 = '' OR process = $3) AND ($4::text[] = '{}' OR state = ANY($4))
"""
_PAGE = f"""
SELECT {COLUMNS} FROM orders {_WHERE} ORDER BY placed DESC OFFSET $5 LIMIT $6
"""  # noqa: S608 - our columns
_TOTAL = f"SELECT count(*) FROM orders {_WHERE}"  # noqa: S608 - our columns
_HISTORY = """
SELECT turn, act, state, note, at, step FROM order_history WHERE order_id = $1 ORDER BY turn, place
"""
_COUNT = """
SELECT state, closes_with, has_network, count(*) AS number FROM orders
GROUP BY state, closes_with, has_network
"""
CONFIRMED = frozenset({"settling", "fulfilled"})


@dataclass(frozen=True, slots=True)
class PostgresShelf:
    database: Database
    processes: Processes

    async def one(self, *, id_: str = "", request_id: str = "") -> Shown:
        """Read an order with its history; raise `NO_SUCH_ORDER`."""
        async with self.database.reading() as connection:
            asked = (id_ or None, request_id or None)
            row = (await connection.exec_driver_sql(_ONE, asked)).first()
            if row is None:
                raise NotFound("NO_SUCH_ORDER", "There is no such order.")
            past = (await connection.exec_driver_sql(_HISTORY, (row.id,))).all()
        order = order_of(row, self.processes)
        steps = retold(order.plan, [(each.act, each.state, each.step) for each in past])
        history = [
            Entry(each.turn, each.act, each.state, each.note, each.at, about)
            for each, about in zip(past, steps, strict=True)
        ]
        return Shown(order, row.changed_at, history)

    async def page(self, wanted: Wanted, *, offset: int, limit: int) -> tuple[Sequence[Shown], int]:
        """Return a page, newest first, and how many there are."""
        which = (wanted.subscriber, wanted.customer, wanted.process, list(wanted.states))
        async with self.database.reading() as connection:
            rows = (await connection.exec_driver_sql(_PAGE, (*which, offset, limit))).all()
            total: int = (await connection.exec_driver_sql(_TOTAL, which)).scalar_one()
        return [Shown(order_of(row, self.processes), row.changed_at) for row in rows], total

    async def count(self) -> Totals:
        """Count all orders by state; reads the whole table, for reconciliation only."""
        async with self.database.reading() as connection:
            rows = (await connection.exec_driver_sql(_COUNT)).all()
        by_state: dict[str, int] = {}
        told: dict[str, int] = {"confirmed": 0, "refused": 0, "in_flight": 0}
        for row in rows:
            by_state[row.state] = by_state.get(row.state, 0) + row.number
            if row.has_network and (answer := answer_of(row)):
                told[answer] += row.number
        return Totals(**told, by_state=by_state)


def answer_of(row: Any) -> str | None:
    """Return what the network has answered to an order; None where it was not asked."""
    if row.state == "completed":
        return "in_flight"
    if row.closes_with == "failure_undone":
        return "refused"
    if row.closes_with is None and (row.state in CONFIRMED or row.state == "held"):
        return "confirmed"
    return None
