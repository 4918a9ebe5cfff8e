"""Spans of orders, kept for some days."""

from sqlalchemy import BigInteger, Column, DateTime, Index, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from runtime.database.metadata import METADATA

SPAN = Table(
    "span",
    METADATA,
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("trace_id", Text, nullable=False),
    Column("span_id", Text, nullable=False),
    Column("parent_span_id", Text, nullable=False),
    Column("order_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("duration", BigInteger, nullable=False),
    Column("error", Text, nullable=False),
    Column("attributes", JSONB, nullable=False),
)
Index("span_by_order", SPAN.c.order_id, SPAN.c.started_at)
Index("span_by_age", SPAN.c.started_at, postgresql_using="brin")
