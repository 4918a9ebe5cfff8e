"""Who was checked, which order used it, and what is kept of passwords."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

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
    Column("subscriber_id", WORD, nullable=False, server_default=""),
    Column("role", Text, nullable=False, server_default="holder"),
    postgresql_with={"fillfactor": 80},
)

# Whose own paper was seen for a customer: name, paper and its last day, sealed (AES-GCM).
REPRESENTATIVE = Table(
    "representative",
    METADATA,
    Column("proof_id", WORD, ForeignKey("proof.id"), primary_key=True),
    Column("key_id", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

# Locked and expired follow from the day and the age; they are not kept.
SERVICE_PASSWORD = Table(
    "service_password",
    METADATA,
    Column("subscriber_id", WORD, ForeignKey("subscriber.id"), primary_key=True),
    Column("holder_id", WORD, ForeignKey("customer.id"), nullable=False),
    Column("hash", Text, nullable=False),
    Column("given", Text, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("changes_month", Date, nullable=False),
    Column("changes", SmallInteger, nullable=False),
    Column("tries_day", Date, nullable=False),
    Column("wrong", SmallInteger, nullable=False),
    CheckConstraint("given IN ('initial', 'normal')"),
    postgresql_with={"fillfactor": 80},
)

# Said before the order that sets it: the order has the id alone.
PREPARED_PASSWORD = Table(
    "prepared_password",
    METADATA,
    Column("id", WORD, primary_key=True),
    Column("subscriber_id", WORD, ForeignKey("subscriber.id"), nullable=False),
    Column("holder_id", WORD, ForeignKey("customer.id"), nullable=False),
    Column("hash", Text, nullable=False),
    Column("prepared_by", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("prepared_at", DateTime(timezone=True), nullable=False),
    Column("used_by_order", WORD, nullable=False, server_default=""),
    postgresql_with={"fillfactor": 80},
)
Index("prepared_password_of", PREPARED_PASSWORD.c.subscriber_id, PREPARED_PASSWORD.c.prepared_at)

# Numbers whose first password no handset was told yet.
UNTOLD_PASSWORD = Table(
    "untold_password",
    METADATA,
    Column("subscriber_id", WORD, ForeignKey("subscriber.id"), primary_key=True),
    Column("leased_until", DateTime(timezone=True)),
    postgresql_with={"fillfactor": 80},
)

# Of the last day on which this was unlocked.
UNLOCKING = Table(
    "unlocking",
    METADATA,
    Column("subscriber_id", WORD, ForeignKey("subscriber.id"), primary_key=True),
    Column("lock", Text, primary_key=True),
    Column("day", Date, nullable=False),
    Column("times", SmallInteger, nullable=False),
    postgresql_with={"fillfactor": 80},
)

# Never the code: a key that is not here makes it out of these.
ONE_TIME_CODE = Table(
    "one_time_code",
    METADATA,
    Column("subscriber_id", WORD, ForeignKey("subscriber.id"), primary_key=True),
    Column("holder_id", WORD, ForeignKey("customer.id"), nullable=False),
    Column("channel", Text, nullable=False),
    Column("request_id", WORD, nullable=False),
    Column("sent_at", DateTime(timezone=True), nullable=False),
    Column("day", Date, nullable=False),
    Column("sent", SmallInteger, nullable=False),
    Column("tries", SmallInteger, nullable=False),
    Column("is_used", Boolean, nullable=False),
    Column("beside", JSONB, nullable=False, server_default="[]"),
    postgresql_with={"fillfactor": 80},
)
"""The last code; `beside`: those of other channels that may still be said, as the image before
knows none."""
