"""Read the facts, let the rules speak, and start the order on its plan."""

from dataclasses import replace
from pathlib import Path
from traceback import extract_tb

from kernel.civil import civil_date, first_of_month, start_of_day
from kernel.errors import Refusal
from orders.ordering.domain.facts import Facts, Subscriber
from orders.ordering.domain.followed import NO_ORDER
from orders.ordering.domain.order import Order
from orders.ordering.domain.process import AnyProcess
from orders.ordering.ports import FactFinder, Processes, UnitOfWork

NOT_JUDGED = "NOT_JUDGED"
_CANNOT = "It cannot be judged as it was asked for; tell operations its number."
BUGS = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
"""What a rule or plan raises that did not expect what it was given."""


async def judge_order(
    order: Order, *, uow: UnitOfWork, facts: FactFinder, processes: Processes
) -> Order:
    """Judge an order that has the slot; raise NoAnswer where the facts cannot be read."""
    process = processes(order.process)
    known = await with_history(order, process, await facts.about(order, process), uow=uow)
    judged = judge(order, process, known)
    await uow.orders.save([judged])
    return judged


async def with_history(
    order: Order, process: AnyProcess, facts: Facts, *, uow: UnitOfWork
) -> Facts:
    """Add what orders themselves know of the subscriber; its slot is this order's meanwhile."""
    if process.counts:
        since = start_of_day(first_of_month(civil_date(facts.now)))
        times = await uow.orders.times_fulfilled(order.subscriber, process.counts, since=since)
        facts = replace(facts, times=times)
    if process.follows:
        followed = await uow.orders.last_fulfilled(order.subscriber, process.follows)
        facts = replace(facts, followed=followed or NO_ORDER)
    return facts


def judge(order: Order, process: AnyProcess, facts: Facts) -> Order:
    if (subscriber := facts.known_subscriber) and not process.opens_subscriber:
        order = replace(order, msisdn=subscriber.msisdn)
        if is_of_another(order, subscriber):
            sentence = "The number has become another customer's since this was asked for."
            return order.reject("NOT_YOURS", turn=order.turn, sentence=sentence)
        order = replace(order, customer=subscriber.holder)
    try:
        process.judge(order.request, facts)
        plan = process.plan(order.request, facts)
    except Refusal as refusal:
        return order.reject(refusal.code, turn=order.turn, sentence=refusal.sentence)
    except BUGS as bug:
        # A rule or plan sees nothing but the request and the facts: it would fail for ever, and
        # whatever waits behind this order would wait for ever.
        rejected = order.reject(NOT_JUDGED, turn=order.turn, sentence=_CANNOT)
        return replace(rejected, note=_where(bug))
    return order.accept(plan.proved_by(order.origin.proofs), turn=order.turn)


def is_of_another(order: Order, subscriber: Subscriber) -> bool:
    """Tell whether who was let in by what they showed is the holder no more (过户)."""
    return bool(order.origin.proofs) and order.customer not in {None, subscriber.holder}


def _where(bug: Exception) -> str:
    """Say what failed and where, and nothing of what it was about."""
    *_, frame = extract_tb(bug.__traceback__)
    return f"{type(bug).__name__} in {Path(frame.filename).name}:{frame.lineno}"
