"""Orders and their history."""

from collections.abc import Collection

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    DateTime,
    FromClause,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    exists,
    func,
    or_,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from orders.metadata import METADATA
from orders.ordering.domain.lifecycle import HOLDS_SLOT, MOVES_ON, OrderState

ORDERS = Table(
    "orders",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("placed", BigInteger, Identity(always=True), nullable=False),
    Column("request_id", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("process", Text, nullable=False),
    Column("subscriber_id", Text, nullable=False),
    Column("customer_id", Text),
    Column("msisdn", Text),
    Column("request", JSONB, nullable=False),
    Column("opener", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("proofs", ARRAY(Text), nullable=False),
    Column("state", Text, nullable=False),
    Column("turn", Integer, nullable=False, server_default=text("0")),
    Column("plan", JSONB),
    Column("remaining", Integer, nullable=False, server_default=text("0")),
    Column("has_network", Boolean, nullable=False, server_default=text("false")),
    Column("refused_with", Text),
    Column("sentence", Text, nullable=False, server_default=""),
    Column("closes_with", Text),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("leased_until", DateTime(timezone=True)),
    Column("traceparent", Text, nullable=False, server_default=""),
    Column("caused_at", DateTime(timezone=True)),
    Column("role", Text),
    UniqueConstraint("request_id", name="orders_request_id"),
    postgresql_with={"fillfactor": 60},
)
"""`caused_at`: when what an order follows was said, by the clock of the machine that said it.
`role`: as whom somebody asked; NULL where no person did, and of orders of the release before."""


def has_state(orders: FromClause, states: Collection[OrderState]) -> ColumnElement[bool]:
    """Say that an order is in one of these states: the same in an index and in who relies on it."""
    return orders.c.state.in_([state.value for state in OrderState if state in states])


def holds_slot(orders: FromClause) -> ColumnElement[bool]:
    """Say that it is the one order a subscriber may have open."""
    return has_state(orders, HOLDS_SLOT)


def moves_on(orders: FromClause) -> ColumnElement[bool]:
    """Say that a worker has something to do for it."""
    return has_state(orders, MOVES_ON)


def waits(orders: FromClause) -> ColumnElement[bool]:
    """Say that it waits for the slot."""
    return orders.c.state == OrderState.WAITING.value


def is_held(orders: FromClause) -> ColumnElement[bool]:
    """Say that it waits for a person."""
    return orders.c.state == OrderState.HELD.value


def is_free(leased: FromClause) -> ColumnElement[bool]:
    """Say that nobody has a lease of it."""
    return or_(leased.c.leased_until.is_(None), leased.c.leased_until < func.clock_timestamp())


def slot_is_free(of: FromClause) -> ColumnElement[bool]:
    """Say that the subscriber of this row has no open order."""
    other = ORDERS.alias("open")
    return ~exists().where(other.c.subscriber_id == of.c.subscriber_id, holds_slot(other))


Index("orders_slot", ORDERS.c.subscriber_id, unique=True, postgresql_where=holds_slot(ORDERS))
Index("orders_moving", ORDERS.c.placed, postgresql_where=moves_on(ORDERS))
Index("orders_waiting", ORDERS.c.subscriber_id, ORDERS.c.placed, postgresql_where=waits(ORDERS))
Index("orders_of_subscriber", ORDERS.c.subscriber_id, ORDERS.c.placed)
Index("orders_of_customer", ORDERS.c.customer_id, ORDERS.c.placed)
Index("orders_held", ORDERS.c.placed, postgresql_where=is_held(ORDERS))

ORDER_HISTORY = Table(
    "order_history",
    METADATA,
    Column("order_id", Text, primary_key=True),
    Column("turn", Integer, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("act", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("step", Integer),
)
"""`step`: the number of the one a move was about; NULL where it was kept before its step was."""
