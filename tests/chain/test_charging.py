"""Asked before use, through the chain: the money is used up and never overdrawn."""

from harness.chain import FRIEND, Town
from launch.story import Anna

A_MINUTE = 15
"""Fen."""
TOO_LITTLE = 5
"""Fen: neither a minute nor a text."""


def has_some_minutes_and_too_little(town: Town) -> Anna:
    anna = town.opens_for_somebody()
    town.pays(anna, fen=(TOO_LITTLE - town.balance(anna)) % A_MINUTE + A_MINUTE)
    assert town.balance(anna) % A_MINUTE == TOO_LITTLE
    return anna


def test_a_call_is_cut_when_the_money_is_used_up(town: Town) -> None:
    anna = has_some_minutes_and_too_little(town)
    minutes = town.balance(anna) // A_MINUTE

    assert town.calls(anna, seconds=60 * minutes + 600) == "credit used up"

    assert town.scene.handsets.talked(anna.sim) == 60 * minutes
    # Used and not yet charged: it cannot be spent a second time meanwhile.
    assert town.calls(anna) == "credit used up"
    assert town.scene.handsets.write(anna.sim, to=FRIEND, body="call me") == "credit used up"
    town.comes_true(lambda: town.balance(anna) == TOO_LITTLE)
    town.is_quiet()
    assert town.balance(anna) == TOO_LITTLE
    assert town.level(anna) == "none"


def test_she_pays_and_talks_on(town: Town) -> None:
    anna = has_some_minutes_and_too_little(town)
    assert town.calls(anna, seconds=86_400) == "credit used up"
    town.comes_true(lambda: town.balance(anna) == TOO_LITTLE)

    town.pays(anna, fen=100)

    assert town.calls(anna, seconds=360) == "let through"
    town.comes_true(lambda: town.balance(anna) == TOO_LITTLE + 100 - 6 * A_MINUTE)


def test_what_a_switch_could_not_ask_about_is_charged_once_all_the_same(town: Town) -> None:
    anna = has_some_minutes_and_too_little(town)
    before = town.balance(anna)
    town.scene.handsets.faults.lose_charging()

    assert town.calls(anna, seconds=60) == "let through"

    town.is_quiet()
    assert town.balance(anna) == before - A_MINUTE


def test_the_hotline_and_help_are_reached_without_money(town: Town) -> None:
    anna = has_some_minutes_and_too_little(town)
    town.calls(anna, seconds=86_400)

    assert town.calls(anna, to="10086") == "let through"
    assert town.calls(anna, to="110") == "let through"
