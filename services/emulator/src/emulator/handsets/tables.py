"""Cards in handsets, the calls they made, and texts: on their way and in inboxes."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from emulator.handsets.domain.text_message import TextState
from emulator.metadata import METADATA
from emulator.switch.domain.routing import Answering

# With the sequence number the card accepted last.
HANDSET = Table(
    "handset",
    METADATA,
    Column("imsi", Text, primary_key=True),
    Column("k", LargeBinary, nullable=False),
    Column("opc", LargeBinary, nullable=False),
    Column("amf", LargeBinary, nullable=False),
    Column("sqn", BigInteger, nullable=False),
    # What whoever has it does when it rings.
    Column("answering", Text, nullable=False, server_default=Answering.ANSWERS.value),
)
MADE_CALL = Table(
    "made_call",
    METADATA,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("imsi", Text, nullable=False),
    Column("peer", Text, nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("cause", Text, nullable=False),
)
Index("made_call_by_imsi", MADE_CALL.c.imsi, MADE_CALL.c.id)

RECEIVED_CALL = Table(
    "received_call",
    METADATA,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("imsi", Text, nullable=False),
    Column("caller", Text, nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("forwarded_by", Text, nullable=False),
    Column("waited", Boolean, nullable=False),
)
Index("received_call_by_imsi", RECEIVED_CALL.c.imsi, RECEIVED_CALL.c.id)

TEXT_MESSAGE = Table(
    "text_message",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("turn", BigInteger, Identity(always=True), nullable=False),
    Column("sender", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("submitted_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("state", Text, nullable=False),
    Column("delivered_imsi", Text, nullable=False, server_default=""),
    Column("delivered_at", DateTime(timezone=True)),
    Column("receipt_to", Text, nullable=False, server_default=""),
    Column("reference", LargeBinary, nullable=False, server_default=""),
)
IS_WAITING = TEXT_MESSAGE.c.state == TextState.WAITING.value
Index(
    "text_message_waiting",
    TEXT_MESSAGE.c.recipient,
    TEXT_MESSAGE.c.turn,
    postgresql_where=IS_WAITING,
)
OWES_RECEIPT = TEXT_MESSAGE.c.receipt_to != ""
Index(
    "text_message_owed",
    TEXT_MESSAGE.c.receipt_to,
    TEXT_MESSAGE.c.turn,
    postgresql_where=OWES_RECEIPT,
)
Index("text_message_inbox", TEXT_MESSAGE.c.delivered_imsi, TEXT_MESSAGE.c.turn)
