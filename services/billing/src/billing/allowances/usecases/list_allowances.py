"""List what somebody may still use without a price, in the order in which it pays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from billing.accounts.domain.account import Account
from billing.accounts.domain.plans import offering_at
from billing.allowances.domain.allowance import Allowance, Source
from billing.allowances.domain.drawing import ClassOfUse
from billing.allowances.ports import AllowanceReads


@dataclass(frozen=True, slots=True)
class Standing:
    """An allowance as it stands now; of a rollover only what was left when the month began."""

    allowance: Allowance
    source: Source
    total: int
    used: int

    @property
    def left(self) -> int:
        return max(0, self.total - self.used)


async def list_allowances(
    account: Account, *, allowances: AllowanceReads, now: datetime
) -> Sequence[Standing]:
    """Return what an account may use now."""
    if account.granted_month is None:
        return ()
    held = await allowances.usable(account.id, at=now)
    offering = offering_at(account, now)
    usable = [one for one in held.allowances if one.is_usable(now, offering=offering)]
    usable.sort(key=lambda one: (one.kind, one.rank_at(now)))
    standing = (_standing(one, held.classes, now=now) for one in usable)
    return [one for one in standing if one.total]


def _standing(allowance: Allowance, classes: Iterable[ClassOfUse], *, now: datetime) -> Standing:
    source = allowance.source_at(now)
    if source is not Source.ROLLOVER:
        return Standing(allowance, source, allowance.total, allowance.used)
    drawn = sum(
        units
        for use in classes
        if use.since >= allowance.valid_to
        for name, units in zip(use.draws_on, use.drawn, strict=True)
        if name == allowance.id
    )
    return Standing(allowance, source, allowance.total - allowance.used + drawn, drawn)
