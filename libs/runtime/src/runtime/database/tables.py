"""What was done for orders and for requests, what is due, and the business clock."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    Interval,
    LargeBinary,
    Table,
    Text,
    func,
    text,
)

from runtime.database.metadata import METADATA

NOW = text("now()")

# Steps an owner carried out or took back.
STEP_LOG = Table(
    "step_log",
    METADATA,
    Column("order_id", Text, primary_key=True),
    Column("step_no", Integer, primary_key=True, autoincrement=False),
    Column("digest", Text, nullable=False),
    Column("state", Text, CheckConstraint("state IN ('done', 'taken_back')"), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False, server_default=NOW),
)
Index("step_log_by_age", STEP_LOG.c.changed_at, postgresql_using="brin")

# Commands that were answered; the same request gets the same answer.
COMMAND_LOG = Table(
    "command_log",
    METADATA,
    Column("request_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("answer", LargeBinary, nullable=False),
    Column("answered_at", DateTime(timezone=True), nullable=False, server_default=NOW),
)
Index("command_log_by_age", COMMAND_LOG.c.answered_at, postgresql_using="brin")

BUSINESS_CLOCK = Table(
    "business_clock",
    METADATA,
    Column("one", Boolean, CheckConstraint("one"), primary_key=True, server_default=text("true")),
    Column("standing_at", DateTime(timezone=True)),
    Column("moved_by", Interval, nullable=False),
)

# Appointments in business time; a key begins with the id of its thing.
TIMER = Table(
    "timer",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("turn", Integer, nullable=False, server_default=text("0")),
    Column("leased_until", DateTime(timezone=True)),
    Column("traceparent", Text, nullable=False),
    Column("order_id", Text, nullable=False),
    # Refused appointments come again after a pause, or wait for a person.
    Column("again_at", DateTime(timezone=True)),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("refusal", Text, nullable=False, server_default=""),
    Column("held_at", DateTime(timezone=True)),
)
MOMENT = func.coalesce(TIMER.c.again_at, TIMER.c.due_at)
"""When it is due: at its time, or after a pause."""
THING = func.split_part(TIMER.c.key, "/", text("1"))
IS_OPEN = TIMER.c.held_at.is_(None)
Index("timer_due", TIMER.c.name, TIMER.c.due_at)
Index("timer_by_moment", TIMER.c.name, MOMENT, postgresql_where=IS_OPEN)
Index("timer_by_thing", THING, MOMENT, postgresql_where=IS_OPEN)
Index("timer_held", TIMER.c.held_at, postgresql_where=TIMER.c.held_at.is_not(None))

# Tries that did not succeed, by who tried and by what was tried.
WRONG_TRY = Table(
    "wrong_try",
    METADATA,
    Column("kind", Text, primary_key=True),
    Column("who", Text, primary_key=True),
    Column("target", Text, primary_key=True),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("wrong", Integer, nullable=False, server_default=text("0")),
    Column("locks", Integer, nullable=False, server_default=text("0")),
    Column("locked_until", DateTime(timezone=True)),
)
