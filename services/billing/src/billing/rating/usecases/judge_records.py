"""Judge records together, with the accounts that pay for them taken and given their allowances.

A switch's clock may be ahead by some seconds. What it let through at the end of a month may so lie
in the next one: it belongs to the month of its own beginning, which is granted for it where our
clock has not come there yet. What begins later than that waits until its time has come, and so
does a call that cannot have ended yet: a switch may write it when it begins, but no month ahead.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from billing.accounts.domain.account import Account, line_of
from billing.accounts.domain.proration import month_of
from billing.allowances.domain.usage import Judged, Reason, UsageRecord
from billing.allowances.usecases.grant_allowances import grant_months_of_all
from billing.catalogue.domain.catalogue import Catalogues
from billing.rating.domain.rating import judge_usage
from billing.rating.ports.unit_of_work import UnitOfWork

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Acceptable:
    """Until when a record may begin; and those a person takes as they are, by their ids.

    `goes_on`: so long after that a call may end.
    """

    until: datetime
    accepted: Collection[str] = ()
    goes_on: timedelta = A_DAY

    def holds_for(self, record: UsageRecord) -> bool:
        left = self.until - record.started_at
        is_possible = left >= timedelta() and _lasts(record) <= left + self.goes_on
        return is_possible or record.id in self.accepted

    def comes_up(self, record: UsageRecord) -> datetime:
        """Return when one that waits is looked at again: when it has begun, or then has ended."""
        if record.started_at > self.until:
            return record.started_at
        return record.started_at + _lasts(record)


@dataclass(frozen=True, slots=True)
class Ahead:
    """So much the clock of a switch may be ahead, and a call that it wrote may still go on."""

    clock: timedelta
    goes_on: timedelta = A_DAY

    def at(self, now: datetime) -> Acceptable:
        return Acceptable(now + self.clock, goes_on=self.goes_on)


async def take_payers(
    records: Sequence[UsageRecord], *, uow: UnitOfWork, now: datetime, acceptable: Acceptable
) -> Mapping[str, Account]:
    """Return the accounts that pay for these subscribers, locked and granted their months.

    Who paid for one before it was another's (过户) is beside them where a record began then, under
    the id of that end of the line.
    """
    catalogues = await uow.catalogues.all()
    taken = await uow.accounts.get_paying_for_update({one.subscriber_id for one in records})
    accounts = await grant_months_of_all(taken, catalogues=catalogues, uow=uow, now=now)
    former = await _former_payers(records, accounts, uow=uow)
    ahead = [
        one for one in records if _is_of_later_month(one, now=now) and acceptable.holds_for(one)
    ]
    if not ahead:
        return {**accounts, **former} if former else accounts
    payers = {accounts[key].id for one in ahead if (key := one.subscriber_id) in accounts}
    # Sub-cards come with the account of their main line.
    theirs = {key: one for key, one in accounts.items() if one.id in payers}
    last = max(one.started_at for one in ahead)
    given = await grant_months_of_all(theirs, catalogues=catalogues, uow=uow, now=last)
    return {**accounts, **given, **former}


async def _former_payers(
    records: Sequence[UsageRecord], accounts: Mapping[str, Account], *, uow: UnitOfWork
) -> Mapping[str, Account]:
    before = {one.subscriber_id for one in records if _began_before(one, accounts)}
    if not before:
        return {}
    former = await uow.former.get_for_update(before)
    return {line_of(one): one for one in former}


def _began_before(record: UsageRecord, accounts: Mapping[str, Account]) -> bool:
    paying = accounts.get(record.subscriber_id)
    return paying is not None and record.started_at < paying.paid_from


def payer_of(record: UsageRecord, accounts: Mapping[str, Account]) -> Account | None:
    """Return who pays for it: who did when it began, whoever does now."""
    paying = accounts.get(record.subscriber_id)
    if not _began_before(record, accounts):
        return paying
    then = (
        one
        for one in accounts.values()
        if one.former_line
        and one.subscriber_id == record.subscriber_id
        and one.paid_for_at(record.started_at)
    )
    return next(then, paying)


def judge_records(
    records: Sequence[UsageRecord],
    *,
    accounts: Mapping[str, Account],
    catalogues: Catalogues,
    acceptable: Acceptable,
) -> list[Judged]:
    """Return what each costs, or why it waits."""
    judged = []
    for record in records:
        account = payer_of(record, accounts)
        if acceptable.holds_for(record):
            judged.append(judge_usage(record, account=account, catalogues=catalogues))
        else:
            judged.append(Judged(record, account.id if account else None, Reason.NOT_BEGUN))
    return judged


def beginnings(
    judged: Sequence[Judged], *, acceptable: Acceptable
) -> Mapping[str, Collection[datetime]]:
    """Return when what has not begun will, and what goes on has ended, by subscriber."""
    moments: dict[str, set[datetime]] = {}
    for use in judged:
        if use.reason is Reason.NOT_BEGUN:
            moments.setdefault(use.record.subscriber_id, set()).add(acceptable.comes_up(use.record))
    return moments


def _lasts(record: UsageRecord) -> timedelta:
    """Return how long it was used; of all but a call nobody says it."""
    return timedelta(seconds=record.quantity if record.kind == "voice" else 0)


def _is_of_later_month(record: UsageRecord, *, now: datetime) -> bool:
    return record.started_at > now and month_of(record.started_at) > month_of(now)
