"""Set a credit limit (信用度), for good or for some time, and confirm a use that was noticed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from billing.accounts.domain.account import CHARGED_FOR_ORDERS, Account
from billing.accounts.domain.credit import Credit
from billing.accounts.domain.deed import Deed, check_may
from billing.accounts.domain.due import ARREARS
from billing.accounts.domain.events import AuditRecorded
from billing.accounts.domain.proration import month_of
from billing.accounts.ports import ByAccount
from billing.accounts.usecases.take_account import check_state, take_account
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.ledger.domain.adjustment import CREDIT_LIMIT, Adjustment, AdjustmentState, LimitAsked
from billing.ledger.domain.approval import CreditApproval
from billing.ledger.usecases.move_alone import keep_asked, limit_begun
from billing.ledger.usecases.post_entries import Booking, book
from kernel.caller import Caller
from kernel.civil import civil_date, start_of_day
from kernel.errors import Invalid, NotAllowed
from kernel.ids import derived_id
from kernel.money import MOST_AT_ONCE, Money, fen


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCreditLimit:
    """The limit in fen; until the end of which day, or for good."""

    request_id: str
    account_id: str
    limit: Money
    last_day: date | None
    caller: Caller
    reason: str


@dataclass(frozen=True, slots=True)
class Limited:
    """The account, and what waits for a second person where it is more than one may set."""

    account: Account
    waiting: Adjustment | None = None


@dataclass(frozen=True, slots=True)
class ConfirmHighUse:
    """Whose use it is, and who heard them say so."""

    account_id: str
    caller: Caller
    reason: str


async def set_credit_limit(
    asked: SetCreditLimit, *, uow: UnitOfWork, limits: CreditApproval, now: datetime
) -> Limited:
    """Set it, or let it wait for a second person; credit control follows at once.

    Raises `ROLE_REQUIRED`, `FIELD_MISSING`, `FIELD_NOT_VALID`, `ACCOUNT_UNKNOWN`,
    `STATE_NOT_ALLOWED`, `NOT_POSTPAID`, `REQUEST_ID_REUSED`, `LIMIT_UNTIL_LATER`.
    """
    check_may(asked.caller, Deed.SET_CREDIT_LIMIT, reason=asked.reason)
    wanted = LimitAsked(asked.limit, asked.last_day)
    until = _check(wanted, now=now)
    async with uow:
        account = await _take_postpaid(asked.account_id, uow=uow)
        before = account.credit.at(now)
        _check_outlasts(before, asked.limit, until=until)
        raised = before.raised_by(asked.limit, until=until)
        wished = _adjustment(asked, wanted, raised, now=now)
        begun = await limit_begun(wished, uow=uow, limits=limits, now=now)
        if begun.state is AdjustmentState.WAITING:
            await keep_asked(begun, asked.reason, uow=uow, now=now)
            return Limited(account, begun)
        await uow.publish([_limit_audited(asked, account, now=now)], now=now)
        return Limited(await limit_set(wanted, account, uow=uow, now=now))


def check_still_asked(waiting: Adjustment, account: Account, *, now: datetime) -> None:
    """Raise `NOT_POSTPAID`, or `LIMIT_CHANGED` where it is not any more what was asked for.

    Another limit was set since, or a day has passed: what a second person would let be owed more is
    another sum than they were asked about.
    """
    wanted = waiting.limit
    if wanted is None:
        return
    _check_postpaid(account)
    until = _end_of(wanted.last_day)
    is_over = until is not None and until <= now
    if is_over or account.credit.at(now).raised_by(wanted.limit, until=until) != waiting.amount:
        sentence = "The limit is another one now, or the day is over: reject this and ask anew."
        raise NotAllowed("LIMIT_CHANGED", sentence)


async def limit_set(
    wanted: LimitAsked, account: Account, *, uow: UnitOfWork, now: datetime
) -> Account:
    """Set it, in an open unit of work; credit control follows again when its time is over.

    Raises `NOT_POSTPAID`, and `FIELD_NOT_VALID` for a day that is over by now.
    """
    _check_postpaid(account)
    until = _check(wanted, now=now)
    if until is not None:
        key = f"{account.id}/limit.{until.isoformat()}"
        await uow.timers.schedule(ARREARS, key=key, at=until)
    credit = account.credit.at(now).limited(wanted.limit, until=until)
    return await _booked(account, credit, uow=uow, now=now)


async def confirm_high_use(asked: ConfirmHighUse, *, uow: UnitOfWork, now: datetime) -> Account:
    """Have their use of this month be as they want it: it stops them no more.

    Raises `ROLE_REQUIRED`, `FIELD_MISSING`, `ACCOUNT_UNKNOWN`, `STATE_NOT_ALLOWED`,
    `NOT_POSTPAID`, and `NOTHING_TO_CONFIRM` where no high use waits for that.
    """
    check_may(asked.caller, Deed.CONFIRM_HIGH_USE, reason=asked.reason)
    async with uow:
        account = await _take_postpaid(asked.account_id, uow=uow)
        if not account.credit.stops_high_use_in(month_of(now)):
            raise NotAllowed("NOTHING_TO_CONFIRM", "No high use of this month waits for that.")
        audited = AuditRecorded(
            action="high_use.confirmed",
            object_id=f"account {account.id}",
            reason=asked.reason,
            outcome=f"{-account.balance.minor} fen unpaid",
            at=now,
        )
        await uow.publish([audited], now=now)
        return await _booked(account, account.credit.settled(), uow=uow, now=now)


async def _take_postpaid(account_id: str, *, uow: UnitOfWork) -> Account:
    account = await take_account(ByAccount(account_id), uow=uow)
    check_state(account, states=CHARGED_FOR_ORDERS)
    _check_postpaid(account)
    return account


def _check_postpaid(account: Account) -> None:
    if not account.is_postpaid:
        sentence = "A prepaid account has no credit."
        raise NotAllowed("NOT_POSTPAID", sentence, field="account_id")


async def _booked(account: Account, credit: Credit, *, uow: UnitOfWork, now: datetime) -> Account:
    (booked,) = await book([Booking(account, credit=credit)], uow=uow, now=now)
    return booked


def _check(asked: LimitAsked, *, now: datetime) -> datetime | None:
    """Return when it ends, or None for good."""
    if not fen(0) <= asked.limit <= MOST_AT_ONCE:
        raise Invalid("FIELD_NOT_VALID", "The limit is not possible.", field="limit.minor")
    until = _end_of(asked.last_day)
    if until is not None and until <= now:
        raise Invalid("FIELD_NOT_VALID", "This day is over.", field="valid_until")
    return until


def _check_outlasts(credit: Credit, limit: Money, *, until: datetime | None) -> None:
    """Refuse more for some days within a limit that lasts longer: that would be forgotten.

    What it goes back to is what held for good. Less, or no more, for fewer days takes its place.
    """
    if until is None or credit.until is None or limit <= credit.limit:
        return
    if until < credit.until:
        day = civil_date(credit.until) - timedelta(days=1)
        sentence = f"There is a limit until {day}: set one for as long at least, or for good."
        raise NotAllowed("LIMIT_UNTIL_LATER", sentence, field="valid_until")


def _end_of(last_day: date | None) -> datetime | None:
    return None if last_day is None else start_of_day(last_day + timedelta(days=1))


def _adjustment(
    asked: SetCreditLimit, wanted: LimitAsked, raised: Money, *, now: datetime
) -> Adjustment:
    return Adjustment(
        id=derived_id("adjustment", asked.request_id),
        account_id=asked.account_id,
        amount=raised,
        reason_code=CREDIT_LIMIT,
        reason=asked.reason,
        asked_by=asked.caller.id,
        asked_at=now,
        limit=wanted,
    )


def _limit_audited(asked: SetCreditLimit, account: Account, *, now: datetime) -> AuditRecorded:
    how_long = f"until {asked.last_day}" if asked.last_day else "for good"
    return AuditRecorded(
        action="credit_limit.set",
        object_id=f"account {account.id}",
        reason=asked.reason,
        outcome=f"{account.credit.limit.minor} to {asked.limit.minor} fen {how_long}",
        at=now,
    )
