"""Money kept aside for use under way, and what months of postpaid use cost."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Table,
    Text,
)

from billing.metadata import ID, METADATA, MOMENT, NAMED_ID

RESERVATION = Table(
    "reservation",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("account_id", ID, nullable=False),
    Column("state", Text, nullable=False),
    Column("millifen", BigInteger, nullable=False),
    Column("until", MOMENT, nullable=False),
    Column("record_id", Text),
    Column("subscriber_id", NAMED_ID, nullable=False),
    Column("kind", Text, nullable=False),
    Column("msisdn", Text, nullable=False),
    Column("peer", Text, nullable=False),
    Column("started_at", MOMENT, nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("roam_type", Text, nullable=False),
    Column("visited_plmn", Text),
    CheckConstraint("millifen >= 0", name="reservation_keeps_money"),
    CheckConstraint(
        "(state = 'held') = (record_id IS NOT NULL)", name="reservation_held_for_a_record"
    ),
    postgresql_with={"fillfactor": 70},
)
IS_HELD_FOR_RECORD = RESERVATION.c.record_id.is_not(None)
Index("reservation_by_account", RESERVATION.c.account_id)
Index("reservation_by_moment", RESERVATION.c.until)
Index("reservation_by_record", RESERVATION.c.record_id, postgresql_where=IS_HELD_FOR_RECORD)

CHARGED_MONTH = Table(
    "charged_month",
    METADATA,
    Column("account_id", ID, ForeignKey("account.id"), primary_key=True),
    Column("month", Date, primary_key=True),
    Column("millifen", BigInteger, nullable=False),
    postgresql_with={"fillfactor": 70},
)
Index("charged_month_by_age", CHARGED_MONTH.c.month, postgresql_using="brin")
