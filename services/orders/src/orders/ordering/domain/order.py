"""An order walks through its plan, and back again if it cannot go on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType, TypeAlias

from kernel.errors import Stale
from kernel.lifecycle import Lifecycle
from kernel.numbering import Msisdn
from orders.ordering.domain.plan import Plan
from orders.ordering.domain.steps import Step, TakeBack
from orders.ordering.domain.values import CustomerId, ProofId, SubscriberId

OrderId = NewType("OrderId", str)
Work: TypeAlias = Step | TakeBack


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

# What everybody hears when an order comes into these states.
SAYS = {
    OrderState.COMPLETED: ("boss.orders.v1.OrderCompleted",),
    OrderState.FULFILLED: ("boss.orders.v1.OrderFulfilled",),
}


@dataclass(frozen=True, slots=True)
class Asking:
    """How it was asked for: by whom, where, with which proofs, and how the same is recognised."""

    request_id: str = ""
    digest: str = ""
    opener: str = "asked"
    channel: str = "system"
    actor: str = "system"
    proofs: tuple[ProofId, ...] = ()
    at: datetime | None = None
    caused_at: datetime | None = None
    """When what it follows was said, by the clock of the machine that said it."""


@dataclass(frozen=True, slots=True)
class Passed:
    """One move of the latest act, for the history; `step` is the number of the one it was about."""

    act: OrderAct
    state: OrderState
    step: int | None = None


@dataclass(frozen=True, slots=True)
class StepAt:
    """The step with this number, after so many of the path were done."""

    after: int
    step: int


@dataclass(frozen=True, slots=True)
class Order:
    """Every act names the turn it answers; one that is over is refused as `Stale`."""

    id: OrderId
    process: str
    subscriber: SubscriberId
    request: object
    state: OrderState
    turn: int = 0
    plan: Plan = field(default_factory=Plan)
    path: tuple[Work, ...] = ()  # what is still to do; any of it may have been asked for
    refused_with: str | None = None
    sentence: str = ""
    closes_with: OrderAct | None = None  # set when it turned back: how it ends when all is undone
    says: tuple[str, ...] = ()  # what its latest act has to tell
    passed: tuple[Passed, ...] = ()  # what its latest act did
    note: str = ""  # why its latest act was done, where a person says so
    asking: Asking = field(default_factory=Asking)
    customer: CustomerId | None = None
    msisdn: Msisdn | None = None

    @property
    def step_number(self) -> int:
        """Return the number of the step at the head of the path, by which its owner knows it."""
        return number_of(self, 0)

    @property
    def is_undoing(self) -> bool:
        return self.closes_with is not None

    def moved(self, act: OrderAct, *, turn: int) -> Order:
        """
        Make a move that brings no work with it.

        :raises Stale: `ANSWER_OUT_OF_TURN` if the order is no longer at this turn.
        :raises NotAllowed: if the lifecycle has no such move.
        """
        return _move(_next_turn(self, turn), act)

    def accept(self, plan: Plan, *, turn: int) -> Order:
        """Start on this plan: the order finishes on it, whatever becomes of the process."""
        accepted, plan = self.moved(OrderAct.PLANNED, turn=turn), plan.by_owner()
        return onward(replace(accepted, plan=plan, path=plan.prepare))

    def reject(self, code: str, *, turn: int, sentence: str = "") -> Order:
        rejected = self.moved(OrderAct.REFUSED, turn=turn)
        return replace(rejected, refused_with=code, sentence=sentence)

    def withdraw(self, *, turn: int) -> Order:
        """Turn back from all of the stage: whoever carries it on may have asked for any of it."""
        withdrawn = self.moved(OrderAct.WITHDRAWN, turn=turn)
        if withdrawn.state is not OrderState.UNDOING:
            return withdrawn
        return back(withdrawn, self.plan.prepare, closes_with=OrderAct.WITHDRAWAL_UNDONE)

    def step_done(self, *, turn: int, number: int = 1) -> Order:
        """Go one step further, or so many, forth or back."""
        return onward(_walk(self, number, _next_turn(self, turn)))

    def step_refused(
        self, code: str, *, turn: int, sentence: str = "", place: StepAt | None = None
    ) -> Order:
        """Turn back while the order is prepared; later, hold it for a person.

        `place`: which step said no, where it is not the one at the head of the path.
        """
        place = place or StepAt(after=0, step=self.step_number)
        walked = _walk(self, place.after, _next_turn(self, turn))
        moved = replace(_move(walked, OrderAct.STEP_REFUSED, step=place.step), note=code)
        first = self.refused_with is None
        refused = replace(
            moved,
            refused_with=code if first else self.refused_with,
            sentence=sentence if first else self.sentence,
        )
        if refused.state is OrderState.HELD:
            return refused
        prepare = self.plan.prepare
        done = prepare[: len(prepare) - len(walked.path)]
        return back(refused, done, closes_with=OrderAct.REFUSAL_UNDONE)

    def network_confirmed(self, *, turn: int) -> Order:
        confirmed = self.moved(OrderAct.NETWORK_CONFIRMED, turn=turn)
        return onward(replace(confirmed, path=self.plan.settle))

    def network_refused(self, code: str, *, turn: int, sentence: str = "") -> Order:
        """Give back what was held; the network is as it was."""
        moved = self.moved(OrderAct.NETWORK_REFUSED, turn=turn)
        refused = replace(moved, refused_with=code, sentence=sentence)
        return back(refused, self.plan.prepare, closes_with=OrderAct.FAILURE_UNDONE)


def number_of(order: Order, place: int) -> int:
    """Return a step's number by its place on the path: from 0 through prepare, then settle."""
    left = len(order.path)
    if order.is_undoing:
        return left - 1 - place
    prepare = len(order.plan.prepare)
    if order.state is OrderState.PREPARING:
        return prepare - left + place
    return prepare + len(order.plan.settle) - left + place


def onward(order: Order) -> Order:
    """Leave every state that has nothing left to do."""
    if order.path:
        return order
    match order.state:
        case OrderState.PREPARING:
            return onward(_move(order, OrderAct.ALL_HELD))
        case OrderState.COMPLETED if not order.plan.network:
            settling = _move(order, OrderAct.NETWORK_NOT_NEEDED)
            return onward(replace(settling, path=order.plan.settle))
        case OrderState.SETTLING:
            return _move(order, OrderAct.ALL_SETTLED)
        case OrderState.UNDOING if order.closes_with:
            return _move(order, order.closes_with)
        case _:
            return order


def back(order: Order, steps: tuple[Step, ...], *, closes_with: OrderAct) -> Order:
    """Take these steps back, latest first."""
    path = tuple(TakeBack(step) for step in reversed(steps))
    return onward(replace(order, path=path, closes_with=closes_with))


def _next_turn(order: Order, turn: int) -> Order:
    if turn != order.turn:
        raise Stale("ANSWER_OUT_OF_TURN", f"The order is at turn {order.turn}, not {turn}.")
    return replace(order, turn=turn + 1, says=(), passed=(), note="")


def _walk(before: Order, number: int, order: Order) -> Order:
    """Leave so many steps of the path behind; each is a move of this act."""
    for place in range(number):
        order = _move(order, OrderAct.STEP_DONE, step=number_of(before, place))
    return replace(order, path=before.path[number:])


def _move(order: Order, act: OrderAct, *, step: int | None = None) -> Order:
    state = ORDER.after(order.state, act)
    said = () if state is order.state else SAYS.get(state, ())
    return replace(
        order,
        state=state,
        says=(*order.says, *said),
        passed=(*order.passed, Passed(act, state, step)),
    )
