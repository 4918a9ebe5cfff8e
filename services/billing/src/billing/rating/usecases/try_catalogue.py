"""Try a catalogue before it is loaded: what it says otherwise, and what a month would cost."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from billing.accounts.domain.account import Account
from billing.accounts.domain.lines import subscribers_of
from billing.accounts.domain.plans import as_of
from billing.allowances.domain.usage import Reason
from billing.catalogue.domain.catalogue import Catalogue, Catalogues
from billing.catalogue.domain.catalogue_diff import Change, Document, changes
from billing.rating.domain.itemised import Period, month_of
from billing.rating.domain.rerating import check_is_known
from billing.rating.domain.simulation import (
    MONTHLY_FEE,
    Compared,
    Simulated,
    added,
    compared,
    fee_compared,
)
from billing.rating.ports.rerating import KeptUse
from billing.rating.ports.trial import Trial
from billing.rating.usecases.replay_usage import NOTHING_HELD, Before, Replay, records_of
from billing.rating.usecases.try_allowances import held_in, proposed_month
from kernel.civil import civil_date, start_of_day
from kernel.errors import Invalid, NotFound

MOST_AT_ONCE = 1000
"""Subscribers on a page."""
_ENOUGH_RECORDS = 50_000
"""A page ends behind the subscribers with whom it came to as many."""
_NOT_USED = frozenset({Reason.NOT_BEGUN, Reason.SET_ASIDE})
"""Records of what nobody has used yet, or ever."""
_TOGETHER = 50
"""Subscribers whose records are read by one statement."""


@dataclass(frozen=True, slots=True)
class Simulate:
    """Which month to rate under which catalogue, from behind which subscriber on.

    `use_kept`: for how long it is known what use was counted with.
    """

    proposed: Catalogue
    month: date
    after: str
    limit: int
    use_kept: timedelta


@dataclass(frozen=True, slots=True)
class SimulatedPage:
    """Those for whom something would change, and the sums of all."""

    changed: Sequence[Simulated]
    totals: dict[str, Compared]
    subscribers: int
    next_after: str


async def diff_catalogue(
    proposed: Document, *, at: date, trial: Trial
) -> tuple[Catalogue | None, list[Change]]:
    """Return the catalogue that is valid on a day, and what is proposed otherwise.

    Where none is valid, all that is proposed is new.
    """
    known = await trial.catalogues.all()
    try:
        loaded = known.on(at)
    except NotFound:
        return None, changes({}, proposed)
    return loaded, changes(await trial.documents.document(loaded.version), proposed)


async def simulate_catalogue(asked: Simulate, *, trial: Trial, now: datetime) -> SimulatedPage:
    """Rate a page of subscribers' month by what is in force and by what is proposed.

    Nothing is written. Raises `PERIOD_NOT_ALLOWED`, `CATALOGUE_DROPS_OFFERING`.
    """
    if asked.month > civil_date(now):
        raise Invalid("PERIOD_NOT_ALLOWED", "This month has not begun.", field="month")
    check_is_known(month_of(asked.month), since=now - asked.use_kept, field="month")
    known = await trial.catalogues.all()
    known.check_successor(asked.proposed, earliest=None)
    limit = min(asked.limit, MOST_AT_ONCE) if asked.limit > 0 else MOST_AT_ONCE
    trying = _Trying(known, asked)
    every: list[Simulated] = []
    after, records = asked.after, 0
    while len(every) < limit and records < _ENOUGH_RECORDS:
        size = min(_TOGETHER, limit - len(every))
        accounts = await trial.accounts.by_subscriber(after=after, limit=size)
        done = await trying.together(accounts, trial=trial) if accounts else []
        every += done
        records += sum(kind.records for one in done for kind in one.kinds.values())
        after = accounts[-1].subscriber_id if len(accounts) == size else ""
        if not after:
            break
    changed = [one for one in every if one.is_changed]
    return SimulatedPage(changed, added(one.kinds for one in every), len(every), after)


class _BothWays:
    """One subscriber's month, rated by what is in force and by what is proposed."""

    def __init__(self, account: Account, trying: "_Trying", month_before: Before) -> None:
        self._now = Replay(account, catalogues=trying.now, before=month_before)
        account = as_of(account, start_of_day(trying.month))
        proposed = proposed_month(
            account, month_before.held, month=trying.month, proposed=trying.then.versions[0]
        )
        before = replace(month_before, held=proposed.held)
        self._then = Replay(proposed.account, catalogues=trying.then, before=before)
        fee = fee_compared(
            account, now=trying.plans, then=trying.then.versions[0], month=trying.month
        )
        self.simulated = Simulated(account.subscriber_id, account.offering, {MONTHLY_FEE: fee})

    def add(self, kept: KeptUse) -> None:
        if kept.reason in _NOT_USED:
            return
        now, _ = self._now.rate(kept.record)
        then, _ = self._then.rate(kept.record)
        sums = {kept.record.kind: compared(kept.millifen, now, then)}
        self.simulated = replace(self.simulated, kinds=added([self.simulated.kinds, sums]))


class _Trying:
    """What a simulation rates by."""

    def __init__(self, known: Catalogues, asked: Simulate) -> None:
        proposed = replace(asked.proposed, version=known.newest + 1, valid_from=asked.month)
        self.now = known
        self.then = Catalogues((proposed,))
        self.month = asked.month
        self.period: Period = month_of(asked.month)
        in_force = [one for one in known.versions if one.valid_from <= asked.month]
        self.plans = known.on(asked.month) if in_force else None

    async def together(self, accounts: Sequence[Account], *, trial: Trial) -> list[Simulated]:
        """Rate some subscribers by one reading of records, which come in order of time."""
        months = [(who, self.month) for one in accounts for who in subscribers_of(one)]
        openings = await trial.openings.of(months)
        held = await held_in(self.month, accounts, trial=trial)
        both = [
            _BothWays(one, self, Before(openings, held.get(one.id, NOTHING_HELD)))
            for one in accounts
        ]
        # What sub-cards use is told with their main line, which pays.
        whose = {
            who: found
            for one, found in zip(accounts, both, strict=True)
            for who in subscribers_of(one)
        }
        async for kept in records_of(whose, period=self.period, differences=trial.differences):
            whose[kept.record.subscriber_id].add(kept)
        return [one.simulated for one in both]
