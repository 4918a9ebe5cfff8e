"""Read the facts, let the rules speak, and start the order on its plan."""

from dataclasses import replace

from kernel.errors import Refusal
from orders import processes
from orders.domain.facts import Facts
from orders.domain.order import Order
from orders.usecases.ports import Desk, FactFinder


async def judge_order(order: Order, *, desk: Desk, facts: FactFinder) -> Order:
    """Judge an order that has the slot; raise NoAnswer where the facts cannot be read."""
    judged = judge(order, await facts.about(order))
    await desk.keep([judged])
    return judged


def judge(order: Order, facts: Facts) -> Order:
    process = processes.process(order.process)
    if (subscriber := facts.known_subscriber) and not process.opens_subscriber:
        order = replace(order, customer=subscriber.holder, msisdn=subscriber.msisdn)
    try:
        process.judge(order.request, facts)
        plan = process.plan(order.request, facts)
    except Refusal as refusal:
        return order.reject(refusal.code, turn=order.turn, sentence=refusal.sentence)
    return order.accept(plan.proved_by(order.asking.proofs), turn=order.turn)
