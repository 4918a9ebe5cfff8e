"""Take the account an act is about, locked, and see that it may be done."""

from collections.abc import Collection

from billing.domain.account import Account, AccountState
from billing.domain.lines import card_of, card_with_number
from billing.domain.sub_card import SubCard
from billing.usecases.ports import ByAccount, ByNumber, BySubscriber, Desk, Payee
from kernel.errors import NotAllowed, NotFound


async def take_account(payee: Payee, *, desk: Desk) -> Account:
    """Return it locked; raises `ACCOUNT_UNKNOWN`."""
    account = await desk.accounts.take(payee)
    if account is None:
        raise unknown()
    return account


async def take_account_in(
    account_id: str, *, states: Collection[AccountState], desk: Desk
) -> Account:
    """Return it locked; raises `ACCOUNT_UNKNOWN`, `STATE_NOT_ALLOWED`."""
    account = await take_account(ByAccount(account_id), desk=desk)
    check_state(account, states=states)
    return account


def card_meant(account: Account, payee: Payee) -> SubCard | None:
    """Return the sub-card by which the account was asked for; None: the main line."""
    match payee:
        case BySubscriber(subscriber_id):
            return card_of(account, subscriber_id)
        case ByNumber(msisdn):
            return card_with_number(account, msisdn)
        case _:
            return None


def check_state(account: Account, *, states: Collection[AccountState]) -> None:
    """Raise `STATE_NOT_ALLOWED` where the account is in none of these."""
    if account.state not in states:
        raise NotAllowed("STATE_NOT_ALLOWED", f"The account is {account.state}.")


def unknown() -> NotFound:
    """Return what is said where there is no such account."""
    return NotFound("ACCOUNT_UNKNOWN", "There is no such account.")
