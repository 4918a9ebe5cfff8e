"""Texts on their way and those that were sent; receipts that came too early; languages."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    text,
)

from provisioning.metadata import METADATA
from provisioning.texts.domain.text_message import TextState

_NOW = text("clock_timestamp()")

# The words are sealed; those of a secret text go when it was handed over.
TEXT_MESSAGE = Table(
    "text_message",
    METADATA,
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("id", Text, primary_key=True),
    Column("subscriber_id", Text, nullable=False),
    Column("msisdn", Text, nullable=False, server_default=""),
    Column("template", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("key_id", Text),
    Column("nonce", LargeBinary),
    Column("sealed", LargeBinary),
    Column("is_urgent", Boolean, nullable=False),
    Column("is_secret", Boolean, nullable=False),
    Column("state", Text, nullable=False, server_default=TextState.ASKED.value),
    Column("reason", Text, nullable=False, server_default=""),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("held_until", DateTime(timezone=True)),
    Column("submitted_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    # How often the centre may have taken it, and how it is named there.
    Column("sendings", SmallInteger, nullable=False, server_default=text("0")),
    Column("reference", Integer),
    Column("message_key", Text, nullable=False, server_default=""),
    # Leases and pauses are told by the machine's clock.
    Column("put_at", DateTime(timezone=True), nullable=False, server_default=_NOW),
    Column("ready_at", DateTime(timezone=True), nullable=False, server_default=_NOW),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("leased_until", DateTime(timezone=True)),
    Column("turn", BigInteger, nullable=False, server_default=text("0")),
    Column("order_id", Text, nullable=False, server_default=""),
    Column("traceparent", Text, nullable=False, server_default=""),
    postgresql_with={"fillfactor": 70},
)
IS_TO_DO = TEXT_MESSAGE.c.state.in_(
    [TextState.ASKED.value, TextState.HELD.value, TextState.SENDING.value]
)
IS_OPEN = TEXT_MESSAGE.c.state.in_(
    [
        TextState.ASKED.value,
        TextState.HELD.value,
        TextState.SENDING.value,
        TextState.SUBMITTED.value,
    ]
)
Index(
    "text_message_to_do",
    TEXT_MESSAGE.c.is_urgent.desc(),
    TEXT_MESSAGE.c.seq,
    postgresql_where=IS_TO_DO,
)
Index("text_message_open", TEXT_MESSAGE.c.expires_at, postgresql_where=IS_OPEN)
Index("text_message_open_to", TEXT_MESSAGE.c.msisdn, TEXT_MESSAGE.c.seq, postgresql_where=IS_OPEN)
Index("text_message_by_key", TEXT_MESSAGE.c.message_key, postgresql_where=IS_OPEN)
Index("text_message_of_subscriber", TEXT_MESSAGE.c.subscriber_id, TEXT_MESSAGE.c.asked_at)
Index("text_message_to", TEXT_MESSAGE.c.msisdn, TEXT_MESSAGE.c.asked_at)
Index("text_message_by_age", TEXT_MESSAGE.c.asked_at)

# What the centre told of a text before its answer was written down, or of one that is none of ours.
TEXT_RECEIPT = Table(
    "text_receipt",
    METADATA,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("message_key", Text, nullable=False),
    Column("fate", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("told_at", DateTime(timezone=True), nullable=False),
)
Index("text_receipt_by_key", TEXT_RECEIPT.c.message_key)
Index("text_receipt_by_age", TEXT_RECEIPT.c.told_at, postgresql_using="brin")

# Who wants to be written to in which language; who is not here has chosen none.
SUBSCRIBER_LANGUAGE = Table(
    "subscriber_language",
    METADATA,
    Column("subscriber_id", Text, primary_key=True),
    Column("language", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
)
