"""An account whose subscriber has left: no limit any more, and what can be paid out of it."""

from billing.accounts.domain.account import HAS_LEFT, Account
from kernel.money import Money, fen


def has_left(account: Account) -> bool:
    """Tell whether its subscriber is gone."""
    return account.state in HAS_LEFT


def to_pay_out(account: Account) -> Money:
    """Return what can be paid out at once; also what an earlier release left on it."""
    if not has_left(account):
        return fen(0)
    return account.payable_back.whole + fen(max(0, account.cash.minor))


def limit_now(account: Account) -> Money:
    """Return how far below zero it may go: whose subscriber has left, not at all."""
    return fen(0) if has_left(account) else account.credit.limit
