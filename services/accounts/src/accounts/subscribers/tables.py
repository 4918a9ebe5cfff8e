"""Subscribers, their agreements and stops."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    SmallInteger,
    Table,
    Text,
    false,
)

from accounts.metadata import METADATA, WORD
from accounts.subscribers.domain.moves import GONE
from accounts.subscribers.domain.stop import Level

# The state people see follows from phase and stops; it is not kept.
SUBSCRIBER = Table(
    "subscriber",
    METADATA,
    Column("id", WORD, primary_key=True),
    Column("holder_id", WORD, ForeignKey("customer.id"), nullable=False),
    Column("msisdn", WORD, ForeignKey("phone_number.msisdn"), nullable=False),
    Column("iccid", WORD, ForeignKey("sim_card.iccid"), nullable=False),
    Column("offering", Text, nullable=False),
    # Since when billing says they have it; none: since they were opened.
    Column("offering_since", DateTime(timezone=True)),
    Column("opened_by", Text, nullable=False),
    Column("phase", Text, nullable=False),
    Column("sim_since", DateTime(timezone=True)),
    Column("activated_at", DateTime(timezone=True)),
    Column("terminated_at", DateTime(timezone=True)),
    Column("version", BigInteger, nullable=False),
    # The end of the term they agreed to with a lucky number.
    Column("bound_until", DateTime(timezone=True)),
    # Long distance and roaming, and until when; no moment: for good.
    Column("long_distance", Boolean, nullable=False, server_default=false()),
    Column("long_distance_until", DateTime(timezone=True)),
    Column("roaming", Boolean, nullable=False, server_default=false()),
    Column("roaming_until", DateTime(timezone=True)),
    # Supplementary services that are provisioned: `cfu:active:8613900000002:0 cw:active::0`.
    Column("services", Text, nullable=False, server_default=""),
    postgresql_with={"fillfactor": 80},
)
IS_LIVE = SUBSCRIBER.c.phase.not_in(sorted(phase.value for phase in GONE))
Index("subscriber_by_holder", SUBSCRIBER.c.holder_id, SUBSCRIBER.c.id)
Index("subscriber_holds_the_number", SUBSCRIBER.c.msisdn, unique=True, postgresql_where=IS_LIVE)
Index("subscriber_holds_the_card", SUBSCRIBER.c.iccid, unique=True, postgresql_where=IS_LIVE)

# The network-access agreement (R-OPEN-1), as it was signed.
AGREEMENT = Table(
    "agreement",
    METADATA,
    Column("subscriber_id", WORD, ForeignKey("subscriber.id"), primary_key=True),
    Column("service_types", Text, nullable=False),
    Column("service_items", Text, nullable=False),
    Column("tariff_plan", Text, nullable=False),
    Column("payment_plan", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("signed_at", DateTime(timezone=True), nullable=False),
)
# Whose a number was before it was another's (过户), and the agreement that ended with that.
FORMER_HOLDER = Table(
    "former_holder",
    METADATA,
    Column("subscriber_id", WORD, ForeignKey("subscriber.id"), primary_key=True),
    Column("ended_by", Text, primary_key=True),
    Column("holder_id", WORD, ForeignKey("customer.id"), nullable=False),
    Column("held_to", DateTime(timezone=True), nullable=False),
    Column("service_types", Text, nullable=False),
    Column("service_items", Text, nullable=False),
    Column("tariff_plan", Text, nullable=False),
    Column("payment_plan", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("signed_at", DateTime(timezone=True), nullable=False),
)
# In which language they are written to; who is not here has not chosen.
SUBSCRIBER_LANGUAGE = Table(
    "subscriber_language",
    METADATA,
    Column("subscriber_id", WORD, ForeignKey("subscriber.id"), primary_key=True),
    Column("language", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    postgresql_with={"fillfactor": 80},
)
KEPT_LEVEL = {Level.ONE_WAY: 1, Level.TWO_WAY: 2, Level.DATA_ONLY: 3}
"""As rows keep a level; it was kept so before there was one between none and one way."""
LEVEL_KEPT = {kept: level for level, kept in KEPT_LEVEL.items()}

SUBSCRIBER_STOP = Table(
    "subscriber_stop",
    METADATA,
    Column("subscriber_id", WORD, ForeignKey("subscriber.id"), primary_key=True),
    Column("reason", Text, primary_key=True),
    Column("level", SmallInteger, primary_key=True, autoincrement=False),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("added_by", Text, primary_key=True),
    Column("until", DateTime(timezone=True)),
    Column("lifted_at", DateTime(timezone=True)),
    Column("lifted_by", Text, nullable=False, server_default=""),
    Column("paused_until", DateTime(timezone=True)),
    CheckConstraint("level IN (1, 2, 3)"),
)
IS_IN_FORCE = SUBSCRIBER_STOP.c.lifted_at.is_(None)
Index(
    "subscriber_stop_in_force",
    SUBSCRIBER_STOP.c.subscriber_id,
    SUBSCRIBER_STOP.c.reason,
    SUBSCRIBER_STOP.c.level,
    unique=True,
    postgresql_where=IS_IN_FORCE,
)
