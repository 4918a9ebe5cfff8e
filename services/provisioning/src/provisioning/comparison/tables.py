"""The one row that says when the network is compared next, and what the last time found."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, DateTime, Table, text

from provisioning.metadata import METADATA

COMPARISON = Table(
    "comparison",
    METADATA,
    Column("one", Boolean, CheckConstraint("one"), primary_key=True, server_default=text("true")),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("leased_until", DateTime(timezone=True)),
    Column("turn", BigInteger, nullable=False, server_default=text("0")),
    Column("finished_at", DateTime(timezone=True)),
    Column("compared", BigInteger, nullable=False, server_default=text("0")),
    Column("skipped", BigInteger, nullable=False, server_default=text("0")),
    Column("differences", BigInteger, nullable=False, server_default=text("0")),
)
