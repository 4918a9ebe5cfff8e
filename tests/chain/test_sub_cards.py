"""A mother takes a card for her child: one plan, one account, two telephones (副卡)."""

from __future__ import annotations

from dataclasses import replace

from harness.books import Books
from harness.chain import FRIEND, Town
from harness.money_trail import trail_of
from launch.agreement import agreement
from launch.story import Anna

PLAN, CARD = "CT5G129", "SUBCARD10"
LET_THROUGH, BARRED = "let through", "barred outgoing"


def opens_card(town: Town, main: Anna) -> Anna:
    """Take one more number for her at the counter, and switch its telephone on."""
    counter = town.scene.counter
    child = replace(
        main,
        subscriber="",
        number=counter.free_number(),
        card=town.scene.stock.card(counter.free_card()),
    )
    order = town.asks_for(
        child,
        "new_sub_card",
        main=main.subscriber,
        msisdn=child.number,
        iccid=child.sim.iccid,
        offering=CARD,
        agreement=agreement(CARD),
    )
    assert order.state == "completed", order.content
    child = replace(child, subscriber=order.subscriber)
    town.comes_true(lambda: town.scene.handsets.attach(child.sim) == LET_THROUGH)
    return child


def minutes_left(town: Town, anna: Anna) -> int:
    found = town.http.get(f"/v1/subscribers/{anna.subscriber}/allowances").raise_for_status().json()
    return sum(one["left"] for one in found if one["kind"] == "voice")


def used(town: Town, anna: Anna) -> list[str]:
    """Return what a number used, as its own itemised list shows it; in the order of their names."""
    proof = town.scene.counter.check(anna.customer, kinds=("id_seen",), paper=anna.paper)
    door = f"/v1/subscribers/{anna.subscriber}/usage"
    lines = town.http.get(door, params={"proof": proof}).raise_for_status().json()
    return sorted(str(one["kind"]) for one in lines)


def test_two_numbers_live_on_one_plan_and_one_account(town: Town) -> None:
    mother = town.opens_for_somebody(prepaid=15_000, offering=PLAN)
    child = opens_card(town, mother)
    minutes = minutes_left(town, mother)
    town.is_quiet()
    before = town.balance(mother)

    assert town.calls(child, seconds=61) == LET_THROUGH
    assert town.calls(mother, seconds=61) == LET_THROUGH
    town.comes_true(lambda: minutes_left(town, child) == minutes - 4)
    assert minutes_left(town, mother) == minutes - 4
    assert town.scene.handsets.write(child.sim, to=FRIEND, body="mum!") == LET_THROUGH
    # Texts are not in the plan: the main line pays for what the child writes.
    town.comes_true(lambda: town.balance(mother) == before - 10)
    assert town.balance(child) == town.balance(mother)
    hers = town.http.get(f"/v1/subscribers/{mother.number}/balance").json()
    assert [one["msisdn"] for one in hers["subCards"]] == [child.number]
    # The child's list shows what the child used.
    assert [used(town, one) for one in (child, mother)] == [["sms", "voice"], ["voice"]]


def test_what_the_child_spends_stops_both_and_one_payment_brings_both_back(town: Town) -> None:
    mother = town.opens_for_somebody(prepaid=15_000, offering=PLAN)
    child = opens_card(town, mother)
    town.is_quiet()
    town.scene.handsets.faults.lose_charging()
    minutes = minutes_left(town, mother) + town.balance(mother) // 15 + 1
    assert town.calls(child, seconds=60 * minutes) == LET_THROUGH

    town.comes_true(lambda: {town.level(mother), town.level(child)} == {"one_way"})
    assert (town.calls(mother), town.calls(child)) == (BARRED, BARRED)
    town.pays(child, fen=5000)

    town.comes_true(lambda: {town.level(mother), town.level(child)} == {"none"})
    assert (town.calls(mother), town.calls(child)) == (LET_THROUGH, LET_THROUGH)
    town.is_quiet()
    books = Books(town)
    assert books.network_differs() == []
    assert books.ledger().sum_minor == 0
    account = str(town.http.get(f"/v1/subscribers/{child.subscriber}/balance").json()["id"])
    assert trail_of(town, account).balance == town.balance(mother)


def test_the_mother_leaves_after_the_child(town: Town) -> None:
    mother = town.opens_for_somebody(prepaid=15_000, offering=PLAN)
    child = opens_card(town, mother)

    stays = town.asks_for(mother, "termination")
    gone = town.asks_for(child, "termination")
    town.comes_true(lambda: town.sees(child) is None)
    still_there = town.calls(mother)
    left = town.asks_for(mother, "termination")

    assert stays.content["refusal"]["code"] == "SUB_CARDS_EXIST"
    assert (gone.state, still_there, left.state) == ("completed", LET_THROUGH, "completed")
    town.comes_true(lambda: town.sees(mother) is None)


def test_there_is_no_room_for_more_than_the_plan_says(town: Town) -> None:
    mother = town.opens_for_somebody(prepaid=20_000, offering=PLAN)
    for _ in range(2):
        opens_card(town, mother)
    counter = town.scene.counter

    third = town.asks_for(
        replace(mother, subscriber=""),
        "new_sub_card",
        main=mother.subscriber,
        msisdn=counter.free_number(),
        iccid=town.scene.stock.card(counter.free_card()).iccid,
        offering=CARD,
        agreement=agreement(CARD),
    )

    assert third.content["refusal"]["code"] == "SUB_CARD_LIMIT_EXCEEDED"
