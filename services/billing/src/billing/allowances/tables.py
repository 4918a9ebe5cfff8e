"""What accounts were given to use, and what use drew of it."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from billing.metadata import ID, METADATA, MOMENT, NAMED_ID

ALLOWANCE = Table(
    "allowance",
    METADATA,
    Column("id", ID, nullable=False),
    Column("account_id", ID, nullable=False),
    Column("source", Text, nullable=False),
    Column("offering", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("total", BigInteger, nullable=False),
    Column("used", BigInteger, nullable=False, server_default=text("0")),
    Column("included", JSONB, nullable=False),
    Column("valid_from", MOMENT, nullable=False),
    Column("valid_to", MOMENT, nullable=False),
    Column("usable_to", MOMENT, nullable=False),
    Column("cause_id", Text, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("renews", Boolean, nullable=False),
    PrimaryKeyConstraint("id", name="allowance_id"),
    CheckConstraint("used BETWEEN 0 AND total", name="allowance_pays_what_it_has"),
    postgresql_with={"fillfactor": 70},
)
Index("allowance_by_account", ALLOWANCE.c.account_id, ALLOWANCE.c.usable_to)

# Uses that draw on the same allowances and cost the same beyond them.
CLASS_OF_USE = Table(
    "class_of_use",
    METADATA,
    Column("id", ID, nullable=False),
    Column("account_id", ID, nullable=False),
    Column("subscriber_id", NAMED_ID, nullable=False),
    Column("kind", Text, nullable=False),
    Column("since", MOMENT, nullable=False),
    Column("tariff", Text, nullable=False),
    Column("catalogue", Integer, nullable=False),
    Column("used", BigInteger, nullable=False),
    Column("draws_on", ARRAY(ID), nullable=False),
    Column("drawn", ARRAY(BigInteger), nullable=False),
    PrimaryKeyConstraint("id", name="class_of_use_id"),
    CheckConstraint(
        "cardinality(draws_on) = cardinality(drawn)", name="class_of_use_draws_on_each"
    ),
    postgresql_with={"fillfactor": 70},
)
Index("class_of_use_by_account", CLASS_OF_USE.c.account_id, CLASS_OF_USE.c.since)
Index("class_of_use_by_age", CLASS_OF_USE.c.since, postgresql_using="brin")
