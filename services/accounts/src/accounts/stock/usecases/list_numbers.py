"""Read the numbers in stock; anybody may choose from them."""

from collections.abc import Sequence

from accounts.stock.domain.phone_number import NumberState, PhoneNumber
from accounts.stock.ports import UnitOfWork
from kernel.errors import Invalid
from kernel.page import Page
from kernel.plan_of_china import CHINA


async def list_numbers(
    page: Page, *, state: str, prefix: str, uow: UnitOfWork
) -> tuple[Sequence[PhoneNumber], int]:
    """Return a page and how many there are; raises `Invalid` with `state` or `prefix`.

    A prefix is written in any way a number is: 139, 86139, +86139.
    """
    if state and state not in set(NumberState):
        raise Invalid("FIELD_NOT_VALID", f"A number is {', '.join(NumberState)}.", field="state")
    begins = CHINA.beginning(prefix) if prefix else ""
    if begins is None:
        raise Invalid("FIELD_NOT_VALID", "A prefix is digits, such as 139.", field="prefix")
    return await uow.stock.numbers(page, state=state, prefix=begins)
