"""An order on its way, and on its way back."""

from dataclasses import replace

import pytest

from harness.people import HER_ACCOUNT, HER_NUMBER, NEW_SIM, OLD_SIM
from kernel.errors import NotAllowed, Stale
from kernel.money import fen
from orders.ordering.domain.held_order import close_by_hand, try_again
from orders.ordering.domain.lifecycle import HOLDS_SLOT, ORDER, OrderAct, OrderState
from orders.ordering.domain.network import ReplaceImsi
from orders.ordering.domain.order import Order, OrderId
from orders.ordering.domain.plan import Plan
from orders.ordering.domain.steps import AssignSim, ReserveSim, TakeBack, TakeFee
from orders.ordering.domain.values import FeeCode

CARD = ReserveSim(NEW_SIM.iccid)
FEE = TakeFee(HER_ACCOUNT.id, FeeCode.SIM_SWAP, fen(10_00), from_balance=False)
SWAP = ReplaceImsi(HER_NUMBER.msisdn, old_imsi=OLD_SIM.imsi, new_imsi=NEW_SIM.imsi)
ASSIGN = AssignSim(HER_NUMBER.id, NEW_SIM.iccid, instead_of=OLD_SIM.iccid)
PLAN = Plan(prepare=(CARD, FEE), network=(SWAP,), settle=(ASSIGN,))
JUDGING = Order(OrderId("o"), "sim_swap", HER_NUMBER.id, None, OrderState.JUDGING)

# The table of the design, row by row.
DESIGN = {
    OrderState.WAITING: {"judging", "cancelled"},
    OrderState.JUDGING: {"rejected", "in_approval", "preparing", "cancelled"},
    OrderState.IN_APPROVAL: {"waiting", "cancelled"},
    OrderState.PREPARING: {"completed", "undoing"},
    OrderState.COMPLETED: {"settling", "undoing"},
    OrderState.SETTLING: {"fulfilled", "held"},
    OrderState.UNDOING: {"rejected", "cancelled", "failed", "held"},
    OrderState.HELD: {"settling", "undoing", "fulfilled", "failed"},
}


def accepted(plan: Plan = PLAN) -> Order:
    return JUDGING.accept(plan, turn=0)


def on(order: Order, steps: int) -> Order:
    """Let that many steps succeed."""
    for _ in range(steps):
        order = order.step_done(turn=order.turn)
    return order


def held_while_settling() -> Order:
    settling = on(accepted(), 2).network_confirmed(turn=3)
    return settling.step_refused("NO", turn=4)


def held_while_undoing() -> Order:
    undoing = on(accepted(), 1).step_refused("NO_MONEY", turn=2)
    return undoing.step_refused("NO_SHELF", turn=3)


def test_lifecycle_is_the_table_of_the_design() -> None:
    moves = {(a, b) for (a, _), b in ORDER.moves.items() if a is not b}

    assert moves == {(a, OrderState(b)) for a, leads_to in DESIGN.items() for b in leads_to}
    assert set(ORDER.starts) == {OrderState.JUDGING, OrderState.WAITING}
    assert set(ORDER.ends) == set(OrderState) - set(DESIGN)


def test_goes_through_its_plan_in_three_places() -> None:
    order = accepted()

    completed = on(order, 2)
    settling = completed.network_confirmed(turn=3)

    assert (order.state, order.path) == (OrderState.PREPARING, (CARD, FEE))
    assert (completed.state, completed.path) == (OrderState.COMPLETED, ())
    assert (settling.state, settling.path) == (OrderState.SETTLING, (ASSIGN,))
    assert on(settling, 1).state is OrderState.FULFILLED


def test_says_once_that_it_is_completed_and_once_that_it_is_fulfilled() -> None:
    completed = on(accepted(), 2)
    settling = completed.network_confirmed(turn=3)

    assert completed.events == ("boss.orders.v1.OrderCompleted",)
    assert settling.events == ()
    assert on(settling, 1).events == ("boss.orders.v1.OrderFulfilled",)


def test_settles_at_once_where_the_network_has_nothing_to_do() -> None:
    settling = on(accepted(replace(PLAN, network=())), 2)

    assert (settling.state, settling.path) == (OrderState.SETTLING, (ASSIGN,))
    assert (settling.turn, settling.events) == (3, ("boss.orders.v1.OrderCompleted",))


def test_is_fulfilled_at_once_where_nothing_is_left_to_do() -> None:
    order = accepted(Plan())

    assert order.state is OrderState.FULFILLED
    assert order.events == ("boss.orders.v1.OrderCompleted", "boss.orders.v1.OrderFulfilled")


def test_completes_at_once_where_nothing_is_held() -> None:
    assert accepted(Plan(network=(SWAP,))).state is OrderState.COMPLETED


def test_same_answer_twice_is_stale() -> None:
    with pytest.raises(Stale):
        on(accepted(), 1).step_done(turn=1)


def test_network_cannot_answer_before_it_was_asked() -> None:
    with pytest.raises(NotAllowed):
        accepted().network_confirmed(turn=1)


def test_owner_cannot_answer_while_the_network_is_asked() -> None:
    with pytest.raises(NotAllowed):
        on(accepted(), 2).step_done(turn=3)


def test_first_step_refused_leaves_nothing_to_undo() -> None:
    order = accepted().step_refused("SIM_NOT_AVAILABLE", turn=1)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "SIM_NOT_AVAILABLE")


def test_refused_while_prepared_is_undone_then_rejected() -> None:
    order = on(accepted(), 1).step_refused("NO_MONEY", turn=2)

    assert (order.state, order.path) == (OrderState.UNDOING, (TakeBack(CARD),))
    assert on(order, 1).state is OrderState.REJECTED


def test_withdrawn_is_undone_latest_first_beginning_with_the_unknown() -> None:
    order = on(accepted(), 1).withdraw(turn=2)

    assert (order.state, order.path) == (OrderState.UNDOING, (TakeBack(FEE), TakeBack(CARD)))
    assert on(order, 2).state is OrderState.CANCELLED


def test_answer_that_comes_after_withdrawing_is_stale() -> None:
    with pytest.raises(Stale):
        accepted().withdraw(turn=1).step_done(turn=1)


def test_cannot_be_withdrawn_once_the_network_is_asked() -> None:
    with pytest.raises(NotAllowed):
        on(accepted(), 2).withdraw(turn=3)


def test_refused_by_the_network_is_undone_then_failed() -> None:
    order = on(accepted(), 2).network_refused("UNKNOWN_SUBSCRIBER", turn=3)

    assert order.path == (TakeBack(FEE), TakeBack(CARD))
    assert on(order, 2).state is OrderState.FAILED
    assert on(order, 2).refused_with == "UNKNOWN_SUBSCRIBER"


def test_held_while_settling_goes_on_when_tried_again() -> None:
    again = try_again(held_while_settling(), turn=5)

    assert (again.state, again.path) == (OrderState.SETTLING, (ASSIGN,))
    assert on(again, 1).state is OrderState.FULFILLED


def test_held_while_undoing_goes_on_undoing_when_tried_again() -> None:
    again = try_again(held_while_undoing(), turn=4)

    assert (again.state, again.path) == (OrderState.UNDOING, (TakeBack(CARD),))
    assert on(again, 1).state is OrderState.REJECTED
    assert on(again, 1).refused_with == "NO_MONEY"


def test_held_while_settling_is_fulfilled_by_hand() -> None:
    closed = close_by_hand(held_while_settling(), turn=5)

    assert (closed.state, closed.path) == (OrderState.FULFILLED, ())
    assert closed.events == ("boss.orders.v1.OrderFulfilled",)


def test_held_while_undoing_is_failed_by_hand() -> None:
    closed = close_by_hand(held_while_undoing(), turn=4)

    assert (closed.state, closed.path) == (OrderState.FAILED, ())


def test_cannot_be_withdrawn_while_it_is_held() -> None:
    with pytest.raises(NotAllowed):
        held_while_settling().withdraw(turn=5)


def test_desks_agree_and_it_takes_its_turn_again() -> None:
    in_approval = JUDGING.moved(OrderAct.DESKS_ASKED, turn=0)

    waiting = in_approval.moved(OrderAct.DESKS_AGREED, turn=1)

    assert waiting.state is OrderState.WAITING
    assert waiting.moved(OrderAct.TURN_CAME, turn=2).state is OrderState.JUDGING


def test_withdrawn_from_the_desks_or_ended_by_one_is_cancelled() -> None:
    in_approval = JUDGING.moved(OrderAct.DESKS_ASKED, turn=0)

    assert in_approval.withdraw(turn=1).state is OrderState.CANCELLED
    assert in_approval.moved(OrderAct.ENDED_BY_DESK, turn=1).state is OrderState.CANCELLED


def test_waiting_it_is_withdrawn_and_cancelled() -> None:
    waiting = replace(JUDGING, state=OrderState.WAITING)

    assert waiting.withdraw(turn=0).state is OrderState.CANCELLED


def test_neither_waiting_nor_the_desks_hold_the_slot() -> None:
    without = set(OrderState) - HOLDS_SLOT - ORDER.ends

    assert without == {OrderState.WAITING, OrderState.IN_APPROVAL}


def test_every_step_keeps_its_number_forth_and_back() -> None:
    first, second = accepted(), on(accepted(), 1)
    settling = on(first, 2).network_confirmed(turn=3)
    undoing = second.withdraw(turn=2)

    assert [order.step_number for order in (first, second, settling)] == [0, 1, 2]
    assert [order.step_number for order in (undoing, on(undoing, 1))] == [1, 0]


def test_refused_step_is_not_taken_back_and_the_one_before_keeps_its_number() -> None:
    undoing = on(accepted(), 1).step_refused("NO_MONEY", turn=2)

    assert undoing.step_number == 0


def test_tells_what_its_latest_act_did_move_by_move() -> None:
    settling = on(accepted(replace(PLAN, network=())), 2)

    assert [one.state.value for one in settling.passed] == ["preparing", "completed", "settling"]
