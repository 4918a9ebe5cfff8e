"""停机保号到期 through the chain: a term ends once, whatever is owed; no fee is taken twice."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import grpc
import pytest

from boss.billing.v1 import charging_pb2, charging_pb2_grpc, events_pb2
from harness.books import Books
from harness.chain import Town
from harness.money_trail import said
from harness.plans import MONTHLY, fee_by_day
from harness.record_files import SHANGHAI
from kernel.caller import SYSTEM
from kernel.ids import new_id
from launch.operations import bossctl
from launch.story import OFFERING, Anna
from runtime.rpc.signing import TOKEN, Signer, read_call_key

KEEP = 500
"""Fen for a month that begins while a number is kept."""
PLAN = MONTHLY[OFFERING]
ADJUSTMENTS = "/tmf-api/prepayBalanceManagement/v4/adjustBalance"


def turns_to_day(town: Town, day: int, *, hour: int = 12) -> None:
    """Turn the clock to this day of this month or the next, in Shanghai."""
    local = town.now() + SHANGHAI
    there = local.replace(day=day, hour=hour, minute=0, second=0, microsecond=0)
    if there <= local:
        first = (local.replace(day=1) + timedelta(days=32)).replace(day=1)
        there = first.replace(day=day, hour=hour, minute=0, second=0, microsecond=0)
    moved = town.http.post("/v1/clock", json={"to": (there - SHANGHAI).isoformat()})
    assert moved.is_success, moved.text


def comes_to_owe(town: Town, anna: Anna, *, fen: int) -> None:
    """Correct her balance by hand until she owes so much: what a late record would do."""
    account = town.http.get(f"/v1/subscribers/{anna.subscriber}/balance").json()["id"]
    body = {
        "amount": {"amount": -(town.balance(anna) + fen) / 100, "units": "CNY"},
        "partyAccount": {"id": account},
        "reasonCode": "billing_error",
        "reason": "calls abroad were told late",
    }
    answer = town.http.post(ADJUSTMENTS, json=body)
    assert answer.status_code == 201, answer.text
    assert town.balance(anna) == -fen
    town.is_quiet()


def goes_away(town: Town, anna: Anna, *, months: int) -> None:
    order = town.asks_for(anna, "voluntary_suspension", months=months)
    assert order.state == "completed", order.content
    town.is_quiet()


def texts(town: Town, anna: Anna) -> Counter[str]:
    every = said(town, events_pb2.SmsRequested)
    return Counter(one.template for one in every if one.subscriber_id == anna.subscriber)


@pytest.mark.holds("R-VS-5")
def test_who_owes_when_the_term_ends_is_back_when_she_has_paid_and_kept_no_longer(
    town: Town,
) -> None:
    turns_to_day(town, 28)
    anna = town.opens_for_somebody(prepaid=5000)
    goes_away(town, anna, months=2)
    comes_to_owe(town, anna, fen=128)
    stopped = town.subscriber(anna)["state"]

    # Two months and a week later the term is over; time goes by, and she is not gone yet.
    town.later(days=70)
    fees_of_two_months = town.balance(anna)
    ended = town.subscriber(anna)
    town.later(days=15)

    assert stopped == "suspended_two_way"
    assert {stop["reason"] for stop in ended["stops"]} == {"arrears"}
    assert fees_of_two_months == -128 - 2 * KEEP
    assert town.balance(anna) == fees_of_two_months
    told = texts(town, anna)
    assert (told["keeping_ends_soon"], told["keeping_over_in_arrears"]) == (1, 1)

    turns_to_day(town, 5)
    town.pays(anna, fen=-fees_of_two_months + 3000)
    town.comes_true(lambda: town.level(anna) == "none")
    town.is_quiet()

    assert town.can_call_friend(anna)
    town.is_quiet()
    # The rest of this month by day, and a call.
    assert town.balance(anna) == 3000 - fee_by_day(OFFERING, opened_at=town.now()) - 15
    assert Books(town).network_differs() == []


@pytest.mark.holds("R-VS-3")
def test_the_term_of_an_earlier_suspension_ends_no_later_one(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=9000)
    goes_away(town, anna, months=1)
    town.later(days=5)
    assert town.asks_for(anna, "voluntary_resumption").state == "completed"
    town.later(days=5)
    goes_away(town, anna, months=3)

    # The first term would be over by now, the second one is not.
    town.later(days=40)
    assert town.subscriber(anna)["state"] == "voluntary_suspended"
    town.later(days=60)

    assert town.subscriber(anna)["state"] == "active"
    assert texts(town, anna)["keeping_over"] == 1


def test_an_earlier_term_whose_order_waited_ends_no_later_suspension(town: Town) -> None:
    turns_to_day(town, 10)
    anna = town.opens_for_somebody(prepaid=9000)
    goes_away(town, anna, months=1)
    town.later(days=20)
    assert town.asks_for(anna, "voluntary_resumption").state == "completed"
    # Her second suspension is under way, its network slow, when the first term is over.
    town.goes_deaf("MOD ODB")
    town.scene.place(anna, "voluntary_suspension", months=2)
    town.later(days=12)
    town.mends()
    town.is_quiet()

    assert town.subscriber(anna)["state"] == "voluntary_suspended"


def test_a_term_that_ends_on_the_first_takes_the_plan_and_no_keep_fee(town: Town) -> None:
    turns_to_day(town, 1, hour=1)
    anna = town.opens_for_somebody(prepaid=9000)
    goes_away(town, anna, months=1)
    town.is_quiet()
    before = town.balance(anna)

    town.later(days=32)

    assert town.subscriber(anna)["state"] == "active"
    assert town.balance(anna) == before - PLAN


def test_prepaid_and_stopped_for_thirty_days_she_pays_for_the_plan_no_more(town: Town) -> None:
    turns_to_day(town, 28)
    anna = town.opens_for_somebody()
    town.spends_everything(anna)
    town.comes_true(lambda: town.level(anna) == "one_way")
    town.later(days=40)
    after_the_first_month = town.balance(anna)

    town.later(days=200)

    assert town.balance(anna) == after_the_first_month
    # Given up after thirty days, and gone after thirty more.
    assert town.subscriber(anna)["state"] == "terminated"


@pytest.mark.parametrize("process", ["voluntary_suspension", "termination"])
def test_a_use_under_way_is_granted_no_more_when_she_is_stopped(town: Town, process: str) -> None:
    anna = town.opens_for_somebody(prepaid=9000)
    with grpc.insecure_channel(town.operator.grpc["billing"]) as channel:
        desk = charging_pb2_grpc.ChargingServiceStub(channel)
        first = charging_pb2.ReserveRequest(
            request_id=new_id(), msisdn=anna.number, kind="voice", peer="8613900009999",
            roam_type="home", units=600,
        )  # fmt: skip
        first.started_at.FromDatetime(town.now())
        granted = desk.Reserve(first, timeout=10, metadata=switch(town)).grant
        fields = {"months": 1} if process == "voluntary_suspension" else {}
        assert town.asks_for(anna, process, **fields).state == "completed"

        more = charging_pb2.ExtendRequest(
            request_id=new_id(), reservation_id=granted.reservation_id, units=3600
        )
        with pytest.raises(grpc.RpcError) as refused:
            desk.Extend(more, timeout=10, metadata=switch(town))

    assert refused.value.code() is grpc.StatusCode.FAILED_PRECONDITION


def switch(town: Town) -> tuple[tuple[str, str], ...]:
    """Return what the switch shows where it asks."""
    key = read_call_key(town.operator.surroundings.keys.key("call"))
    return ((TOKEN, Signer(key, service="emulator").sign(SYSTEM, audience="billing")),)


def test_nothing_waits_for_a_person(town: Town) -> None:
    shown = bossctl(town.operator, "appointments", "list")

    assert shown == "nothing waits for a person"
