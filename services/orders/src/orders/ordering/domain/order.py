"""An order walks through its plan, and back again if it cannot go on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NewType, TypeAlias, assert_never

from kernel.errors import Stale
from kernel.numbering import Msisdn
from orders.ordering.domain.lifecycle import EVENTS, ORDER, OrderAct, OrderEvent, OrderState
from orders.ordering.domain.plan import Plan
from orders.ordering.domain.steps import Step, TakeBack
from orders.ordering.domain.values import CustomerId, ProofId, Role, SubscriberId

OrderId = NewType("OrderId", str)
Work: TypeAlias = Step | TakeBack


ASKED = "asked"
"""The opener of what a person asked for; else it is the event or timer."""


@dataclass(frozen=True, slots=True)
class Origin:
    """How it was asked for: by whom, where, with which proofs, and how the same is recognised."""

    request_id: str = ""
    digest: str = ""
    opener: str = ASKED
    channel: str = "system"
    actor: str = "system"
    proofs: tuple[ProofId, ...] = ()
    role: Role | None = None
    """As whom somebody asks; None where no person does, or while only the proofs say it."""
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
    events: tuple[OrderEvent, ...] = ()  # what its latest act publishes
    passed: tuple[Passed, ...] = ()  # what its latest act did
    note: str = ""  # why its latest act was done, where a person says so
    origin: Origin = field(default_factory=Origin)
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
        case OrderState.COMPLETED:
            return order if order.plan.network else onward(_without_network(order))
        case OrderState.SETTLING:
            return _move(order, OrderAct.ALL_SETTLED)
        case OrderState.UNDOING:
            return _move(order, order.closes_with) if order.closes_with else order
        case (
            OrderState.WAITING
            | OrderState.JUDGING
            | OrderState.IN_APPROVAL
            | OrderState.HELD
            | OrderState.FULFILLED
            | OrderState.REJECTED
            | OrderState.CANCELLED
            | OrderState.FAILED
        ):
            return order
        case _:
            assert_never(order.state)


def _without_network(order: Order) -> Order:
    settling = _move(order, OrderAct.NETWORK_NOT_NEEDED)
    return replace(settling, path=order.plan.settle)


def back(order: Order, steps: tuple[Step, ...], *, closes_with: OrderAct) -> Order:
    """Take these steps back, latest first."""
    path = tuple(TakeBack(step) for step in reversed(steps))
    return onward(replace(order, path=path, closes_with=closes_with))


def _next_turn(order: Order, turn: int) -> Order:
    if turn != order.turn:
        raise Stale("ANSWER_OUT_OF_TURN", f"The order is at turn {order.turn}, not {turn}.")
    return replace(order, turn=turn + 1, events=(), passed=(), note="")


def _walk(before: Order, number: int, order: Order) -> Order:
    """Leave so many steps of the path behind; each is a move of this act."""
    for place in range(number):
        order = _move(order, OrderAct.STEP_DONE, step=number_of(before, place))
    return replace(order, path=before.path[number:])


def _move(order: Order, act: OrderAct, *, step: int | None = None) -> Order:
    state = ORDER.after(order.state, act)
    event = None if state is order.state else EVENTS.get(state)
    return replace(
        order,
        state=state,
        events=order.events if event is None else (*order.events, event),
        passed=(*order.passed, Passed(act, state, step)),
    )
