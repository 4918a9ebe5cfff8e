"""后付费 through the chain: opened unpaid, stopped beyond the limit, settled to leave."""

from dataclasses import replace

from harness.chain import Town
from launch.operations import bossctl
from launch.story import Anna

OFFERING = "postpaid-basic"
LIMIT = 10_000
"""Fen; of the offering."""


def opens_for_somebody(town: Town) -> Anna:
    anna = town.meets_somebody()
    order = town.scene.ended(town.asks_to_open(anna, offering=OFFERING, prepayment=0))
    anna = replace(anna, subscriber=order.subscriber)
    town.comes_true(lambda: town.scene.handsets.attach(anna.sim) == "let through")
    return anna


def stands(town: Town, anna: Anna) -> dict[str, object]:
    """Return what the balance door says of her."""
    answer = town.http.get(f"/v1/subscribers/{anna.subscriber}/balance").raise_for_status()
    shown: dict[str, object] = answer.json()
    return shown


def uses_up_her_limit(town: Town, anna: Anna) -> None:
    """Call until she is beyond it, while the switch can ask nobody who charges."""
    town.scene.handsets.faults.lose_charging()
    minutes = (LIMIT + town.balance(anna)) // 15 + 1
    assert town.calls(anna, seconds=60 * minutes) == "let through"
    town.comes_true(lambda: town.level(anna) == "one_way")


def test_she_calls_on_credit_and_is_stopped_beyond_it_and_pays_to_be_back(town: Town) -> None:
    anna = opens_for_somebody(town)
    fee = town.balance(anna)
    assert town.calls(anna, seconds=600) == "let through"
    town.comes_true(lambda: town.balance(anna) == fee - 150)
    assert town.level(anna) == "none"
    seen = stands(town, anna)
    assert (seen["paymentType"], seen["creditLimit"]) == ("postpaid", LIMIT)

    uses_up_her_limit(town, anna)

    assert not town.can_call_friend(anna)
    owed = stands(town, anna)["owes"]
    assert isinstance(owed, int)
    assert 0 < owed <= 15
    town.pays(anna, fen=owed)
    town.comes_true(lambda: town.level(anna) == "none")
    # All of the limit is used: she may be called, and what is free, until she pays some more.
    assert town.calls(anna) == "credit used up"
    town.pays(anna, fen=15)
    assert town.calls(anna) == "let through"


def test_the_switch_asks_and_cuts_her_call_at_her_limit(town: Town) -> None:
    anna = opens_for_somebody(town)
    minutes = (LIMIT + town.balance(anna)) // 15

    assert town.calls(anna, seconds=60 * minutes + 600) == "credit used up"

    assert town.scene.handsets.talked(anna.sim) == 60 * minutes
    town.is_quiet()
    assert -LIMIT <= town.balance(anna) < -LIMIT + 15
    assert town.level(anna) == "none"


def test_a_higher_limit_lets_her_call_again(town: Town) -> None:
    anna = opens_for_somebody(town)
    uses_up_her_limit(town, anna)
    account = str(stands(town, anna)["id"])

    said = bossctl(
        town.operator, "credit", "set", account, str(2 * LIMIT), "--reason", "she travels"
    )

    assert "wanted level: none" in said
    town.comes_true(lambda: town.level(anna) == "none")
    assert town.can_call_friend(anna)
    assert f"{2 * LIMIT} fen" in bossctl(town.operator, "credit", "show", account)


def test_she_pays_what_she_used_before_she_leaves(town: Town) -> None:
    anna = opens_for_somebody(town)
    town.is_quiet()

    stays = town.asks_for(anna, "termination")
    assert (stays.state, stays.content["refusal"]["code"]) == ("rejected", "ARREARS_EXIST")
    town.pays(anna, fen=-town.balance(anna))

    assert town.asks_for(anna, "termination").state == "completed"
    assert town.sees(anna) is None


def test_far_more_than_usual_stops_her_calls_until_she_says_that_it_was_she(town: Town) -> None:
    anna = opens_for_somebody(town)
    account = str(stands(town, anna)["id"])
    bossctl(town.operator, "credit", "set", account, "200000", "--reason", "she is known")
    # Three whole months in which she never called, and more than 100 yuan at once.
    town.later(days=125)
    minutes = 10_000 // 15 + 1

    assert town.calls(anna, seconds=60 * minutes) == "let through"

    town.comes_true(lambda: town.level(anna) == "one_way")
    assert stands(town, anna)["highUse"] is True
    seen = town.sees(anna)
    assert seen is not None
    assert (seen.barring_outgoing, seen.barring_incoming) == ("BAOC", "NOBIC")
    bossctl(town.operator, "credit", "confirm", account, "--reason", "she was called")
    town.comes_true(lambda: town.level(anna) == "none")
    assert town.can_call_friend(anna)
