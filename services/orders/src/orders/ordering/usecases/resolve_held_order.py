"""A person decides what becomes of an order that is held."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from kernel.caller import Caller
from kernel.errors import Invalid, NotAllowed
from orders.ordering.domain.audit import AuditRecorded
from orders.ordering.domain.held_order import close_by_hand, try_again
from orders.ordering.domain.order import Order, OrderId
from orders.ordering.ports import UnitOfWork

RESOLUTIONS: Mapping[str, Callable[..., Order]] = {
    "try_again": try_again,
    "close_by_hand": close_by_hand,
}
MAY_RESOLVE = frozenset({"operations"})


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a held order, and why."""

    order: OrderId
    resolution: str
    reason: str


async def resolve_held_order(
    decision: Decision, caller: Caller, *, now: datetime, uow: UnitOfWork
) -> Order:
    """
    Try a held order again, or close it by hand; who did it and why is audited.

    :raises Invalid: `FIELD_NOT_VALID`, `FIELD_MISSING` if no such resolution or no reason is given.
    :raises NotAllowed: `ROLE_REQUIRED`, or `STATE_NOT_ALLOWED` if the order is not held.
    """
    if not caller.roles & MAY_RESOLVE:
        raise NotAllowed("ROLE_REQUIRED", "Only operations may resolve a held order.")
    if decision.resolution not in RESOLUTIONS:
        sentence = f"One of {', '.join(RESOLUTIONS)}."
        raise Invalid("FIELD_NOT_VALID", sentence, field="resolution")
    if not decision.reason.strip():
        raise Invalid("FIELD_MISSING", "Say why.", field="reason")
    async with uow:
        held = await uow.orders.get_for_update(decision.order)
        resolved = RESOLUTIONS[decision.resolution](held, turn=held.turn)
        order = replace(resolved, note=decision.reason)
        await uow.orders.save([order])
        await uow.publish([audit_of(decision, caller, now)], now=now)
    return order


def audit_of(decision: Decision, caller: Caller, now: datetime) -> AuditRecorded:
    action = f"{decision.resolution} held order"
    return AuditRecorded(
        caller.id, caller.channel, action, decision.order, "done", now, decision.reason
    )
