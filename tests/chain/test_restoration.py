"""复机 through the chain: who left this month is back, with number, money and calls."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.books import Books
from harness.chain import Town
from harness.record_files import SHANGHAI
from launch.operations import bossctl
from launch.story import Anna


def early_in_a_month(town: Town) -> None:
    if (town.now() + SHANGHAI).day > 20:
        town.later(days=12)


def left(town: Town) -> Anna:
    early_in_a_month(town)
    anna = town.opens_for_somebody(prepaid=9000)
    assert town.asks_for(anna, "termination").state == "completed"
    town.is_quiet()
    return anna


def comes_back(town: Town, anna: Anna) -> Anna:
    card = town.scene.counter.free_card()
    order = town.asks_for(anna, "restoration", new_iccid=card)
    assert order.state == "completed", order.content
    return replace(anna, card=town.scene.stock.card(card))


@pytest.mark.holds("R-TM-6", "T26")
def test_she_has_number_money_and_calls_again(town: Town) -> None:
    early_in_a_month(town)
    anna = town.opens_for_somebody(prepaid=9000)
    before = town.balance(anna)
    assert town.asks_for(anna, "termination").state == "completed"
    town.is_quiet()
    town.later(days=3)

    anna = comes_back(town, anna)
    town.is_quiet()

    assert town.subscriber(anna)["state"] == "active"
    assert town.number(anna.number)["state"] == "in_use"
    assert town.balance(anna) == before
    town.comes_true(lambda: town.scene.handsets.attach(anna.sim) == "let through")
    assert town.can_call_friend(anna)
    town.is_quiet()
    assert Books(town).network_differs() == []
    # Her number's rest would have ended by then, and her account's.
    town.later(days=95)
    assert town.number(anna.number)["state"] == "in_use"


@pytest.mark.holds("R-TM-6")
def test_when_the_month_is_over_it_is_too_late(town: Town) -> None:
    anna = left(town)
    town.later(days=31)

    refused = town.asks_for(anna, "restoration", new_iccid=town.scene.counter.free_card())

    assert (refused.state, refused.content["refusal"]["code"]) == (
        "rejected", "RESTORATION_TOO_LATE",
    )  # fmt: skip


def test_all_is_as_it_was_when_the_network_refuses(town: Town) -> None:
    anna = left(town)
    card = town.scene.counter.free_card()
    town.network_refuses("ADD TPLSUB", code="ERR3106")

    failed = town.asks_for(anna, "restoration", new_iccid=card)

    assert failed.state in {"failed", "rejected"}, failed.content
    assert town.subscriber(anna)["state"] == "terminated"
    assert town.number(anna.number)["state"] == "quarantined"
    town.mends()
    anna = comes_back(town, anna)
    assert town.subscriber(anna)["state"] == "active"


def test_nothing_waits_for_a_person(town: Town) -> None:
    assert bossctl(town.operator, "appointments", "list") == "nothing waits for a person"
