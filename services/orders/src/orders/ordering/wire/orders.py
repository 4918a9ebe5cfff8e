"""Orders as others see them."""

from datetime import datetime

from boss.orders.v1.questions_pb2 import HistoryEntry
from boss.orders.v1.questions_pb2 import Order as OrderMessage
from orders.ordering.domain.order import Order
from orders.ordering.domain.shown_order import Entry
from orders.ordering.domain.steps import TakeBack
from orders.ordering.wire.requests import packed
from runtime.rpc.timestamps import timestamp


def order_message(order: Order, changed_at: datetime | None = None) -> OrderMessage:
    """Return an order as it stands."""
    origin = order.origin
    message = OrderMessage(
        id=order.id,
        request_id=origin.request_id,
        process=order.process,
        subscriber_id=order.subscriber,
        customer_id=order.customer or "",
        request=packed(order.process, order.request),
        state=order.state.value,
        turn=order.turn,
        refused_with=order.refused_with or "",
        sentence=order.sentence,
        channel=origin.channel,
        actor=origin.actor,
        path=[name_of_work(work) for work in order.path],
        msisdn=order.msisdn.value if order.msisdn else "",
        capacity=origin.role or "",
    )
    if origin.at:
        message.asked_at.CopyFrom(timestamp(origin.at))
    if order.plan.appointment:
        message.due_at.CopyFrom(timestamp(order.plan.appointment.due_at))
    if changed_at:
        message.changed_at.CopyFrom(timestamp(changed_at))
    return message


def history_entry(entry: Entry) -> HistoryEntry:
    """Return one move of an order, and the step it was about."""
    message = HistoryEntry(
        turn=entry.turn, act=entry.act, state=entry.state, note=entry.note, at=timestamp(entry.at)
    )
    if entry.about:
        step = entry.about.step
        message.step, message.owner = type(step).__name__, step.done_by
        message.outcome = entry.about.outcome.value
    return message


def name_of_work(work: object) -> str:
    """Return the name of a step, or that it is taken back."""
    if isinstance(work, TakeBack):
        return f"take back {type(work.step).__name__}"
    return type(work).__name__
