"""Judge whether somebody may begin a use, and what it would cost by the rating of its record."""

from dataclasses import dataclass, replace
from datetime import datetime

from billing.accounts.domain.account import Account, AccountState
from billing.accounts.domain.level import Barring, Level
from billing.accounts.domain.sub_card import SubCard
from billing.allowances.domain.usage import Charge, Judged, ToCount, ToDraw, UsageRecord
from billing.catalogue.domain.tariff import counted
from billing.charging.domain.reservation import Price, rated_quantity
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.charging.usecases.price_drawing import price_drawing
from billing.rating.domain.rating import judge_usage
from billing.rating.domain.span import most_added
from billing.rating.ports.openings import openings_for
from kernel.errors import NotAllowed, Refusal

_NOT_OPEN = {
    AccountState.PENDING: ("ACCOUNT_PENDING", "Their plan has not started."),
    AccountState.CLOSING: ("ACCOUNT_CLOSED", "Their account is closed."),
    AccountState.CLOSED: ("ACCOUNT_CLOSED", "Their account is closed."),
}


def check_user(account: Account, card: SubCard | None = None, *, now: datetime) -> None:
    """Raise what speaks against asking for money of this account, for its sub-card or itself.

    `ACCOUNT_PENDING`, `ACCOUNT_CLOSED`; `SUBSCRIBER_STOPPED`: credit control wants them stopped and
    no window lets that be (T15), or they themselves do.
    """
    if account.state in _NOT_OPEN:
        raise NotAllowed(*_NOT_OPEN[account.state])
    check_number(account, card)
    user = card or account
    is_open = user.window is not None and user.window.is_open(now)
    is_let_be = is_open and user.barring in {Barring.NONE, Barring.DATA_ONLY}
    if account.standing.level is not Level.NONE and not is_let_be:
        raise _stopped()


def check_goes_on(user: Account | SubCard, *, kind: str) -> None:
    """Raise `SUBSCRIBER_STOPPED` where the network has barred this kind of use, for any reason.

    Asked of a use under way alone: none begins while the network bars it, and who is served again
    calls before accounts have said so here.
    """
    if user.barring.bars(kind):
        raise _stopped()


def check_number(account: Account, card: SubCard | None) -> None:
    """Raise what speaks against this number of an account that is open itself.

    `ACCOUNT_PENDING`, `ACCOUNT_CLOSED`: the sub-card is not in service yet, or has left;
    `SUBSCRIBER_STOPPED`: they asked for it.
    """
    if card is not None and not card.is_in_service:
        raise NotAllowed(*_NOT_OPEN[AccountState.CLOSED if card.paid_to else AccountState.PENDING])
    if account.keeps_number or (card is not None and card.keeps_number):
        raise _stopped()


async def price_of(use: UsageRecord, *, account: Account, uow: UnitOfWork) -> Price:
    """Return what units of a use cost, as its record would be rated; it raises `NO_TARIFF`."""
    catalogues = await uow.catalogues.all()
    judged = judge_usage(use, account=account, catalogues=catalogues)
    if isinstance(judged.outcome, ToDraw):
        return await price_drawing(use, account=account, uow=uow)
    span = await _span_of(judged, account=account, uow=uow)

    def price(units: int) -> int:
        record = replace(use, quantity=rated_quantity(use.kind, units))
        outcome = judge_usage(record, account=account, catalogues=catalogues).outcome
        if isinstance(outcome, ToCount):
            row = outcome.tariff
            used = counted(row, record.quantity)
            return most_added(row, before=span.before, beside=span.beside, units=used)
        if not isinstance(outcome, Charge):
            raise Refusal("NO_TARIFF", "There is no tariff for this use.", field="kind")
        return outcome.millifen

    return price


@dataclass(frozen=True, slots=True)
class _Span:
    """What is counted in the month or day of a use, and what other uses may add to it."""

    before: int = 0
    beside: int = 0


async def _span_of(judged: Judged, *, account: Account, uow: UnitOfWork) -> _Span:
    if not isinstance(judged.outcome, ToCount):
        return _Span()
    use, row = judged.record, judged.outcome.tariff
    others = await uow.reservations.beside(use.id, account_id=account.id, kind=use.kind)
    beside = sum(counted(row, rated_quantity(one.kind, one.quantity)) for one in others)
    openings = await openings_for([judged], log=uow.counters.openings)
    month = openings.key_of(use, judged.outcome)
    before = (await uow.counters.get([month])).get(month, 0)
    return _Span(before, beside)


def _stopped() -> NotAllowed:
    return NotAllowed("SUBSCRIBER_STOPPED", "They are stopped.")
