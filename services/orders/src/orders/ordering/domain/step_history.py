"""Which step every move of an order was about: its history, told again along its plan."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from orders.ordering.domain.lifecycle import OrderAct, OrderState
from orders.ordering.domain.plan import Plan
from orders.ordering.domain.steps import Step


class Outcome(StrEnum):
    """What became of a step."""

    DONE = "done"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    NOT_TAKEN_BACK = "not_taken_back"


@dataclass(frozen=True, slots=True)
class StepResult:
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

    def done(self, state: str) -> StepResult | None:
        if self.is_undoing:
            result = _result(self.to_undo, 0, Outcome.TAKEN_BACK)
            self.to_undo = self.to_undo[1:]
        elif state == OrderState.SETTLING:
            result = _result(self.plan.settle, self.settled, Outcome.DONE)
            self.settled += 1
        else:
            result = _result(self.plan.prepare, self.prepared, Outcome.DONE)
            self.prepared += 1
        return result

    def refused(self, state: str) -> StepResult | None:
        if self.is_undoing:
            return _result(self.to_undo, 0, Outcome.NOT_TAKEN_BACK)
        if state == OrderState.HELD:
            return _result(self.plan.settle, self.settled, Outcome.REFUSED)
        result = _result(self.plan.prepare, self.prepared, Outcome.REFUSED)
        self.undo(self.plan.prepare[: self.prepared])
        return result


Move = tuple[str, str, int | None]
"""An act, the state after it, and the number of the step it was about, where it is known."""


def results_of(plan: Plan, moves: Iterable[Move]) -> Iterator[StepResult | None]:
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
            yield StepResult(steps[number], _outcome(act, state, prepares=prepares))


def _outcome(act: str, state: str, *, prepares: bool) -> Outcome:
    if act == OrderAct.STEP_DONE:
        return Outcome.TAKEN_BACK if state == OrderState.UNDOING else Outcome.DONE
    if state == OrderState.HELD and prepares:
        return Outcome.NOT_TAKEN_BACK
    return Outcome.REFUSED


def _walked(plan: Plan, moves: Sequence[Move]) -> Iterator[StepResult | None]:
    walk = _Walk(plan)
    for act, state, _ in moves:
        yield _walk_on(walk, act, state)


def _walk_on(walk: _Walk, act: str, state: str) -> StepResult | None:
    prepare = walk.plan.prepare
    if act == OrderAct.STEP_DONE:
        return walk.done(state)
    if act == OrderAct.STEP_REFUSED:
        return walk.refused(state)
    if act == OrderAct.WITHDRAWN and state == OrderState.UNDOING:
        # The step whose answer is not known is taken back first of all.
        walk.undo(prepare[: walk.prepared + 1])
    elif act == OrderAct.NETWORK_REFUSED:
        walk.undo(prepare)
    return None


def _result(steps: Sequence[Step], place: int, outcome: Outcome) -> StepResult | None:
    return StepResult(steps[place], outcome) if place < len(steps) else None
