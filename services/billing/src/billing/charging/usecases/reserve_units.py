"""Reserve units before they are used: what they cost is kept aside, and never more than is left."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from billing.accounts.domain.account import MILLIFEN, Account
from billing.accounts.domain.leaving import has_left
from billing.accounts.domain.level import Level
from billing.accounts.domain.lines import card_of
from billing.accounts.ports import ByReservation, Payee
from billing.accounts.usecases.take_account import card_meant, take_account
from billing.allowances.domain.usage import UsageRecord
from billing.allowances.usecases.grant_allowances import grant_months
from billing.catalogue.domain.tariff import ITEM
from billing.charging.domain.reservation import (
    NOTHING,
    Grant,
    Reservation,
    available,
    available_in_cash,
    grant,
)
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.charging.usecases.charge_month import fee_due
from billing.charging.usecases.data_cap import check_room, room_for, told_final, wanted_within
from billing.charging.usecases.judge_use import check_goes_on, check_user, price_of
from kernel.errors import Invalid, NotAllowed, NotFound, Refusal
from kernel.money import Money


@dataclass(frozen=True, slots=True)
class GrantTerms:
    """How long a grant is valid, and how long a record is waited for after the use.

    `ahead`: so much the clock of a switch may be ahead of ours. `window_credit`: so much may be
    used in a window that is open though money is owed.
    """

    validity: timedelta
    hold: timedelta
    ahead: timedelta
    window_credit: Money = NOTHING


@dataclass(frozen=True, slots=True)
class Reserve:
    """Who wants to use what; the use is the record it would leave, its quantity what is asked."""

    user: Payee
    use: UsageRecord


@dataclass(frozen=True, slots=True)
class Granted:
    """What may be used, and under which reservation."""

    reservation_id: str
    grant: Grant


async def reserve_units(
    asked: Reserve, *, uow: UnitOfWork, terms: GrantTerms, now: datetime
) -> Granted:
    """Keep money aside for as many units as it pays for.

    Raises `NOT_BEGUN` for what no switch can let through yet, `ACCOUNT_UNKNOWN`, what `check_user`
    raises, `NO_TARIFF`, `DATA_CAP_REACHED`, `USE_CAP_REACHED`, and `INSUFFICIENT_BALANCE` where the
    balance, or of a postpaid account the limit, pays for none.
    """
    if asked.use.started_at > now + terms.ahead:
        raise Invalid("NOT_BEGUN", "This begins in the future.", field="started_at")
    async with uow:
        account = await take_account(asked.user, uow=uow)
        card = card_meant(account, asked.user)
        user = card or account
        use = replace(asked.use, subscriber_id=user.subscriber_id, msisdn=user.msisdn)
        check_user(account, card, now=now)
        catalogues = await uow.catalogues.all()
        begun = max(now, use.started_at)
        account = await grant_months(account, catalogues=catalogues, uow=uow, now=begun)
        room = await room_for(use, account=account, uow=uow)
        check_room(room, use=use)
        given = grant(
            wanted_within(use.quantity, room=room),
            price=await price_of(use, account=account, uow=uow),
            left=await left_for(use, account=account, uow=uow, terms=terms, now=now),
            kind=use.kind,
        )
        if not given.units:
            raise Refusal("INSUFFICIENT_BALANCE", "The balance pays for none of it.", field="units")
        given = told_final(given, wanted=use.quantity)
        until = now + terms.validity
        blank = Reservation(id=use.id, account_id=account.id, use=use, millifen=0, until=until)
        await uow.reservations.add(blank.granted(given, until=until))
        return Granted(use.id, given)


async def extend_units(
    reservation_id: str, *, units: int, uow: UnitOfWork, terms: GrantTerms, now: datetime
) -> Granted:
    """Let a use that goes on have so many units in all, or as many as there is money for.

    Who was stopped or has left since it began is granted no more: the network cuts the use, and
    what was used until then is told and charged. Raises `RESERVATION_UNKNOWN`,
    `RESERVATION_EXPIRED`, what `check_user` and `check_goes_on` raise.
    """
    async with uow:
        account, reservation = await take_reservation(reservation_id, uow=uow)
        if not reservation.is_open or reservation.is_due(now):
            raise NotAllowed("RESERVATION_EXPIRED", "What was granted is not valid any more.")
        use = reservation.use
        card = card_of(account, use.subscriber_id)
        check_user(account, card, now=now)
        check_goes_on(card or account, kind=use.kind)
        room = await room_for(use, account=account, uow=uow)
        others = await left_for(use, account=account, uow=uow, terms=terms, now=now)
        given = grant(
            wanted_within(max(units, use.quantity), room=room),
            price=await price_of(use, account=account, uow=uow),
            left=others + reservation.millifen,
            kind=use.kind,
        )
        if given.units <= use.quantity:
            # What was promised stays promised, though other money has gone meanwhile.
            given = Grant(use.quantity, reservation.millifen, is_final=given.is_final)
        given = told_final(given, wanted=units)
        until = now + terms.validity
        await uow.reservations.save(reservation.granted(given, until=until))
        return Granted(reservation_id, given)


async def take_reservation(reservation_id: str, *, uow: UnitOfWork) -> tuple[Account, Reservation]:
    """Return it with its account locked; raises `RESERVATION_UNKNOWN`."""
    # The account's lock guards its reservations: they are read once it is held.
    account = await uow.accounts.get_for_update(ByReservation(reservation_id))
    if account is None:
        raise _unknown()
    reservation = await uow.reservations.get(reservation_id)
    if reservation is None:
        raise _unknown()
    return account, reservation


async def left_for(
    use: UsageRecord, *, account: Account, uow: UnitOfWork, terms: GrantTerms, now: datetime
) -> int:
    """Return what `left_of` does, for a use: by the clock of a switch that is ahead.

    The fee of the month it begins in is gone, though the month has not begun here. An item of a
    third party is let through for cash alone, for no gift pays it (rules 7.9), nor does a window:
    that lends for use of their own alone.
    """
    lent = NOTHING if use.kind == ITEM else _lent(use, account=account, terms=terms, now=now)
    left = await _left(account, uow=uow, now=now, begun=max(now, use.started_at), lent=lent)
    if use.kind != ITEM or not account.books:
        return left
    reserved = await uow.reservations.reserved(account.id, now=now, kind=ITEM)
    return min(left, available_in_cash(account, reserved=reserved))


async def left_of(account: Account, *, uow: UnitOfWork, now: datetime) -> int:
    """Return what may still be promised of an account that is taken, in thousandths of a fen.

    A monthly fee that is due is gone, whether or not somebody has charged it yet. Of an account
    that is closed nothing is promised, whatever its limit was.
    """
    return await _left(account, uow=uow, now=now, begun=now)


def _lent(use: UsageRecord, *, account: Account, terms: GrantTerms, now: datetime) -> Money:
    """Return what a window that is open lends beyond what may be spent."""
    window = (card_of(account, use.subscriber_id) or account).window
    if window is None or not window.is_open(now) or account.standing.level is Level.NONE:
        return NOTHING
    return window.lends(terms.window_credit)


async def _left(
    account: Account, *, uow: UnitOfWork, now: datetime, begun: datetime, lent: Money = NOTHING
) -> int:
    if has_left(account):
        return 0
    reserved = await uow.reservations.reserved(account.id, now=now)
    fee = await fee_due(account, uow=uow, now=begun)
    return available(account, reserved=reserved + fee.minor * MILLIFEN, lent=lent)


def _unknown() -> NotFound:
    return NotFound("RESERVATION_UNKNOWN", "There is no such reservation.", field="reservation_id")
