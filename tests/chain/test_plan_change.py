"""套餐变更 through the chain: for the next month, at once, replaced, withdrawn; packs that end."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from harness.chain import Town
from harness.record_files import SHANGHAI, by_number, records
from launch.counter import Order
from launch.operations import bossctl
from launch.story import Anna

SMALL, LARGE = "KEEP8", "CMCC58"
FEES = {SMALL: 800, LARGE: 5800, "CMCC5G128": 12_800}
"""Fen a month."""
MB = 1024**2


def midnight(town: Town) -> datetime:
    """Return the first moment of the next month where the operator is."""
    local = town.now() + SHANGHAI
    following = (local.replace(day=1) + timedelta(days=32)).replace(day=1)
    return datetime(following.year, following.month, 1, tzinfo=UTC) - SHANGHAI


def turns_to(town: Town, moment: datetime) -> None:
    moved = town.http.post("/v1/clock", json={"to": moment.isoformat()})
    assert moved.is_success, moved.text


def opens(town: Town, offering: str, *, prepaid: int = 60_000) -> Anna:
    """Open a number at noon on the tenth of a month."""
    turns_to(town, midnight(town) + timedelta(days=9, hours=12))
    return town.opens_for_somebody(prepaid=prepaid, offering=offering)


def wants(town: Town, anna: Anna, plan: str, **said: Any) -> Order:
    asked = {"offering": plan, "monthly_fee": FEES[plan]} | said
    return town.asks_for(anna, "plan_change", **asked)


def account(town: Town, anna: Anna) -> Any:
    return town.http.get(f"/v1/subscribers/{anna.subscriber}/balance").raise_for_status().json()


def allowed(town: Town, anna: Anna) -> dict[tuple[str, str], int]:
    """Return what is left of each allowance, by where it comes from and its kind."""
    door = f"/v1/subscribers/{anna.subscriber}/allowances"
    left = town.http.get(door).raise_for_status().json()
    return {(one["source"], one["kind"]): one["left"] for one in left}


@pytest.mark.holds("R-PC-1", "R-PC-3")
def test_another_plan_begins_with_the_month(town: Town) -> None:
    anna = opens(town, SMALL)
    assert wants(town, anna, LARGE).state == "completed"
    told = account(town, anna)
    assert (told["offering"], told["nextOffering"]) == (SMALL, LARGE)
    begins = midnight(town)
    assert datetime.fromisoformat(told["nextOfferingFrom"]) == begins

    turns_to(town, begins - timedelta(minutes=2))
    before = town.balance(anna)
    assert town.scene.handsets.use_data(anna.sim, octets=MB) == "let through"
    turns_to(town, begins + timedelta(minutes=30))
    assert town.scene.handsets.use_data(anna.sim, octets=2 * MB) == "let through"
    town.is_quiet()
    town.comes_true(lambda: account(town, anna)["offering"] == LARGE)

    assert town.balance(anna) == before - FEES[LARGE]
    # Nothing rolled over: 5 GB of the new month, less what was used in it.
    assert allowed(town, anna) == {
        ("plan", "data"): 5 * 1024 * 1024 - 2048, ("plan", "voice"): 150,
    }  # fmt: skip
    old, new = by_number(records(town))[anna.number][-2:]
    assert SMALL in bossctl(town.operator, "explain", old.id)
    assert LARGE in bossctl(town.operator, "explain", new.id)


@pytest.mark.holds("R-PC-1")
def test_a_larger_plan_begins_at_once_by_day(town: Town) -> None:
    anna = opens(town, SMALL)
    before, local = town.balance(anna), town.now() + SHANGHAI
    days = monthrange(local.year, local.month)[1]

    assert wants(town, anna, LARGE, begins="at_once").state == "completed"

    left = days - local.day + 1
    new, old = ((2 * FEES[plan] * left + days) // (2 * days) for plan in (LARGE, SMALL))
    assert town.balance(anna) == before - (new - old)
    assert account(town, anna)["offering"] == LARGE
    assert allowed(town, anna)["plan", "voice"] == 150 * left // days
    smaller = wants(town, anna, SMALL, begins="at_once")
    assert smaller.content["refusal"]["code"] == "EFFECTIVE_DATE_NOT_ALLOWED"


@pytest.mark.holds("AC-PC-1", "R-PC-5")
def test_the_second_replaces_the_first_and_is_withdrawn_in_the_last_minute(town: Town) -> None:
    anna = opens(town, SMALL)
    assert wants(town, anna, LARGE).state == "completed"
    assert wants(town, anna, "CMCC5G128").state == "completed"
    assert account(town, anna)["nextOffering"] == "CMCC5G128"
    begins = midnight(town)
    turns_to(town, begins - timedelta(minutes=1))
    before = town.balance(anna)

    assert town.asks_for(anna, "plan_change_withdrawal").state == "completed"
    turns_to(town, begins + timedelta(minutes=30))
    town.is_quiet()

    assert town.balance(anna) == before - FEES[SMALL]
    assert account(town, anna)["offering"] == SMALL
    again = town.asks_for(anna, "plan_change_withdrawal")
    assert again.content["refusal"]["code"] == "NOTHING_TO_DO"


def test_what_speaks_against_it_is_said_and_changes_nothing(town: Town) -> None:
    anna = opens(town, SMALL)
    before = account(town, anna)

    wrong_fee = wants(town, anna, LARGE, monthly_fee=100)
    other_payment = town.asks_for(anna, "plan_change", offering="postpaid-basic", monthly_fee=500)

    assert wrong_fee.content["refusal"]["code"] == "FEE_NOT_AGREED"
    assert other_payment.content["refusal"]["code"] == "PAYMENT_TYPE_NOT_ALLOWED"
    assert account(town, anna) == before


def test_who_is_stopped_changes_no_plan(town: Town) -> None:
    anna = opens(town, SMALL)
    assert town.asks_for(anna, "loss_report").state == "completed"

    order = wants(town, anna, LARGE)

    assert (order.state, order.content["refusal"]["code"]) == ("rejected", "STATE_NOT_ALLOWED")
