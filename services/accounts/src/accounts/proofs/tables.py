"""Who was checked, and which order used it."""

from sqlalchemy import Column, DateTime, ForeignKey, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

from accounts.metadata import METADATA, WORD

PROOF = Table(
    "proof",
    METADATA,
    Column("id", WORD, primary_key=True),
    Column("customer_id", WORD, ForeignKey("customer.id"), nullable=False),
    Column("checks", ARRAY(Text), nullable=False),
    Column("channel", Text, nullable=False),
    Column("checked_by", Text, nullable=False),
    Column("checked_at", DateTime(timezone=True), nullable=False),
    Column("used_by_order", Text, nullable=False, server_default=""),
    postgresql_with={"fillfactor": 80},
)
