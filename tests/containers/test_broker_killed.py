"""The broker is ended with -9, again and again: everything is late, and nothing is lost."""

import os
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from chaos.wishes import wish_all

from containers.town import in_containers
from harness.books import Books
from harness.chain import Town
from kaitong_testkit import Operator
from launch.counter import UNFINISHED
from launch.waiting import comes_true

ORDERS = int(os.environ.get("KAITONG_CRASH_ORDERS", "200"))
SEED = int(os.environ.get("KAITONG_CRASH_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
KILLS = 3
"""At least, whatever is on its way by then."""
ENDS = {"fulfilled", "rejected", "cancelled", "failed"}
LONGEST = 300.0
"""Seconds everything may take that waited for the broker."""
pytestmark = pytest.mark.timeout(1800)


@pytest.fixture(scope="session")
def town(operator: Operator) -> Iterator[Town]:
    with in_containers(operator) as town:
        yield town


@contextmanager
def killing(operator: Operator) -> Iterator[list[float]]:
    """Kill the broker at random moments and let it stay away for random times; seconds."""
    chance = random.Random(SEED)  # noqa: S311  # repeatable, not secret
    done, away = threading.Event(), list[float]()

    def kill() -> None:
        while not done.wait(chance.uniform(0.1, 2.0)):
            away.append(chance.uniform(0.1, 5.0))
            operator.kill("kafka")
            done.wait(away[-1])
            operator.start("kafka")

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        yield away
    finally:
        done.set()
        killer.join()


def test_an_order_placed_without_a_broker_is_carried_out_when_it_is_back(
    operator: Operator, town: Town
) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    operator.kill("kafka")

    order = town.scene.place(anna, "loss_report")
    meanwhile = town.scene.call(anna)
    operator.start("kafka")
    seen = town.scene.counter.finished(order, within=LONGEST)

    assert order.state in UNFINISHED
    assert meanwhile == "let through"
    assert seen.state == "completed"
    assert town.scene.call(anna) != "let through"


def test_nothing_is_lost_and_nothing_is_done_twice(operator: Operator, town: Town) -> None:
    print(f"seed {SEED}: repeat with KAITONG_CRASH_SEED={SEED}")  # noqa: T201
    books = Books(town)
    town.is_quiet()
    before = sum(books.orders_by_state().values())

    with killing(operator) as away:
        wishes = wish_all(town, ORDERS)
        comes_true(lambda: len(away) >= KILLS, within=LONGEST)

    comes_true(lambda: set(books.orders_by_state()) <= ENDS, within=LONGEST)
    print(f"killed {len(away)} times, orders {books.orders_by_state()}")  # noqa: T201
    assert len(away) >= KILLS
    assert {wish.status for wish in wishes} <= {201, 202}
    assert len({wish.order for wish in wishes}) == ORDERS
    assert sum(books.orders_by_state().values()) == before + ORDERS
    assert set(books.orders_by_state()) <= ENDS
    town.is_quiet()
    assert books.ledger().sum_minor == 0
    assert books.network_differs() == []
    assert books.held_without_order() == []
    assert books.hand_overs_differ() == []
