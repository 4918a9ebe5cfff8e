"""The accounts of the ledger, and what one of them is credited with."""

from collections.abc import Iterable
from enum import StrEnum

from kernel.money import Money, fen
from kernel.value import value


class LedgerAccount(StrEnum):
    """The accounts of the ledger, each kept per paying account."""

    CUSTOMER = "customer"
    """What the operator owes to who pays: prepaid and not yet used."""
    CASH = "cash"
    USAGE = "usage_revenue"
    PLAN = "plan_revenue"
    FEE = "fee_revenue"
    DISCOUNT = "discount"
    """What was earned and is not asked for: the other side of a discount (优惠)."""
    REFUND = "refund_payable"
    """What is left when an account closes, until it is paid out (R-TM-3)."""
    GIFT_DEDICATED = "gift_dedicated"
    GIFT_MONTH = "gift_month"
    GIFT_PROMOTION = "gift_promotion"
    """Given and not yet used, by kind of balance book (rules 7.9)."""
    GIFT_COST = "gift_cost"
    GIFT_EXPIRED = "gift_expired"
    DEPOSIT = "deposit"
    """Theirs, and never taken by itself (押金)."""
    THIRD_PARTY = "third_party_payable"
    """Taken for somebody else (代收费, rules 7.7 item 6)."""
    PENALTY = "penalty_revenue"
    ADJUSTMENT = "adjustment"
    """What the operator added and took by hand."""
    VOUCHER = "voucher_sales"
    """What was paid for voucher cards where they are sold (充值卡)."""


PAYING = frozenset(
    {
        LedgerAccount.CUSTOMER,
        LedgerAccount.GIFT_DEDICATED,
        LedgerAccount.GIFT_MONTH,
        LedgerAccount.GIFT_PROMOTION,
    }
)
"""What pays for use."""


KEPT_BY_ACCOUNT = PAYING | {LedgerAccount.DEPOSIT, LedgerAccount.REFUND}
"""What somebody has with us: a collective entry has a posting in it for each account."""


@value
class Posting:
    """What one account of the ledger is credited with; `of_book` is the balance book it moves."""

    book: LedgerAccount
    amount: Money
    of_book: str | None = None


def total(amounts: Iterable[Money]) -> Money:
    """Return the sum of amounts in fen; nothing sums to zero."""
    return sum(amounts, fen(0))
