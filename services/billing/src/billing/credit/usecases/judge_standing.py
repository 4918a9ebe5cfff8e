"""Judge what credit control wants of accounts, each by the table of its payment type."""

from dataclasses import dataclass, field
from datetime import datetime

from billing.accounts.domain.account import Account
from billing.accounts.domain.control import Verdict
from billing.catalogue.domain.catalogue import Catalogue
from billing.catalogue.ports import CatalogueReads
from billing.credit.processes import arrears, exposure
from kernel.civil import civil_date


@dataclass(frozen=True, slots=True)
class CatalogueJudge:
    """Judges by the plan fees of one version of the catalogue."""

    catalogue: Catalogue
    marks: dict[str, int] = field(default_factory=dict)
    """The balance below which somebody is reminded, by offering."""

    def verdict(self, account: Account, *, now: datetime) -> Verdict:
        """Return what credit control wants of this account's subscriber now."""
        if account.is_postpaid:
            return exposure.judge(account, now=now)
        fee = self.catalogue.offering(account.offering).monthly_fee
        return arrears.judge(account, plan_fee=fee, now=now)

    def has_nothing_to_say(self, account: Account, *, left: int, now: datetime) -> bool:
        """Tell whether nothing is new when the balance is so many fen; nearly always so."""
        if account.is_postpaid:
            return exposure.has_nothing_to_say(account, left=left, now=now)
        mark = self.marks.get(account.offering)
        if mark is None:
            fee = self.catalogue.offering(account.offering).monthly_fee
            mark = self.marks[account.offering] = arrears.low_mark(fee)
        return arrears.has_nothing_to_say(account, left=left, mark=mark)


@dataclass(frozen=True, slots=True)
class StandingControl:
    """Credit control (信控) as the ledger asks for it."""

    catalogues: CatalogueReads

    async def judge_at(self, now: datetime) -> CatalogueJudge:
        """Return who judges by the catalogue of that day; raises `NO_CATALOGUE`."""
        return CatalogueJudge((await self.catalogues.all()).on(civil_date(now)))
