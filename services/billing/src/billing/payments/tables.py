"""What was paid, and what is asked for; vouchers."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from billing.metadata import ID, METADATA, MOMENT
from billing.payments.domain.top_up import TopUpState
from billing.payments.domain.voucher import VoucherState

# `space`: whose references these are; each of theirs is paid once (R-PAY-1).
PAYMENT = Table(
    "payment",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("account_id", ID, ForeignKey("account.id"), nullable=False),
    Column("channel", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("at", MOMENT, nullable=False),
    Column("space", Text, nullable=False, server_default=""),
    UniqueConstraint("channel", "reference", "space", name="payment_reference"),
    CheckConstraint("amount > 0", name="payment_is_money"),
)
Index("payment_by_account", PAYMENT.c.account_id, PAYMENT.c.at)
Index("payment_by_moment", PAYMENT.c.at.desc(), PAYMENT.c.id)

PAYMENT_REVERSAL = Table(
    "payment_reversal",
    METADATA,
    Column("payment_id", ID, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", MOMENT, nullable=False),
    PrimaryKeyConstraint("payment_id", name="payment_is_reversed_once"),
)

# What a provider collects; `paid` may be another amount than was asked for.
TOP_UP = Table(
    "top_up",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("account_id", ID, ForeignKey("account.id"), nullable=False),
    Column("channel", Text, nullable=False),
    Column("space", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("provider", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("paid", BigInteger),
    Column("transaction_id", Text, nullable=False, server_default=""),
    Column("asked_at", MOMENT, nullable=False),
    Column("expires_at", MOMENT, nullable=False),
    Column("ended_at", MOMENT),
    UniqueConstraint("channel", "space", "reference", name="top_up_reference"),
    CheckConstraint("amount > 0", name="top_up_is_money"),
    CheckConstraint("paid > 0", name="top_up_is_paid_with_money"),
    CheckConstraint(
        "(state IN ('done', 'reversed')) = (paid IS NOT NULL)", name="top_up_done_is_paid"
    ),
)
IS_PENDING = TOP_UP.c.state == TopUpState.PENDING.value
HAS_TRANSACTION = TOP_UP.c.transaction_id != ""
Index("top_up_by_account", TOP_UP.c.account_id, TOP_UP.c.asked_at.desc())
Index("top_up_by_time", TOP_UP.c.asked_at.desc())
Index("top_up_pending", TOP_UP.c.space, postgresql_where=IS_PENDING)
Index(
    "top_up_of_transaction",
    TOP_UP.c.provider,
    TOP_UP.c.transaction_id,
    unique=True,
    postgresql_where=HAS_TRANSACTION,
)

# What a provider collected beside what paid a top-up, and has to give back.
COLLECTED_BESIDES = Table(
    "collected_besides",
    METADATA,
    Column("top_up_id", ID, ForeignKey("top_up.id"), nullable=False),
    Column("transaction_id", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("said_at", MOMENT, nullable=False),
    PrimaryKeyConstraint("top_up_id", "transaction_id", "amount", name="collected_besides_once"),
    CheckConstraint("amount > 0", name="collected_besides_is_money"),
)

# Of a code only its seal is kept.
VOUCHER = Table(
    "voucher",
    METADATA,
    Column("serial", Text, nullable=False),
    Column("seal", Text, nullable=False),
    Column("batch", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("valid_to", MOMENT, nullable=False),
    Column("state", Text, nullable=False),
    Column("loaded_by", Text, nullable=False, server_default=""),
    PrimaryKeyConstraint("serial", name="voucher_serial"),
    UniqueConstraint("seal", name="voucher_code_once"),
    CheckConstraint("amount > 0", name="voucher_is_worth_something"),
)
IS_WAITING = VOUCHER.c.state == VoucherState.WAITING.value
Index("voucher_waits", VOUCHER.c.batch, postgresql_where=IS_WAITING)

# Wrong codes of an account: the image before counted them here.
VOUCHER_TRY = Table(
    "voucher_try",
    METADATA,
    Column("account_id", ID, nullable=False),
    Column("since", MOMENT, nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("locked_until", MOMENT),
    PrimaryKeyConstraint("account_id", name="voucher_try_of_account"),
)
