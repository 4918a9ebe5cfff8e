"""Texts through the chain: what happened to the money or the number is in the handset's inbox."""

from datetime import timedelta

import pytest

from harness.chain import Town
from harness.record_files import SHANGHAI
from launch.story import Anna


def inbox(town: Town, anna: Anna) -> list[str]:
    return list(town.scene.handsets.inbox(anna.sim))


def turns_to(town: Town, *, hour: int) -> None:
    """Turn the clock to the next such hour in Shanghai."""
    local = town.now() + SHANGHAI
    there = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    if there <= local:
        there += timedelta(days=1)
    moved = town.http.post("/v1/clock", json={"to": (there - SHANGHAI).isoformat()})
    assert moved.is_success, moved.text


def test_what_is_paid_is_in_the_inbox_once(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=10_000)
    town.comes_true(lambda: any("欢迎入网" in text for text in inbox(town, anna)))

    town.pays(anna, fen=5000)
    balance = f"{town.balance(anna) // 100}.{town.balance(anna) % 100:02}"
    paid = f"您已成功缴费50.00元，当前账户余额为{balance}元。"
    town.comes_true(lambda: paid in inbox(town, anna))
    town.is_quiet()

    assert inbox(town, anna).count(paid) == 1


def test_at_night_a_reminder_waits_until_the_morning(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=1500)
    turns_to(town, hour=22)
    town.calls(anna, seconds=3000)
    town.is_quiet()
    assert not [text for text in inbox(town, anna) if "请及时充值" in text]

    turns_to(town, hour=8)
    town.comes_true(lambda: any("请及时充值" in text for text in inbox(town, anna)))


@pytest.mark.holds("R-AS-4")
def test_who_is_stopped_and_back_is_told_so(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=1500)
    town.spends_everything(anna)
    town.comes_true(lambda: any("即将暂停呼出服务" in text for text in inbox(town, anna)))
    town.comes_true(lambda: any("因欠费已被限制通信" in text for text in inbox(town, anna)))

    town.pays(anna, fen=10_000)
    town.comes_true(lambda: any("已恢复通信" in text for text in inbox(town, anna)))
