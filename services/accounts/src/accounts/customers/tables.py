"""Customers, and the places their papers have."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from accounts.metadata import METADATA, WORD

PAPER_IS_ONE = "customer_paper"
"""Holds a paper's index once."""

# What is personal is sealed (AES-GCM); a paper is found by its blind index alone.
CUSTOMER = Table(
    "customer",
    METADATA,
    Column("id", WORD, primary_key=True),
    Column("blind_index", LargeBinary, nullable=False),
    Column("paper_type", Text, nullable=False),
    Column("key_id", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("paper_valid_until", Date),
    Column("captured_by", Text, nullable=False),
    Column("blacklisted", Boolean, nullable=False, server_default=text("false")),
    # Their name or paper is doubted (R-ID-3).
    Column("doubted", Boolean, nullable=False, server_default=text("false")),
    Column("registered_at", DateTime(timezone=True), nullable=False),
    Column("version", BigInteger, nullable=False),
    # Codes of the catalogue's sale rules; empty: of none.
    Column("segment", Text, nullable=False, server_default=""),
    Column("region", Text, nullable=False, server_default=""),
    # The parts of a name, where they were said apart.
    Column("sealed_names", LargeBinary),
    # How the number was indexed: 0 as it was typed, 1 in one form, 2 registered twice, 3 damaged.
    Column("paper_form", SmallInteger, nullable=False, server_default=text("0")),
    UniqueConstraint("blind_index", name=PAPER_IS_ONE),
)
AS_TYPED, IN_ONE_FORM, TWICE, DAMAGED = 0, 1, 2, 3
IS_AS_TYPED = CUSTOMER.c.paper_form == AS_TYPED
Index("customer_by_age", CUSTOMER.c.registered_at, CUSTOMER.c.id)
Index("customer_as_typed", CUSTOMER.c.id, postgresql_where=IS_AS_TYPED)
Index("customer_damaged", CUSTOMER.c.id, postgresql_where=CUSTOMER.c.paper_form == DAMAGED)

# One of the numbers a paper may have, held for an open order.
PLACE_HOLD = Table(
    "place_hold",
    METADATA,
    Column("order_id", WORD, primary_key=True),
    Column("customer_id", WORD, ForeignKey("customer.id"), nullable=False),
)
Index("place_hold_by_customer", PLACE_HOLD.c.customer_id)
