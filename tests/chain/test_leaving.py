"""停机保号, 报停复话, 挂失, 解挂, 局方停机 and 销户 through the chain."""

from dataclasses import replace
from datetime import datetime

import pytest

from chain.test_money_questions import herself
from chain.test_service_passwords import ORDERS, is_done
from harness.chain import Town
from harness.checks import PASSWORD, proves, sets_password
from launch.counter import Order
from launch.story import Anna


def test_away_and_back(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)

    away = town.asks_for(anna, "voluntary_suspension", months=3)
    assert away.state == "completed"
    assert not town.can_call_friend(anna)

    back = town.asks_for(anna, "voluntary_resumption")
    assert back.state == "completed"
    assert town.can_call_friend(anna)


def test_who_is_not_away_cannot_come_back(town: Town) -> None:
    anna = town.opens_for_somebody()

    order = town.asks_for(anna, "voluntary_resumption")

    assert (order.state, order.content["refusal"]["code"]) == ("rejected", "STATE_NOT_ALLOWED")


@pytest.mark.holds("G_NO_ARREARS")
def test_who_is_in_arrears_cannot_suspend_or_leave(town: Town) -> None:
    anna = town.opens_for_somebody()
    town.talks_until_stopped(anna)
    town.is_quiet()

    for process, fields in (("voluntary_suspension", {"months": 1}), ("termination", {})):
        order = town.asks_for(anna, process, **fields)

        assert order.state == "rejected"
        assert order.content["refusal"]["code"] in {"ARREARS_EXIST", "STATE_NOT_ALLOWED"}


@pytest.mark.holds("AC-TM-2")
def test_number_rests_for_ninety_days(town: Town) -> None:
    anna = town.opens_for_somebody()
    assert town.asks_for(anna, "termination").state == "completed"

    number = town.number(anna.number)
    rests = datetime.fromisoformat(number["quarantinedUntil"]) - town.now()

    assert number["state"] == "quarantined"
    assert 89 <= rests.days <= 90
    town.later(days=91)
    assert town.number(anna.number)["state"] == "available"
    assert town.number(anna.number)["recycled"] is True


@pytest.mark.holds("R-TM-1", "T24")
def test_who_gives_notice_is_served_until_the_month_is_over(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    assert town.asks_for(anna, "booked_termination").state == "completed"
    assert town.subscriber(anna)["state"] == "pre_terminated"
    assert town.can_call_friend(anna)
    at_once = town.asks_for(anna, "termination")
    assert (at_once.state, at_once.content["refusal"]["code"]) == ("rejected", "STATE_NOT_ALLOWED")

    town.later(days=32)
    town.comes_true(lambda: town.subscriber(anna)["state"] == "terminated")

    assert not town.can_call_friend(anna)
    assert town.number(anna.number)["state"] == "quarantined"


@pytest.mark.holds("R-TM-2")
def test_who_withdraws_the_notice_stays(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=20_000)
    assert town.asks_for(anna, "booked_termination").state == "completed"

    assert town.asks_for(anna, "termination_withdrawal").state == "completed"
    town.later(days=32)

    assert town.subscriber(anna)["state"] == "active"
    assert town.can_call_friend(anna)


@pytest.mark.holds("R-TM-2")
def test_who_withdraws_it_in_the_app_proves_who_they_are(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=20_000)
    assert town.asks_for(anna, "booked_termination").state == "completed"

    with herself(town, anna) as http:
        sets_password(town, anna, http)
        asked = {
            "category": "termination_withdrawal",
            "proof": [proves(anna, http, password=PASSWORD)],
            "productOrderItem": [
                {"id": "1", "action": "modify", "product": {"id": anna.subscriber}}
            ],
        }
        ended = is_done(town, http, http.post(ORDERS, json=asked))

    assert (ended, town.subscriber(anna)["state"]) == ("completed", "active")


@pytest.mark.holds("R-VS-6")
def test_lost_and_found_again(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)

    assert town.asks_for(anna, "loss_report").state == "completed"
    assert not town.can_call_friend(anna)
    again = town.asks_for(anna, "loss_report")
    assert (again.state, again.content["refusal"]["code"]) == ("rejected", "STATE_NOT_ALLOWED")

    assert town.asks_for(anna, "loss_cancellation").state == "completed"
    assert town.can_call_friend(anna)


def test_lost_and_replaced(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    assert town.asks_for(anna, "loss_report").state == "completed"
    card = town.scene.stock.card(town.scene.counter.free_card())

    assert town.asks_for(anna, "sim_swap", new_iccid=card.iccid, kind="lost").state == "completed"

    assert town.subscriber(anna)["state"] == "active"
    with_new = replace(anna, card=card)
    town.comes_true(lambda: town.scene.handsets.attach(card) == "let through")
    assert town.can_call_friend(with_new)


@pytest.mark.holds("T17", "T18")
def test_who_is_stopped_by_the_operator_pays_and_stays_stopped(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    stop = by_operator(town, anna, "operator_stop", reason="operator", document="case 2030-17")
    assert stop.state == "completed"

    town.pays(anna, fen=5000)
    town.is_quiet()
    assert not town.can_call_friend(anna)

    opened = by_operator(town, anna, "operator_open", reason="operator", document="case 2030-18")
    assert opened.state == "completed"
    assert town.can_call_friend(anna)


def by_operator(town: Town, anna: Anna, process: str, **fields: str) -> Order:
    counter = town.scene.counter
    asked = counter.order(
        process, customer=anna.customer, subscriber=anna.subscriber, capacity="back_office",
        **fields,
    )  # fmt: skip
    return town.ends(asked)
