"""The keys of cards, sealed."""

from sqlalchemy import Column, LargeBinary, Table, Text

from provisioning.metadata import METADATA

CARD_KEY = Table(
    "card_key",
    METADATA,
    Column("imsi", Text, primary_key=True),
    Column("key_id", Text, nullable=False),
    Column("nonce", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
