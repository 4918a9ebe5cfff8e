"""The keys and PUKs of cards, sealed, and who may read a PUK."""

from sqlalchemy import Column, DateTime, Index, LargeBinary, Table, Text

from provisioning.metadata import METADATA

CARD_KEY = Table(
    "card_key",
    METADATA,
    Column("imsi", Text, primary_key=True),
    Column("key_id", Text, nullable=False),
    Column("nonce", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

CARD_PUK = Table(
    "card_puk",
    METADATA,
    Column("imsi", Text, primary_key=True),
    Column("key_id", Text, nullable=False),
    Column("nonce", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

# Orders that let a PUK be read, for ten minutes.
PUK_GRANT = Table(
    "puk_grant",
    METADATA,
    Column("order_id", Text, primary_key=True),
    Column("subscriber_id", Text, nullable=False),
    Column("imsi", Text, nullable=False),
    Column("granted_at", DateTime(timezone=True), nullable=False),
)
Index("puk_grant_by_age", PUK_GRANT.c.granted_at)
