"""What was said of arrears and not yet followed, and when all levels are compared."""

from sqlalchemy import BigInteger, Column, DateTime, Table, Text

from orders.metadata import METADATA
from runtime.database.metadata import made_with

NOTICES = Table(
    "arrears_heard",
    METADATA,
    Column("subscriber_id", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("because", Text, nullable=False),
    Column("leased_until", DateTime(timezone=True)),
    Column("said_at", DateTime(timezone=True)),
    Column("traceparent", Text, nullable=False, server_default=""),
)
"""`said_at`: by the clock of the machine that said it; NULL where nobody said it."""

COMPARISON = Table(
    "comparison",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("due_at", DateTime(timezone=True), nullable=False),
)
"""By the clock of the machine."""
made_with(COMPARISON, "INSERT INTO comparison (name, due_at) VALUES ('compare_arrears', now())")
