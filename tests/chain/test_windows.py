"""紧急开机 and 担保开机 through the chain: open though she owes, until the time is over."""

from __future__ import annotations

import pytest

from harness.books import Books
from harness.chain import Town
from harness.record_files import SHANGHAI
from launch.counter import Order
from launch.operations import bossctl
from launch.story import Anna


def stopped_both_ways(town: Town) -> Anna:
    if (town.now() + SHANGHAI).day > 20:
        # All of it in one month.
        town.later(days=12)
    anna = town.opens_for_somebody()
    town.talks_until_stopped(anna)
    town.is_quiet()
    town.later(days=3, minutes=1)
    town.comes_true(lambda: town.level(anna) == "two_way")
    return anna


def barred(town: Town, anna: Anna) -> tuple[str, str]:
    seen = town.sees(anna)
    assert seen is not None
    return seen.barring_outgoing, seen.barring_incoming


def differs(town: Town, anna: Anna) -> list[str]:
    """Return what the network and accounts do not agree on, of her number alone."""
    return [one for one in Books(town).network_differs() if one.startswith(anna.sim.imsi)]


@pytest.mark.holds("R-AR-3", "T15", "T16")
def test_in_an_emergency_she_is_open_for_a_day_and_once_a_month(town: Town) -> None:
    anna = stopped_both_ways(town)

    opened = town.asks_for(anna, "emergency_resumption")

    assert opened.state == "completed", opened.content
    assert town.subscriber(anna)["state"] == "active"
    assert barred(town, anna) == ("BOIC", "NOBIC")  # as every number is opened

    # What is wanted and what is there differ, and nobody shuts what is open.
    assert "placed for" not in bossctl(town.operator, "reconcile", "--repair")
    town.later(hours=23)
    town.is_quiet()
    assert town.subscriber(anna)["state"] == "active"

    town.later(hours=1, minutes=1)
    town.comes_true(lambda: town.level(anna) == "two_way")
    assert barred(town, anna) == ("BAOC", "BAIC")

    town.is_quiet()
    again = town.asks_for(anna, "emergency_resumption")
    assert (again.state, again.content["refusal"]["code"]) == (
        "rejected", "REOPENING_LIMIT_EXCEEDED",
    )  # fmt: skip
    assert differs(town, anna) == []


@pytest.mark.holds("R-AR-3", "T15", "T16")
def test_what_she_uses_in_her_window_is_owed_and_afterwards_nothing_goes(town: Town) -> None:
    anna = stopped_both_ways(town)
    assert not town.can_call_friend(anna)
    assert town.asks_for(anna, "emergency_resumption").state == "completed"
    town.is_quiet()
    owed = town.balance(anna)

    # Two minutes of 15 fen.
    assert town.calls(anna, seconds=90) == "let through"
    town.comes_true(lambda: town.balance(anna) == owed - 30)
    town.comes_true(lambda: "临时开机至" in " ".join(town.scene.handsets.inbox(anna.sim)))

    town.later(hours=24, minutes=1)
    town.comes_true(lambda: town.level(anna) == "two_way")
    town.is_quiet()
    assert town.calls(anna, seconds=90) != "let through"
    assert town.balance(anna) == owed - 30
    assert town.subscriber(anna)["state"] == "suspended_two_way"


def test_who_pays_in_her_window_is_let_be_when_it_ends(town: Town) -> None:
    anna = stopped_both_ways(town)
    assert town.asks_for(anna, "emergency_resumption").state == "completed"

    town.pays(anna, fen=50_000)
    town.is_quiet()
    town.later(days=2)
    town.is_quiet()

    assert town.subscriber(anna)["state"] == "active"
    assert town.subscriber(anna)["stops"] == []
    assert town.can_call_friend(anna)
    assert differs(town, anna) == []


def vouched_for(town: Town, anna: Anna, boris: Anna) -> Order:
    """Ask with both papers, for two days; wait for the end."""
    seen = [
        town.scene.counter.check(one.customer, kinds=("id_seen",), paper=one.paper)
        for one in (anna, boris)
    ]
    order = town.scene.counter.order(
        "guaranteed_resumption", customer=anna.customer, subscriber=anna.subscriber,
        proofs=seen, guarantor=boris.subscriber, days=2,
    )  # fmt: skip
    return town.ends(order)


@pytest.mark.holds("R-AR-3", "T15", "T16")
def test_a_friend_answers_for_her_for_two_days(town: Town) -> None:
    anna, boris = stopped_both_ways(town), town.opens_for_somebody()

    opened = vouched_for(town, anna, boris)

    assert opened.state == "completed", opened.content
    assert town.subscriber(anna)["state"] == "active"
    town.later(hours=47)
    town.is_quiet()
    assert town.subscriber(anna)["state"] == "active"
    town.later(hours=2)
    town.comes_true(lambda: town.level(anna) == "two_way")
    assert differs(town, anna) == []


def test_who_owes_answers_for_nobody(town: Town) -> None:
    anna, boris = stopped_both_ways(town), stopped_both_ways(town)

    refused = vouched_for(town, anna, boris)

    assert (refused.state, refused.content["refusal"]["code"]) == (
        "rejected", "GUARANTOR_NOT_ACTIVE",
    )  # fmt: skip
    assert town.level(anna) == "two_way"


@pytest.mark.holds("T19")
def test_the_window_gives_her_no_day_more(town: Town) -> None:
    anna = stopped_both_ways(town)
    town.later(days=29)
    assert town.asks_for(anna, "emergency_resumption").state == "completed"

    # The thirtieth day comes while she is open; she is given up when the window ends.
    town.later(hours=23)
    town.is_quiet()
    assert town.subscriber(anna)["state"] == "active"
    town.later(hours=2)

    town.comes_true(lambda: town.subscriber(anna)["state"] == "pre_terminated")


def test_nothing_waits_for_a_person(town: Town) -> None:
    assert bossctl(town.operator, "appointments", "list") == "nothing waits for a person"
