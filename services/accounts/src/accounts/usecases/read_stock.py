"""Read what the shop has: numbers anybody may choose from, cards for staff."""

from collections.abc import Sequence

from accounts.domain.asker import Asker
from accounts.domain.phone_number import NumberState, PhoneNumber
from accounts.domain.sim_card import SimCard, SimState
from accounts.usecases.ports import Desk, Page
from kernel.errors import Invalid


async def list_numbers(
    page: Page, *, state: str, prefix: str, desk: Desk
) -> tuple[Sequence[PhoneNumber], int]:
    """Return a page and how many there are; raises `Invalid` with `state` or `prefix`."""
    if state and state not in set(NumberState):
        raise Invalid("STATE_UNKNOWN", "Numbers know no such state.", field="state")
    if prefix and not (prefix.isascii() and prefix.isdecimal()):
        raise Invalid("PREFIX_INVALID", "A prefix is digits.", field="prefix")
    return await desk.stock.numbers(page, state=state, prefix=prefix)


async def list_sim_cards(
    page: Page, *, state: str, asker: Asker, desk: Desk
) -> tuple[Sequence[SimCard], int]:
    """Return a page and how many there are; raises `STAFF_ONLY`, or `Invalid` with `state`."""
    asker.must_work_here()
    if state and state not in set(SimState):
        raise Invalid("STATE_UNKNOWN", "SIM cards know no such state.", field="state")
    return await desk.stock.cards(page, state=state)
