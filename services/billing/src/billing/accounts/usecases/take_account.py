"""Take the account an act is about, locked, and see that it may be done."""

from collections.abc import Collection
from typing import assert_never

from billing.accounts.domain.account import MAY_BE_PAID, Account, AccountState
from billing.accounts.domain.lines import card_of, card_with_number
from billing.accounts.domain.sub_card import SubCard
from billing.accounts.ports import (
    ByAccount,
    ByNumber,
    ByReservation,
    BySubscriber,
    Payee,
    UnitOfWork,
)
from kernel.errors import NotAllowed, NotFound


async def take_account(payee: Payee, *, uow: UnitOfWork) -> Account:
    """Return it locked; raises `ACCOUNT_UNKNOWN`."""
    account = await uow.accounts.get_for_update(payee)
    if account is None:
        raise unknown()
    return account


async def take_account_in(
    account_id: str, *, states: Collection[AccountState], uow: UnitOfWork
) -> Account:
    """Return it locked; raises `ACCOUNT_UNKNOWN`, `STATE_NOT_ALLOWED`."""
    account = await take_account(ByAccount(account_id), uow=uow)
    check_state(account, states=states)
    return account


def card_meant(account: Account, payee: Payee) -> SubCard | None:
    """Return the sub-card by which the account was asked for; None: the main line."""
    match payee:
        case BySubscriber(subscriber_id):
            return card_of(account, subscriber_id)
        case ByNumber(msisdn):
            return card_with_number(account, msisdn)
        case ByAccount() | ByReservation():
            return None
        case _:
            assert_never(payee)


def card_of_step(account: Account, subscriber_id: str) -> SubCard | None:
    """Return the sub-card a step is about; None: the main line, which an empty id means, too.

    Raises `SUBSCRIBER_UNKNOWN`: what is about nobody it pays for must not touch the main line.
    """
    card = card_of(account, subscriber_id)
    if card is None and subscriber_id not in {"", account.subscriber_id}:
        raise NotFound("SUBSCRIBER_UNKNOWN", "The account does not pay for this subscriber.")
    return card


def check_state(account: Account, *, states: Collection[AccountState]) -> None:
    """Raise `STATE_NOT_ALLOWED` where the account is in none of these."""
    if account.state not in states:
        raise NotAllowed("STATE_NOT_ALLOWED", f"The account is {account.state}.")


def check_may_be_paid(account: Account, payee: Payee) -> None:
    """Raise `STATE_NOT_ALLOWED` where nobody pays into it any more, or not by this number.

    What a closed account owes is paid like any other debt.
    """
    if not account.owes.minor:
        check_state(account, states=MAY_BE_PAID)
    card = card_meant(account, payee)
    if card is not None and card.paid_to is not None:
        raise NotAllowed("STATE_NOT_ALLOWED", "This number has left the account.")


def unknown() -> NotFound:
    """Return what is said where there is no such account."""
    return NotFound("ACCOUNT_UNKNOWN", "There is no such account.")
