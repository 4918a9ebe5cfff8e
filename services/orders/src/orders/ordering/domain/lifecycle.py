"""The states of an order, and what moves it from one to the next."""

from enum import StrEnum

from kernel.lifecycle import Lifecycle


class OrderState(StrEnum):
    WAITING = "waiting"
    JUDGING = "judging"
    IN_APPROVAL = "in_approval"
    PREPARING = "preparing"
    COMPLETED = "completed"  # the desk's work is done, the network is asked
    SETTLING = "settling"
    FULFILLED = "fulfilled"
    UNDOING = "undoing"
    HELD = "held"  # refused on the way on or back: waits for a person
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    FAILED = "failed"


class OrderAct(StrEnum):
    ASKED = "asked"
    TURN_CAME = "turn_came"
    REPLACED = "replaced"
    REFUSED = "refused"
    DESKS_ASKED = "desks_asked"
    PLANNED = "planned"
    DESKS_AGREED = "desks_agreed"
    ENDED_BY_DESK = "ended_by_desk"
    WITHDRAWN = "withdrawn"
    STEP_DONE = "step_done"
    STEP_REFUSED = "step_refused"
    ALL_HELD = "all_held"
    NETWORK_NOT_NEEDED = "network_not_needed"
    NETWORK_CONFIRMED = "network_confirmed"
    NETWORK_REFUSED = "network_refused"
    ALL_SETTLED = "all_settled"
    REFUSAL_UNDONE = "refusal_undone"
    WITHDRAWAL_UNDONE = "withdrawal_undone"
    FAILURE_UNDONE = "failure_undone"
    SETTLING_TRIED_AGAIN = "settling_tried_again"
    UNDOING_TRIED_AGAIN = "undoing_tried_again"
    SETTLED_BY_HAND = "settled_by_hand"
    UNDONE_BY_HAND = "undone_by_hand"


ORDER = Lifecycle(
    name="order",
    states=OrderState,
    starts=frozenset({OrderState.JUDGING, OrderState.WAITING}),
    moves={
        (OrderState.WAITING, OrderAct.TURN_CAME): OrderState.JUDGING,
        (OrderState.WAITING, OrderAct.REPLACED): OrderState.CANCELLED,
        (OrderState.WAITING, OrderAct.WITHDRAWN): OrderState.CANCELLED,
        (OrderState.JUDGING, OrderAct.REFUSED): OrderState.REJECTED,
        (OrderState.JUDGING, OrderAct.DESKS_ASKED): OrderState.IN_APPROVAL,
        (OrderState.JUDGING, OrderAct.PLANNED): OrderState.PREPARING,
        # Nobody was asked for anything yet.
        (OrderState.JUDGING, OrderAct.WITHDRAWN): OrderState.CANCELLED,
        (OrderState.IN_APPROVAL, OrderAct.DESKS_AGREED): OrderState.WAITING,
        (OrderState.IN_APPROVAL, OrderAct.ENDED_BY_DESK): OrderState.CANCELLED,
        (OrderState.IN_APPROVAL, OrderAct.WITHDRAWN): OrderState.CANCELLED,
        (OrderState.PREPARING, OrderAct.STEP_DONE): OrderState.PREPARING,
        (OrderState.PREPARING, OrderAct.ALL_HELD): OrderState.COMPLETED,
        (OrderState.PREPARING, OrderAct.STEP_REFUSED): OrderState.UNDOING,
        (OrderState.PREPARING, OrderAct.WITHDRAWN): OrderState.UNDOING,
        (OrderState.COMPLETED, OrderAct.NETWORK_NOT_NEEDED): OrderState.SETTLING,
        (OrderState.COMPLETED, OrderAct.NETWORK_CONFIRMED): OrderState.SETTLING,
        (OrderState.COMPLETED, OrderAct.NETWORK_REFUSED): OrderState.UNDOING,
        (OrderState.SETTLING, OrderAct.STEP_DONE): OrderState.SETTLING,
        (OrderState.SETTLING, OrderAct.ALL_SETTLED): OrderState.FULFILLED,
        (OrderState.SETTLING, OrderAct.STEP_REFUSED): OrderState.HELD,
        (OrderState.UNDOING, OrderAct.STEP_DONE): OrderState.UNDOING,
        (OrderState.UNDOING, OrderAct.REFUSAL_UNDONE): OrderState.REJECTED,
        (OrderState.UNDOING, OrderAct.WITHDRAWAL_UNDONE): OrderState.CANCELLED,
        (OrderState.UNDOING, OrderAct.FAILURE_UNDONE): OrderState.FAILED,
        (OrderState.UNDOING, OrderAct.STEP_REFUSED): OrderState.HELD,
        (OrderState.HELD, OrderAct.SETTLING_TRIED_AGAIN): OrderState.SETTLING,
        (OrderState.HELD, OrderAct.UNDOING_TRIED_AGAIN): OrderState.UNDOING,
        (OrderState.HELD, OrderAct.SETTLED_BY_HAND): OrderState.FULFILLED,
        (OrderState.HELD, OrderAct.UNDONE_BY_HAND): OrderState.FAILED,
    },
    ends=frozenset(
        {OrderState.FULFILLED, OrderState.REJECTED, OrderState.CANCELLED, OrderState.FAILED}
    ),
)

# One order per subscriber in these states.
HOLDS_SLOT = frozenset(OrderState) - ORDER.ends - {OrderState.WAITING, OrderState.IN_APPROVAL}

# Where a worker has something to do, whoever waits.
MOVES_ON = frozenset(
    {OrderState.JUDGING, OrderState.PREPARING, OrderState.SETTLING, OrderState.UNDOING}
)


class OrderEvent(StrEnum):
    """What everybody is told of an order, under its protobuf name."""

    COMPLETED = "boss.orders.v1.OrderCompleted"
    FULFILLED = "boss.orders.v1.OrderFulfilled"


# Published when an order comes into these states.
EVENTS = {
    OrderState.COMPLETED: OrderEvent.COMPLETED,
    OrderState.FULFILLED: OrderEvent.FULFILLED,
}
