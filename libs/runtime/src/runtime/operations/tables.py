"""What people typed, waiting for the audit store."""

from sqlalchemy import Column, DateTime, LargeBinary, Table, Text, Uuid, text

from runtime.database.metadata import METADATA

TYPED_TEXT = Table(
    "typed_text",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("text", Text, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("put_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
    Column(
        "leased_until",
        DateTime(timezone=True),
        nullable=False,
        server_default=text("'-infinity'"),
    ),
)
