"""Follow what accounts say of a customer: their segment and region, by which things are sold."""

from collections.abc import Sequence

from billing.accounts.domain.customer import Customer
from billing.accounts.ports import UnitOfWork


async def follow_customers(seen: Sequence[Customer], *, uow: UnitOfWork) -> None:
    """Remember the newest of each; what they have stays theirs, what they buy is judged by it."""
    async with uow:
        await uow.accounts.customers.remember(seen)


async def newest(told: Customer, *, uow: UnitOfWork) -> Customer:
    """Return them as they are known here or was told, whichever is newer, and keep that.

    An order may come before the event that they were registered, or after one that they changed.
    """
    return (await uow.accounts.customers.remember([told]))[told.id]
