"""Numbers and SIM cards."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from accounts.metadata import METADATA, WORD

_FOR_SOMEBODY = "(state = 'reserved') = (reserved_for_order <> '')"

PHONE_NUMBER = Table(
    "phone_number",
    METADATA,
    Column("msisdn", WORD, primary_key=True),
    Column("state", Text, nullable=False),
    Column("reserved_for_order", Text, nullable=False, server_default=""),
    Column("quarantined_until", DateTime(timezone=True)),
    Column("recycled", Boolean, nullable=False, server_default=text("false")),
    Column("held_for", Text, nullable=False, server_default=""),
    Column("held_until", DateTime(timezone=True)),
    # Lucky ones (靓号); empty: ordinary.
    Column("grade", Text, nullable=False, server_default=""),
    CheckConstraint(_FOR_SOMEBODY, name="reserved_for_somebody"),
    postgresql_with={"fillfactor": 80},
)
Index("phone_number_by_state", PHONE_NUMBER.c.state, PHONE_NUMBER.c.msisdn)

SIM_CARD = Table(
    "sim_card",
    METADATA,
    Column("iccid", WORD, primary_key=True),
    Column("imsi", WORD, nullable=False),
    Column("state", Text, nullable=False),
    Column("reserved_for_order", Text, nullable=False, server_default=""),
    UniqueConstraint("imsi", name="sim_card_imsi"),
    CheckConstraint(_FOR_SOMEBODY, name="reserved_for_somebody"),
    postgresql_with={"fillfactor": 80},
)
Index("sim_card_by_state", SIM_CARD.c.state, SIM_CARD.c.iccid)
