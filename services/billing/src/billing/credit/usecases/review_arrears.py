"""Look at an account again when its time has come: remind her, or stop her both ways."""

from datetime import datetime

from billing.accounts.ports import ByAccount
from billing.charging.ports.unit_of_work import Desk
from billing.ledger.usecases.post_entries import Booking, book


async def review_arrears(key: str, *, desk: Desk, now: datetime) -> None:
    """Judge the account under its lock, on the balance it has now; `key` begins with its id."""
    async with desk:
        account = await desk.accounts.take(ByAccount(key.partition("/")[0]))
        if account is not None:
            await book([Booking(account)], desk=desk, now=now)
