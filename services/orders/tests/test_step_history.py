"""The history of an order names the step of every move, on its way and on its way back."""

from collections.abc import Callable, Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from test_order import ASSIGN, CARD, FEE, JUDGING, SWAP

from orders.ordering.domain.held_order import close_by_hand, try_again
from orders.ordering.domain.lifecycle import ORDER, OrderState
from orders.ordering.domain.network import ReplaceImsi
from orders.ordering.domain.order import Order
from orders.ordering.domain.plan import Plan
from orders.ordering.domain.step_history import Outcome, StepResult, results_of
from orders.ordering.domain.steps import AssignSim, ReserveSim, Step, TakeBack, TakeFee

PREPARED: tuple[ReserveSim | TakeFee, ...] = (CARD, FEE)
Move = tuple[str, str, int | None]


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    prepare = draw(st.lists(st.sampled_from(PREPARED), max_size=5))
    settle: list[AssignSim] = draw(st.lists(st.just(ASSIGN), max_size=3))
    network: tuple[ReplaceImsi, ...] = draw(st.sampled_from([(), (SWAP,)]))
    return Plan(prepare=tuple(prepare), network=network, settle=tuple(settle))


@st.composite
def lives(draw: st.DrawFn) -> tuple[Plan, list[Move], list[StepResult | None]]:
    """A plan, the moves of an order on it, and what each of them was about."""
    order = JUDGING.accept(draw(plans()), turn=0)
    moves = _passed(order)
    about: list[StepResult | None] = [None] * len(order.passed)
    for _ in range(draw(st.integers(0, 25))):
        if order.state in ORDER.ends:
            break
        before, (order, told) = order, draw(st.sampled_from(ACTS[order.state]))(order)
        moves += _passed(order)
        # What a move was about stands with its first; the others follow by themselves.
        about += [told, *([None] * (len(order.passed) - 1))]
        assert order.turn == before.turn + 1
    return order.plan, moves, about


Did = Callable[[Order], tuple[Order, StepResult | None]]
DONE: Did = lambda one: (  # noqa: E731 - one line of a table
    one.step_done(turn=one.turn),
    _of(one, Outcome.DONE, Outcome.TAKEN_BACK),
)
REFUSED: Did = lambda one: (  # noqa: E731 - as above
    one.step_refused("NO", turn=one.turn),
    _of(one, Outcome.REFUSED, Outcome.NOT_TAKEN_BACK),
)
ACTS: Mapping[OrderState, Sequence[Did]] = {
    OrderState.PREPARING: [
        DONE, DONE, REFUSED, lambda one: (one.withdraw(turn=one.turn), None)
    ],
    OrderState.SETTLING: [DONE, DONE, REFUSED],
    OrderState.UNDOING: [DONE, DONE, REFUSED],
    OrderState.COMPLETED: [
        lambda one: (one.network_confirmed(turn=one.turn), None),
        lambda one: (one.network_refused("NO", turn=one.turn), None),
    ],
    OrderState.HELD: [
        lambda one: (try_again(one, turn=one.turn), None),
        lambda one: (close_by_hand(one, turn=one.turn), None),
    ],
}  # fmt: skip
"""What may happen to an order, and what of its plan that is about."""


def _of(order: Order, forth: Outcome, back: Outcome) -> StepResult:
    work = order.path[0]
    if isinstance(work, TakeBack):
        return StepResult(work.step, back)
    return StepResult(work, forth)


def _passed(order: Order) -> list[Move]:
    return [(one.act.value, one.state.value, one.step) for one in order.passed]


@settings(deadline=None, max_examples=300)
@given(life=lives())
def test_every_move_is_told_with_the_step_it_was_about(
    life: tuple[Plan, list[Move], list[StepResult | None]],
) -> None:
    plan, moves, about = life

    assert list(results_of(plan, moves)) == about


def test_an_order_without_a_plan_is_about_no_step() -> None:
    moves: list[Move] = [
        ("asked", "judging", None), ("refused", "rejected", None), ("step_done", "preparing", None),
    ]  # fmt: skip

    assert list(results_of(Plan(), moves)) == [None, None, None]


def test_a_step_is_named_by_what_its_owner_calls_it() -> None:
    steps: list[Step] = [CARD, FEE, ASSIGN]

    assert [(type(one).__name__, one.done_by) for one in steps] == [
        ("ReserveSim", "accounts"), ("TakeFee", "billing"), ("AssignSim", "accounts"),
    ]  # fmt: skip
