"""欠费停机 and 欠停复话 through the chain: money, the clock, the network."""

import pytest

from harness.chain import Town


@pytest.mark.holds("R-AR-1", "R-PAY-4")
def test_money_gone_she_loses_outgoing_calls_and_paid_she_has_them_back(town: Town) -> None:
    anna = town.opens_for_somebody()

    town.talks_until_stopped(anna)

    assert not town.can_call_friend(anna)
    town.pays(anna, fen=5000)
    town.comes_true(lambda: town.level(anna) == "none")
    assert town.can_call_friend(anna)


def test_three_days_later_she_can_no_longer_be_called(town: Town) -> None:
    anna = town.opens_for_somebody()
    town.talks_until_stopped(anna)
    town.is_quiet()

    town.later(days=3, minutes=1)

    assert town.level(anna) == "two_way"
    seen = town.sees(anna)
    assert seen is not None
    assert (seen.barring_outgoing, seen.barring_incoming) == ("BAOC", "BAIC")


@pytest.mark.holds("AC-AS-2")
def test_payment_that_overtakes_the_stop_leaves_her_free(town: Town) -> None:
    anna = town.opens_for_somebody()
    town.slows("MOD ODB", milliseconds=1500)
    town.spends_everything(anna)
    town.comes_true(lambda: town.balance(anna) <= 0)

    town.pays(anna, fen=5000)
    town.is_quiet()

    assert town.level(anna) == "none"
    assert town.can_call_friend(anna)


@pytest.mark.holds("AC-AS-3")
def test_paying_does_not_end_a_suspension_she_asked_for(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    assert town.asks_for(anna, "voluntary_suspension", months=2).state == "completed"

    town.pays(anna, fen=5000)
    town.is_quiet()

    assert town.subscriber(anna)["state"] == "voluntary_suspended"
    assert not town.can_call_friend(anna)


def test_emergency_calls_pass_at_every_level(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    assert town.asks_for(anna, "voluntary_suspension", months=1).state == "completed"

    assert town.calls(anna, to="110") == "let through"


@pytest.mark.holds("AC-AS-1", "T19", "T21")
def test_who_never_pays_is_given_up_and_loses_the_number(town: Town) -> None:
    """AC-AS-1, prepaid: stopped on the third day, given up 30 later, gone 30 after that."""
    anna = town.opens_for_somebody()
    town.talks_until_stopped(anna)
    town.is_quiet()
    town.later(days=3, minutes=1)
    town.comes_true(lambda: town.level(anna) == "two_way")

    town.later(days=29)
    town.is_quiet()
    assert town.subscriber(anna)["state"] == "suspended_two_way"
    town.later(days=1, minutes=1)
    town.comes_true(lambda: town.subscriber(anna)["state"] == "pre_terminated")

    town.later(days=30, minutes=1)
    town.comes_true(lambda: town.subscriber(anna)["state"] == "terminated")
    assert town.number(anna.number)["state"] == "quarantined"
    assert town.sees(anna) is None


@pytest.mark.holds("R-AR-2", "T20")
def test_who_pays_when_given_up_is_back(town: Town) -> None:
    anna = town.opens_for_somebody()
    town.talks_until_stopped(anna)
    town.is_quiet()
    town.later(days=3, minutes=1)
    town.is_quiet()
    town.later(days=31)
    town.comes_true(lambda: town.subscriber(anna)["state"] == "pre_terminated")

    town.pays(anna, fen=50_000)
    town.comes_true(lambda: town.subscriber(anna)["state"] == "active")

    town.later(days=31)
    town.is_quiet()
    assert town.subscriber(anna)["state"] == "active"
    assert town.can_call_friend(anna)
