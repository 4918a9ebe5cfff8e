"""Judge whether somebody may begin a use, and what it would cost by the rating of its record."""

from dataclasses import replace

from billing.domain.account import PREPAID, Account, AccountState
from billing.domain.catalogue import Catalogues
from billing.domain.level import Level
from billing.domain.rating import judge_usage
from billing.domain.reservation import Price, rated_quantity
from billing.domain.usage import UsageRecord
from billing.usecases.ports import Desk
from kernel.civil import civil_date
from kernel.errors import NotAllowed, Refusal

_NOT_OPEN = {
    AccountState.PENDING: ("ACCOUNT_PENDING", "Her plan has not started."),
    AccountState.CLOSING: ("ACCOUNT_CLOSED", "Her account is closed."),
    AccountState.CLOSED: ("ACCOUNT_CLOSED", "Her account is closed."),
}


def check_user(account: Account, *, use: UsageRecord, catalogues: Catalogues) -> None:
    """Raise what speaks against asking for money of this account.

    `ACCOUNT_PENDING`, `ACCOUNT_CLOSED`; `NOT_PREPAID`: nobody need ask, the bill comes later;
    `SUBSCRIBER_STOPPED`: credit control, or she herself, wants her stopped.
    """
    if account.state in _NOT_OPEN:
        raise NotAllowed(*_NOT_OPEN[account.state])
    offering = catalogues.on(civil_date(use.started_at)).offering(account.offering)
    if offering.payment_type != PREPAID:
        raise NotAllowed("NOT_PREPAID", "She pays later: nothing is kept aside.")
    if account.standing.level is not Level.NONE or account.keeps_number:
        raise NotAllowed("SUBSCRIBER_STOPPED", "She is stopped.")


async def price_of(use: UsageRecord, *, account: Account, desk: Desk) -> Price:
    """Return what units of a use cost, as its record would be rated; it raises `NO_TARIFF`."""
    catalogues = await desk.shelf.all()

    def price(units: int) -> int:
        record = replace(use, quantity=rated_quantity(use.kind, units))
        judged = judge_usage(record, account=account, catalogues=catalogues)
        if judged.charge is None:
            raise Refusal("NO_TARIFF", "There is no tariff for this use.", field="kind")
        return judged.charge.millifen

    return price
