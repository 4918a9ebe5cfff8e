"""Move an order on, step by step, until it waits for somebody else or has ended."""

from collections.abc import AsyncIterator

from kernel.errors import Refusal
from orders.domain.order import MOVES_ON, Order, OrderAct, OrderState
from orders.domain.steps import TakeBack
from orders.usecases.judge_order import judge_order
from orders.usecases.ports import Office, Owners


async def carry_on(order: Order, *, office: Office) -> AsyncIterator[Order]:
    """
    Carry an order on, on behalf of whoever holds its lease; yield it after every move.

    :raises NoAnswer: if an owner did not answer: the same step is to be asked again.
    :raises Stale: if somebody else moved the order meanwhile.
    """
    while order.state in MOVES_ON:
        order = await move(order, office)
        yield order


async def move(order: Order, office: Office) -> Order:
    """Make one move: its question to others stands before, not inside, the transaction."""
    if order.state is OrderState.JUDGING:
        return await judge_order(order, desk=office.desks(), facts=office.facts)
    try:
        await ask_owner(order, office.owners)
    except Refusal as refusal:
        moved = order.step_refused(refusal.code, turn=order.turn, sentence=refusal.sentence)
    else:
        moved = order.step_done(turn=order.turn)
    await keep(moved, office)
    return moved


async def keep(moved: Order, office: Office) -> None:
    """Store a move; a mere step on the way needs no more than itself."""
    if all(one.act is OrderAct.STEP_DONE for one in moved.passed):
        return await office.desks().keep_step(moved)
    async with office.desks() as desk:
        return await desk.keep([moved])


async def ask_owner(order: Order, owners: Owners) -> None:
    """Ask for the step at the head of the path, or tell its owner to take it back."""
    match order.path[0]:
        case TakeBack(step=step):
            await owners.take_back(order.id, order.step_number, step)
        case step:
            await owners.carry_out(order.id, order.step_number, step)
