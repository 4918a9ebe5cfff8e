"""Look at an account again when its time has come: remind her, or stop her both ways."""

from datetime import datetime

from billing.accounts.ports import ByAccount
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.ledger.usecases.post_entries import Booking, book


async def review_arrears(key: str, *, uow: UnitOfWork, now: datetime) -> None:
    """Judge the account under its lock, on the balance it has now; `key` begins with its id."""
    async with uow:
        account = await uow.accounts.get_for_update(ByAccount(key.partition("/")[0]))
        if account is not None:
            await book([Booking(account)], uow=uow, now=now)
