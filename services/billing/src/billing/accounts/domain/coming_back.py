"""How much brings back who credit control has stopped (rules 2.7): reckoned here alone."""

from datetime import datetime

from billing.accounts.domain.account import Account
from billing.accounts.domain.level import Level
from billing.accounts.domain.proration import month_of
from kernel.money import Money, fen

_SOMETHING = fen(1)
"""Who pays before has to have something left: what is owed, to the fen, does not do (2.7)."""


def brings_back(account: Account, *, fee: Money, now: datetime) -> Money:
    """Return the smallest payment after which nothing is wanted of them; none where nothing is.

    `fee`: what is taken as soon as they are served again. High use may be confirmed instead.
    """
    if account.standing.level is Level.NONE:
        return fen(0)
    if not account.is_postpaid:
        return _SOMETHING - account.balance + fee
    missing = fee - account.spendable
    if not account.credit.stops_high_use_in(month_of(now)):
        return max(missing, fen(0))
    return max(-account.balance, missing)
