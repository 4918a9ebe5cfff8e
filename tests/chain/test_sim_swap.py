"""补换卡 through the chain: the old card is dead before the new one is said to work."""

from dataclasses import replace

import pytest

from boss.values.v1 import values_pb2
from harness.books import Books
from harness.chain import Town
from harness.checks import FIRST_PASSWORD, digits_in
from harness.stops import ALL_BARS, bars, stops


@pytest.mark.holds("R-SIM-1", "AC-SIM-1")
def test_text_sent_during_the_swap_never_reaches_the_old_handset(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=10_000)
    new = town.scene.stock.card(town.scene.counter.free_card())
    handsets = town.scene.handsets
    digits_in(town, anna, FIRST_PASSWORD)
    town.comes_true(lambda: any("欢迎入网" in text for text in handsets.inbox(anna.sim)))
    before = handsets.inbox(anna.sim)
    town.slows("MOD IMSI", milliseconds=1500)

    order = town.scene.place(anna, "sim_swap", new_iccid=new.iccid, kind="lost")
    town.comes_true(lambda: not handsets.is_attached(anna.sim))
    assert town.scene.counter.seen(order).state == "inProgress"
    handsets.text(anna.number, sender="Bank", body="482913")
    ended = town.ends(order)

    assert ended.state == "completed"
    # Nothing but the warning came there, and that before (R-SIM-4).
    (warning,) = handsets.inbox(anna.sim)[len(before) :]
    assert "本卡即将失效" in warning
    assert handsets.attach(anna.sim) != "let through"
    assert handsets.attach(new) == "let through"
    town.comes_true(lambda: "482913" in handsets.inbox(new))
    assert town.subscriber(anna)["iccid"] == new.iccid


def test_who_reported_the_card_lost_is_reached_again_on_the_new_one(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=10_000)
    new = town.scene.stock.card(town.scene.counter.free_card())
    stops(town, anna, values_pb2.STOP_REASON_LOST, values_pb2.BARRING_LEVEL_TWO_WAY)
    bars(town, anna, **ALL_BARS)
    assert town.subscriber(anna)["state"] == "voluntary_suspended"
    assert town.calls(anna) == "barred outgoing"

    order = town.asks_for(anna, "sim_swap", new_iccid=new.iccid, kind="lost")

    assert order.state == "completed"
    assert (town.subscriber(anna)["state"], town.subscriber(anna)["stops"]) == ("active", [])
    assert town.scene.handsets.attach(anna.sim) != "let through"
    assert town.scene.handsets.attach(new) == "let through"
    assert town.calls(replace(anna, card=new)) == "let through"
    assert Books(town).network_differs() == []


def test_card_and_fee_come_back_when_the_network_refuses(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=10_000)
    new = town.scene.stock.card(town.scene.counter.free_card())
    town.network_refuses("MOD IMSI", code="ERR3105")

    order = town.asks_for(
        anna, "sim_swap", new_iccid=new.iccid, kind="replaced", old_iccid=anna.sim.iccid
    )

    assert order.state == "failed"
    assert town.subscriber(anna)["iccid"] == anna.sim.iccid
    town.comes_true(lambda: town.scene.handsets.attach(anna.sim) == "let through")
    assert town.asks_for(anna, "sim_swap", new_iccid=new.iccid, kind="lost").state == "completed"


def test_answer_that_is_lost_is_no_failure(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=10_000)
    new = town.scene.stock.card(town.scene.counter.free_card())
    town.goes_deaf("MOD IMSI")

    order = town.asks_for(anna, "sim_swap", new_iccid=new.iccid, kind="lost")

    assert order.state == "completed"
    assert town.sees(anna) is None
    assert town.sees(replace(anna, card=new)) is not None
