"""Orders and their changes in lanes; profiles and cards; what elements were told."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    and_,
    text,
)

from provisioning.changes.domain.change import ChangeState
from provisioning.metadata import METADATA

NETWORK_ORDER = Table(
    "network_order",
    METADATA,
    Column("order_id", Text, primary_key=True),
    Column("subscriber_id", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("left_to_do", Integer, nullable=False),
    Column("state", Text, nullable=False, server_default="in_flight"),
    Column("heard_at", DateTime(timezone=True), nullable=False),
    postgresql_with={"fillfactor": 80},
)

NETWORK_CHANGE = Table(
    "network_change",
    METADATA,
    # Who came earlier.
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("id", Text, primary_key=True),
    Column("order_id", Text, nullable=False),
    Column("subscriber_id", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("msisdn", Text, nullable=False),
    Column("imsi", Text, nullable=False),
    Column("new_imsi", Text, nullable=False, server_default=""),
    Column("level", Text, nullable=False, server_default=""),
    Column("exists_after", Boolean, nullable=False, server_default=text("true")),
    Column("detail", Text, nullable=False, server_default=""),
    Column("urgency", SmallInteger, nullable=False),
    Column("state", Text, nullable=False, server_default=ChangeState.QUEUED.value),
    Column("serving_node", Text, nullable=False, server_default=""),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("element_code", Text, nullable=False, server_default=""),
    Column("element_says", Text, nullable=False, server_default=""),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column(
        "ready_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=text("clock_timestamp()"),
    ),
    Column("leased_until", DateTime(timezone=True)),
    Column("turn", BigInteger, nullable=False, server_default=text("0")),
    Column("traceparent", Text, nullable=False, server_default=""),
    postgresql_with={"fillfactor": 70},
)
IS_TO_DO = NETWORK_CHANGE.c.state.in_(
    [ChangeState.QUEUED.value, ChangeState.SENT.value, ChangeState.ACCEPTED.value]
)
IS_HELD = NETWORK_CHANGE.c.state == ChangeState.HELD.value
Index(
    "network_change_to_do",
    NETWORK_CHANGE.c.urgency,
    NETWORK_CHANGE.c.seq,
    postgresql_where=IS_TO_DO,
)
Index("network_change_held", NETWORK_CHANGE.c.seq, postgresql_where=IS_HELD)
Index("network_change_by_order", NETWORK_CHANGE.c.order_id)
IS_SWAP_DONE = and_(
    NETWORK_CHANGE.c.kind == "replace_imsi",
    NETWORK_CHANGE.c.state == ChangeState.VERIFIED.value,
)
Index(
    "network_change_swaps",
    NETWORK_CHANGE.c.msisdn,
    NETWORK_CHANGE.c.changed_at,
    postgresql_where=IS_SWAP_DONE,
)
IS_CREATED = and_(
    NETWORK_CHANGE.c.kind == "create_subscription",
    NETWORK_CHANGE.c.state == ChangeState.VERIFIED.value,
)
Index(
    "network_change_creations",
    NETWORK_CHANGE.c.msisdn,
    NETWORK_CHANGE.c.changed_at,
    postgresql_where=IS_CREATED,
)

# A change holds its lanes until it is finished; who came earlier goes first.
LANE_PLACE = Table(
    "lane_place",
    METADATA,
    Column("lane", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("change_id", Text, nullable=False),
)
Index("lane_place_of_change", LANE_PLACE.c.change_id)

# What orders asked for, and beside it what the network had when it was looked at last.
PROFILE = Table(
    "profile",
    METADATA,
    Column("msisdn", Text, primary_key=True),
    Column("subscriber_id", Text, nullable=False),
    Column("imsi", Text, nullable=False),
    Column("level", Text, nullable=False),
    # What else is set for it, as `written` writes it; empty: as a new number begins.
    Column("setting", Text, nullable=False, server_default=""),
    Column("present", Boolean, nullable=False),
    Column("seen_imsi", Text, nullable=False, server_default=""),
    Column("seen_level", Text),
    Column("seen_present", Boolean, nullable=False, server_default=text("false")),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    postgresql_with={"fillfactor": 80},
)
IS_PRESENT = PROFILE.c.present
Index("profile_of_subscriber", PROFILE.c.subscriber_id)
Index("profile_by_imsi", PROFILE.c.imsi, postgresql_where=IS_PRESENT)

# Whose a card is or was: a record may come after the card was replaced.
CARD_HOLDER = Table(
    "card_holder",
    METADATA,
    Column("imsi", Text, primary_key=True),
    Column("msisdn", Text, nullable=False),
    Column("subscriber_id", Text, nullable=False),
)

AWAITED_CARD = Table(
    "awaited_card",
    METADATA,
    Column("imsi", Text, primary_key=True),
    Column("msisdn", Text, nullable=False),
    Column("subscriber_id", Text, nullable=False),
    Column("holds_codes", Boolean, nullable=False),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("look_at", DateTime(timezone=True), nullable=False),
    Column("leased_until", DateTime(timezone=True)),
    Column("turn", BigInteger, nullable=False, server_default=text("0")),
    Column("order_id", Text, nullable=False, server_default=""),
    Column("traceparent", Text, nullable=False, server_default=""),
    postgresql_with={"fillfactor": 70},
)
HOLDS_CODES = AWAITED_CARD.c.holds_codes
Index("awaited_card_due", AWAITED_CARD.c.look_at)
Index("awaited_card_number", AWAITED_CARD.c.msisdn, postgresql_where=HOLDS_CODES)

# Every command, with its answer; the keys in it are masked.
ELEMENT_LOG = Table(
    "element_log",
    METADATA,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("change_id", Text, nullable=False),
    Column("order_id", Text, nullable=False),
    Column("command", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("says", Text, nullable=False),
    Column("milliseconds", Integer, nullable=False),
)
Index("element_log_by_order", ELEMENT_LOG.c.order_id)
Index("element_log_by_age", ELEMENT_LOG.c.at, postgresql_using="brin")
