"""Follow what accounts say of a customer: her segment and region, by which things are sold."""

from collections.abc import Sequence

from billing.accounts.domain.customer import Customer
from billing.accounts.ports import UnitOfWork


async def follow_customers(seen: Sequence[Customer], *, uow: UnitOfWork) -> None:
    """Remember the newest of each; what she has stays hers, what she buys is judged by it."""
    async with uow:
        await uow.accounts.customers.remember(seen)


async def newest(told: Customer, *, uow: UnitOfWork) -> Customer:
    """Return her as she is known here or was told, whichever is newer, and keep that.

    An order may come before the event that she was registered, or after one that she changed.
    """
    return (await uow.accounts.customers.remember([told]))[told.id]
