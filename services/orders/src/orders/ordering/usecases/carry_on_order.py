"""Move an order on, stage by stage, until it waits for somebody else or has ended."""

from collections.abc import AsyncIterator

from kernel.errors import Stale
from orders.ordering.domain.lifecycle import MOVES_ON, OrderState
from orders.ordering.domain.order import Order, StepAt
from orders.ordering.domain.part import Part, parts_of
from orders.ordering.ports import Means, OwnerRefused
from orders.ordering.usecases.judge_order import judge_order


async def carry_on(order: Order, *, means: Means) -> AsyncIterator[Order]:
    """
    Carry an order on, on behalf of whoever holds its lease; yield it after every move.

    :raises NoAnswer: if an owner did not answer: the same stage is to be asked for again.
    :raises Stale: if somebody else moved the order meanwhile.
    """
    while order.state in MOVES_ON:
        order = await move(order, means)
        yield order


async def move(order: Order, means: Means) -> Order:
    """Make one move: its questions to others stand before, not inside, the transaction."""
    if order.state is OrderState.JUDGING:
        return await judge_order(order, uow=means.uow, facts=means.facts, processes=means.processes)
    try:
        moved = await ask_owners(order, means)
        await means.uow.orders.save([moved])
    except Stale:
        await give_back(order, means)
        raise
    return moved


async def give_back(order: Order, means: Means) -> None:
    """Take back what was asked for here, if the order was turned back by others meanwhile.

    Who turned it back has seen to what they know of: the release before knows of one step only.
    """
    if order.state is not OrderState.PREPARING:
        return
    async with means.uow as uow:
        now = await uow.orders.get_for_update(order.id)
    if now.is_undoing:
        undone = order.withdraw(turn=order.turn)
        for part in parts_of(undone):
            await means.owners.take_back(part)


async def ask_owners(order: Order, means: Means) -> Order:
    """Ask every owner for its part of the stage, one after the other; the lease outlasts them."""
    done, lease = 0, means.lease(order)
    for part in parts_of(order):
        if done:
            await lease.outlast()
        try:
            await ask_owner(part, means, undoing=order.is_undoing)
        except OwnerRefused as refused:
            refusal, place = refused.refusal, StepAt(done + refused.done, refused.step)
            return order.step_refused(
                refusal.code, turn=order.turn, sentence=refusal.sentence, place=place
            )
        done += len(part.steps)
    return order.step_done(turn=order.turn, number=done)


async def ask_owner(part: Part, means: Means, *, undoing: bool) -> None:
    """Ask an owner for all of its part at once, or tell it to take all of it back."""
    if undoing:
        await means.owners.take_back(part)
    else:
        await means.owners.carry_out(part)
