"""Read the SIM cards in stock."""

from collections.abc import Sequence

from accounts.stock.domain.sim_card import SimCard, SimState
from accounts.stock.ports import UnitOfWork
from kernel.caller import Caller
from kernel.errors import Invalid
from kernel.page import Page


async def list_sim_cards(
    page: Page, *, state: str, caller: Caller, uow: UnitOfWork
) -> tuple[Sequence[SimCard], int]:
    """Return a page and how many there are; raises `STAFF_ONLY`, or `Invalid` with `state`."""
    caller.must_work_here()
    if state and state not in set(SimState):
        raise Invalid("FIELD_NOT_VALID", f"A SIM card is {', '.join(SimState)}.", field="state")
    return await uow.stock.cards(page, state=state)
