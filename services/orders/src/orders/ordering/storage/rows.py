"""Orders as rows: what is stored, and how the path is found again from the plan."""

from collections.abc import Mapping
from typing import Any

from kernel.numbering import Msisdn
from orders.ordering.domain.lifecycle import OrderAct, OrderState
from orders.ordering.domain.order import Order, Origin, Work
from orders.ordering.domain.plan import Plan
from orders.ordering.domain.steps import TakeBack
from orders.ordering.domain.values import CustomerId, ProofId, Role, SubscriberId
from orders.ordering.ports import Processes
from orders.ordering.storage.stored_form import read, read_plan

EMPTY = Plan()


def order_of(row: Any, processes: Processes) -> Order:
    """Return the order a row holds."""
    plan = read_plan(row.plan) if row.plan else EMPTY
    closes_with = OrderAct(row.closes_with) if row.closes_with else None
    state = OrderState(row.state)
    return Order(
        id=row.id,
        process=row.process,
        subscriber=SubscriberId(row.subscriber_id),
        request=read(processes(row.process).request, row.request),
        state=state,
        turn=row.turn,
        plan=plan,
        path=path_of(plan, state, left=row.remaining, undoing=closes_with is not None),
        refused_with=row.refused_with,
        sentence=row.sentence,
        closes_with=closes_with,
        origin=origin_of(row),
        customer=CustomerId(row.customer_id) if row.customer_id else None,
        msisdn=Msisdn(row.msisdn) if row.msisdn else None,
    )


def origin_of(row: Any) -> Origin:
    return Origin(
        request_id=row.request_id,
        digest=row.digest,
        opener=row.opener,
        channel=row.channel,
        actor=row.actor,
        proofs=tuple(map(ProofId, row.proofs)),
        role=Role(row.role) if row.role else None,
        at=row.asked_at,
        caused_at=row.caused_at,
    )


def path_of(plan: Plan, state: OrderState, *, left: int, undoing: bool) -> tuple[Work, ...]:
    """Return the `left` last steps of the place the order is in; backwards while undoing."""
    if left == 0:
        return ()
    if undoing:
        return tuple(TakeBack(step) for step in reversed(plan.prepare[:left]))
    return (plan.prepare if state is OrderState.PREPARING else plan.settle)[-left:]


def row_of(order: Order) -> Mapping[str, Any]:
    """Return what every act may change of an order."""
    return {
        "id": order.id,
        "turn": order.turn,
        "state": order.state.value,
        "remaining": len(order.path),
        "refused_with": order.refused_with,
        "sentence": order.sentence,
        "closes_with": order.closes_with.value if order.closes_with else None,
        "customer_id": order.customer,
        "msisdn": order.msisdn.value if order.msisdn else None,
    }
