"""Which step every move of an order was about: its history, told again along its plan."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from orders.ordering.domain.order import OrderAct, OrderState
from orders.ordering.domain.plan import Plan
from orders.ordering.domain.steps import Step


class Outcome(StrEnum):
    """What became of a step."""

    DONE = "done"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    NOT_TAKEN_BACK = "not_taken_back"


@dataclass(frozen=True, slots=True)
class StepTold:
    """A step and what became of it."""

    step: Step
    outcome: Outcome


@dataclass(slots=True)
class _Walk:
    """How far an order has come on its plan."""

    plan: Plan
    prepared: int = 0
    settled: int = 0
    to_undo: list[Step] = field(default_factory=list)
    is_undoing: bool = False

    def undo(self, steps: Sequence[Step]) -> None:
        self.to_undo, self.is_undoing = list(reversed(steps)), True

    def done(self, state: str) -> StepTold | None:
        if self.is_undoing:
            told = _told(self.to_undo, 0, Outcome.TAKEN_BACK)
            self.to_undo = self.to_undo[1:]
        elif state == OrderState.SETTLING:
            told = _told(self.plan.settle, self.settled, Outcome.DONE)
            self.settled += 1
        else:
            told = _told(self.plan.prepare, self.prepared, Outcome.DONE)
            self.prepared += 1
        return told

    def refused(self, state: str) -> StepTold | None:
        if self.is_undoing:
            return _told(self.to_undo, 0, Outcome.NOT_TAKEN_BACK)
        if state == OrderState.HELD:
            return _told(self.plan.settle, self.settled, Outcome.REFUSED)
        told = _told(self.plan.prepare, self.prepared, Outcome.REFUSED)
        self.undo(self.plan.prepare[: self.prepared])
        return told


Move = tuple[str, str, int | None]
"""An act, the state after it, and the number of the step it was about, where it is known."""


def retold(plan: Plan, moves: Iterable[Move]) -> Iterator[StepTold | None]:
    """Return what each move was about; None where about no step.

    Of moves that were kept before their step was kept with them, the plan tells it: an order walked
    it step by step and back the same way.
    """
    steps = (*plan.prepare, *plan.settle)
    moves = list(moves)
    for (act, state, number), walked in zip(moves, _walked(plan, moves), strict=True):
        if number is None or number >= len(steps):
            yield walked
        else:
            prepares = number < len(plan.prepare)
            yield StepTold(steps[number], _outcome(act, state, prepares=prepares))


def _outcome(act: str, state: str, *, prepares: bool) -> Outcome:
    if act == OrderAct.STEP_DONE:
        return Outcome.TAKEN_BACK if state == OrderState.UNDOING else Outcome.DONE
    if state == OrderState.HELD and prepares:
        return Outcome.NOT_TAKEN_BACK
    return Outcome.REFUSED


def _walked(plan: Plan, moves: Sequence[Move]) -> Iterator[StepTold | None]:
    walk = _Walk(plan)
    for act, state, _ in moves:
        match act:
            case OrderAct.STEP_DONE:
                yield walk.done(state)
            case OrderAct.STEP_REFUSED:
                yield walk.refused(state)
            case OrderAct.WITHDRAWN if state == OrderState.UNDOING:
                # The step whose answer is not known is taken back first of all.
                walk.undo(plan.prepare[: walk.prepared + 1])
                yield None
            case OrderAct.NETWORK_REFUSED:
                walk.undo(plan.prepare)
                yield None
            case _:
                yield None


def _told(steps: Sequence[Step], place: int, outcome: Outcome) -> StepTold | None:
    return StepTold(steps[place], outcome) if place < len(steps) else None
