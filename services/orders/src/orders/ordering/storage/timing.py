"""How long orders take, by the machines' clocks: business time may stand or jump."""

from collections.abc import Callable, Sequence
from datetime import datetime

from prometheus_client import Histogram

from kernel.clock import machine_now
from kernel.ids import made_at
from orders.ordering.domain.lifecycle import OrderAct, OrderState
from orders.ordering.domain.order import Order
from runtime.telemetry import metrics
from runtime.telemetry.tracing import current_traceparent, exemplar

TOLD = frozenset(
    {
        OrderState.COMPLETED, OrderState.SETTLING, OrderState.FULFILLED, OrderState.HELD,
        OrderState.REJECTED, OrderState.CANCELLED, OrderState.FAILED,
    }
)  # fmt: skip
"""The desk is done, the network has confirmed, and how an order can end or stand."""
STAYS = frozenset({OrderAct.STEP_DONE, OrderAct.SETTLING_TRIED_AGAIN})
"""Moves after which it is where it has been before: that was told already."""
RESUMES = "arrears_resumption"
ORDER_SECONDS = Histogram(
    "kaitong_order_seconds", "From asking until an order came into a state", ["process", "state"],
    buckets=metrics.LONG,
)  # fmt: skip
RESUMED_SECONDS = Histogram(
    "kaitong_resumed_seconds", "From a payment that ends arrears until the number works again",
    buckets=metrics.LONG,
)  # fmt: skip


def timing(orders: Sequence[Order]) -> Callable[[], None]:
    """Return what notes the moves of these orders; call it once they are kept for good."""
    traces = {order.id: current_traceparent(order.id) for order in orders}

    def note() -> None:
        now = machine_now()
        for order in orders:
            _note(order, now, trace=exemplar(traces[order.id]))

    return note


def _note(order: Order, now: datetime, *, trace: dict[str, str] | None) -> None:
    # An order's id tells when it was asked for, by the clock of a machine.
    asked = made_at(order.id)
    reached = {move.state for move in order.passed if move.act not in STAYS} & TOLD
    if asked is not None:
        for state in reached:
            timed = ORDER_SECONDS.labels(order.process, state.value)
            timed.observe(_seconds(asked, now), trace)
    caused = order.origin.caused_at
    if caused is not None and order.process == RESUMES and OrderState.FULFILLED in reached:
        RESUMED_SECONDS.observe(_seconds(caused, now), trace)


def _seconds(begun: datetime, now: datetime) -> float:
    return max((now - begun).total_seconds(), 0.0)
