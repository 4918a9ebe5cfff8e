"""The seats all processes together have at the element."""

from sqlalchemy import Column, DateTime, Integer, Table, Text, text

from provisioning.metadata import METADATA

ELEMENT_SESSION = Table(
    "element_session",
    METADATA,
    Column("seat", Integer, primary_key=True, autoincrement=False),
    Column("holder", Text, nullable=False, server_default=""),
    Column(
        "leased_until", DateTime(timezone=True), nullable=False, server_default=text("'-infinity'")
    ),
)
