"""Who judges what credit control wants of an account: the ledger asks, whoever knows answers."""

from datetime import datetime
from typing import Protocol

from billing.accounts.domain.account import Account
from billing.accounts.domain.control import Verdict


class Judge(Protocol):
    """Judges accounts by what is sold on one day."""

    def verdict(self, account: Account, *, now: datetime) -> Verdict:
        """Return what credit control wants of this account's subscriber now."""
        ...

    def has_nothing_to_say(self, account: Account, *, left: int, now: datetime) -> bool:
        """Tell whether nothing is new when the balance is so many fen; nearly always so."""
        ...


class CreditControl(Protocol):
    """Credit control (信控), whose area stands above the ledger."""

    async def judge_at(self, now: datetime) -> Judge:
        """Return who judges by the catalogue of that day."""
        ...
