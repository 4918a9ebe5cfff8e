"""停机保号, 报停复话 and 销户 through the chain."""

from datetime import datetime

from harness.chain import Town


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


def test_who_is_in_arrears_cannot_suspend_or_leave(town: Town) -> None:
    anna = town.opens_for_somebody()
    town.talks_until_stopped(anna)
    town.is_quiet()

    for process, fields in (("voluntary_suspension", {"months": 1}), ("termination", {})):
        order = town.asks_for(anna, process, **fields)

        assert order.state == "rejected"
        assert order.content["refusal"]["code"] in {"ARREARS_EXIST", "STATE_NOT_ALLOWED"}


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
