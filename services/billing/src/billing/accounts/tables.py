"""Accounts, whom they pay for, the money they hold apart, and their customers."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    text,
)

from billing.accounts.domain.credit import PaymentType
from billing.metadata import ID, METADATA, MOMENT, PAID_ID

ACCOUNT = Table(
    "account",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("customer_id", Text, nullable=False),
    Column("offering", Text, nullable=False),
    Column("state", Text, nullable=False),
    # In fen; of what is used, the thousandths of a fen that are not deducted yet stand beside it.
    Column("balance", BigInteger, nullable=False, server_default=text("0")),
    Column("carry", Integer, nullable=False, server_default=text("0")),
    Column("version", BigInteger, nullable=False, server_default=text("0")),
    Column("kept_from", MOMENT),
    Column("kept_to", MOMENT),
    Column("holds_books", Boolean, nullable=False, server_default=text("false")),
    Column("payment_type", Text, nullable=False, server_default=PaymentType.PREPAID.value),
    Column("credit_limit", BigInteger, nullable=False, server_default=text("0")),
    Column("limit_afterwards", BigInteger),
    Column("limit_until", MOMENT),
    Column("high_use_in", Date),
    Column("high_use_settled", Boolean, nullable=False, server_default=text("false")),
    Column("granted_month", Date),
    Column("holds_cards", Boolean, nullable=False, server_default=text("false")),
    Column("kept_term", MOMENT),
    Column("kept_lifted", MOMENT),
    Column("charged_month", Date),
    Column("holds_plans", Boolean, nullable=False, server_default=text("false")),
    Column("plan_month", Date),
    CheckConstraint("carry BETWEEN 0 AND 999", name="carry_is_less_than_a_fen"),
    CheckConstraint("payment_type IN ('prepaid', 'postpaid')", name="account_payment_type"),
    CheckConstraint(
        "credit_limit >= 0 AND (payment_type = 'postpaid' OR credit_limit = 0)",
        name="account_credit_is_for_who_pays_later",
    ),
    postgresql_with={"fillfactor": 70},
)

# Whom an account pays for, from when to when, and what credit control wants of them.
PAID_SUBSCRIBER = Table(
    "paid_subscriber",
    METADATA,
    Column("subscriber_id", PAID_ID, nullable=False),
    Column("account_id", ID, ForeignKey("account.id"), nullable=False),
    Column("msisdn", Text, nullable=False),
    Column("paid_from", MOMENT, nullable=False),
    Column("paid_to", MOMENT),
    Column("level", SmallInteger, nullable=False, server_default=text("0")),
    Column("level_version", BigInteger, nullable=False, server_default=text("0")),
    Column("level_since", MOMENT),
    Column("reminders", SmallInteger, nullable=False, server_default=text("0")),
    Column("reminded_on", Date),
    Column("subscriber_version", BigInteger, nullable=False, server_default=text("0")),
    Column("barred_since", MOMENT),
    Column("barring", Text, nullable=False, server_default=text("'none'")),
    # Whose number it was that another account pays for now (过户); subscriber_id is then an id of
    # this end alone.
    Column("former_of", PAID_ID),
    Column("open_until", MOMENT),
    Column("owed_then", BigInteger),
    PrimaryKeyConstraint("subscriber_id", name="paid_subscriber_id"),
    postgresql_with={"fillfactor": 70},
)
Index("paid_subscriber_by_account", PAID_SUBSCRIBER.c.account_id)
Index("paid_subscriber_by_msisdn", PAID_SUBSCRIBER.c.msisdn, PAID_SUBSCRIBER.c.paid_from)
IS_FORMER = PAID_SUBSCRIBER.c.former_of.is_not(None)
Index("paid_subscriber_former", PAID_SUBSCRIBER.c.former_of, postgresql_where=IS_FORMER)

# Further numbers of the same customer that an account pays for.
SUB_CARD = Table(
    "sub_card",
    METADATA,
    Column("subscriber_id", PAID_ID, nullable=False),
    Column("account_id", ID, ForeignKey("account.id"), nullable=False),
    Column("msisdn", Text, nullable=False),
    Column("offering", Text, nullable=False),
    Column("paid_from", MOMENT, nullable=False),
    Column("started_at", MOMENT),
    Column("paid_to", MOMENT),
    Column("kept_from", MOMENT),
    Column("kept_to", MOMENT),
    Column("subscriber_version", BigInteger, nullable=False, server_default=text("0")),
    Column("kept_term", MOMENT),
    Column("barred_since", MOMENT),
    Column("barring", Text, nullable=False, server_default=text("'none'")),
    Column("open_until", MOMENT),
    Column("owed_then", BigInteger),
    PrimaryKeyConstraint("subscriber_id", name="sub_card_id"),
)
Index("sub_card_by_account", SUB_CARD.c.account_id)
Index("sub_card_by_msisdn", SUB_CARD.c.msisdn, SUB_CARD.c.paid_from)

# Which plan from when on: of accounts whose plan was, or will be, another one.
PLAN_PERIOD = Table(
    "plan_period",
    METADATA,
    Column("account_id", ID, ForeignKey("account.id"), nullable=False),
    Column("offering", Text, nullable=False),
    Column("valid_from", MOMENT, nullable=False),
    Column("valid_to", MOMENT),
    PrimaryKeyConstraint("account_id", "valid_from", name="plan_period_begins_once"),
    CheckConstraint("valid_from < valid_to", name="plan_period_has_a_length"),
)
Index(
    "plan_period_last",
    PLAN_PERIOD.c.account_id,
    unique=True,
    postgresql_where=PLAN_PERIOD.c.valid_to.is_(None),
)

CLOSED_TO_CARDS = Table(
    "closed_to_cards",
    METADATA,
    Column("account_id", ID, ForeignKey("account.id"), nullable=False),
    PrimaryKeyConstraint("account_id", name="closed_to_cards_id"),
)

# Sub-balances: gifts and deposits, each paying for what it may.
BALANCE_BOOK = Table(
    "balance_book",
    METADATA,
    Column("id", ID, nullable=False),
    Column("account_id", ID, nullable=False),
    Column("kind", Text, nullable=False),
    Column("pays", ARRAY(Text), nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("left_over", BigInteger, nullable=False),
    Column("valid_from", MOMENT, nullable=False),
    Column("valid_to", MOMENT),
    Column("ended", Boolean, nullable=False, server_default=text("false")),
    PrimaryKeyConstraint("id", name="balance_book_id"),
    CheckConstraint("amount > 0", name="balance_book_was_given_money"),
    CheckConstraint("left_over BETWEEN 0 AND amount", name="balance_book_pays_what_it_has"),
    postgresql_with={"fillfactor": 70},
)
HAS_NOT_ENDED = ~BALANCE_BOOK.c.ended
Index("balance_book_by_account", BALANCE_BOOK.c.account_id, postgresql_where=HAS_NOT_ENDED)

# Their segments and regions, apart from what is read for every use.
CUSTOMER = Table(
    "customer",
    METADATA,
    Column("id", Text(collation="C"), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("segment", Text, nullable=False),
    Column("region", Text, nullable=False),
    PrimaryKeyConstraint("id", name="customer_id"),
)
