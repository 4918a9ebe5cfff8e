"""Two hundred orders while processes are killed with -9: nothing is lost, nothing done twice."""

import os

import pytest

from chaos.killer import SEED, killing
from chaos.wishes import wish_all
from harness.books import Books
from harness.chain import Town
from launch.operator import Operator
from launch.waiting import comes_true

ORDERS = int(os.environ.get("KAITONG_CRASH_ORDERS", "200"))
ENDS = {"fulfilled", "rejected", "cancelled", "failed"}
LONGEST = 180.0


@pytest.mark.timeout(900)
def test_nothing_is_lost_and_nothing_is_done_twice() -> None:
    print(f"seed {SEED}: repeat with KAITONG_CRASH_SEED={SEED}")  # noqa: T201
    with Operator.temporary(clock="settable") as operator, Town.around(operator) as town:
        with killing(operator) as killed:
            wishes = wish_all(town, ORDERS)
        operator.wait_until_ready()
        books = Books(town)
        comes_true(lambda: set(books.orders_by_state()) <= ENDS, within=LONGEST)

        print(f"killed {dict(killed)}, orders {books.orders_by_state()}")  # noqa: T201
        assert sum(killed.values()) > 0
        assert {wish.status for wish in wishes} <= {201, 202}
        assert len({wish.order for wish in wishes}) == ORDERS
        assert sum(books.orders_by_state().values()) == ORDERS
        assert set(books.orders_by_state()) <= ENDS
        town.is_quiet()
        assert books.ledger().sum_minor == 0
        assert books.network_differs() == []
        assert books.held_without_order() == []
        assert books.hand_overs_differ() == []
