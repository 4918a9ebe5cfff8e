"""Read the numbers in stock; anybody may choose from them."""

from collections.abc import Sequence

from accounts.stock.domain.phone_number import NumberState, PhoneNumber
from accounts.stock.ports import UnitOfWork
from kernel.errors import Invalid
from kernel.page import Page


async def list_numbers(
    page: Page, *, state: str, prefix: str, uow: UnitOfWork
) -> tuple[Sequence[PhoneNumber], int]:
    """Return a page and how many there are; raises `Invalid` with `state` or `prefix`."""
    if state and state not in set(NumberState):
        raise Invalid("FIELD_NOT_VALID", "Numbers know no such state.", field="state")
    if prefix and not (prefix.isascii() and prefix.isdecimal()):
        raise Invalid("FIELD_NOT_VALID", "A prefix is digits.", field="prefix")
    return await uow.stock.numbers(page, state=state, prefix=prefix)
