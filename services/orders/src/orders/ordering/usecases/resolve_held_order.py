"""A person decides what becomes of an order that is held."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from kernel.errors import Invalid, NotAllowed
from orders.ordering.domain.admission import Visitor
from orders.ordering.domain.held_order import close_by_hand, try_again
from orders.ordering.domain.order import Order, OrderId
from orders.ordering.ports import Audit, Desk

RESOLUTIONS: Mapping[str, Callable[..., Order]] = {
    "try_again": try_again,
    "close_by_hand": close_by_hand,
}
MAY_RESOLVE = frozenset({"operations"})


async def resolve_held_order(
    id_: OrderId, resolution: str, visitor: Visitor, *, reason: str, desk: Desk
) -> Order:
    """
    Try a held order again, or close it by hand; who did it and why is audited.

    :raises Invalid: `FIELD_NOT_VALID`, `FIELD_MISSING` if no such resolution or no reason is given.
    :raises NotAllowed: `ROLE_REQUIRED`, or `STATE_NOT_ALLOWED` if the order is not held.
    """
    if not visitor.roles & MAY_RESOLVE:
        raise NotAllowed("ROLE_REQUIRED", "Only operations may resolve a held order.")
    if resolution not in RESOLUTIONS:
        sentence = f"One of {', '.join(RESOLUTIONS)}."
        raise Invalid("FIELD_NOT_VALID", sentence, field="resolution")
    if not reason.strip():
        raise Invalid("FIELD_MISSING", "Say why.", field="reason")
    async with desk:
        held = await desk.order(id_)
        order = replace(RESOLUTIONS[resolution](held, turn=held.turn), note=reason)
        await desk.keep([order])
        action = f"{resolution} held order"
        await desk.audit(Audit(visitor.id, visitor.channel, action, id_, "done", reason))
    return order
