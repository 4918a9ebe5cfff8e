"""A subscriber shows the plan billing says, whatever comes twice or late."""

from datetime import timedelta

from shop_of_accounts import NOON, Shop

from accounts.subscribers.usecases.follow_plans import PlanSeen, follow_plans
from boss.accounts.v1.events_pb2 import SubscriberChanged

LATER = NOON + timedelta(hours=1)


async def plans(shop: Shop, subscriber_id: str) -> list[str]:
    said = await shop.said_about(subscriber_id)
    return [
        one.offering
        for one in said
        if isinstance(one, SubscriberChanged) and one.what == "plan_changed"
    ]


async def test_another_plan_is_shown_and_said_with_the_whole_state(shop: Shop) -> None:
    number = await shop.opens((await shop.registers()).customer.id)
    seen = PlanSeen(number.id, "CMCC58", NOON)

    await follow_plans([seen], uow=shop.uow, now=NOON)

    async with shop.uow:
        known = await shop.uow.subscribers.get(number.id)
    assert known is not None
    assert known.offering == "CMCC58"
    assert await plans(shop, number.id) == ["CMCC58"]


async def test_replays_and_older_news_change_nothing(shop: Shop) -> None:
    number = await shop.opens((await shop.registers()).customer.id)
    newer, older = PlanSeen(number.id, "NEW", LATER), PlanSeen(number.id, "OLD", NOON)

    await follow_plans([newer, older, newer], uow=shop.uow, now=LATER)

    assert await plans(shop, number.id) == ["NEW"]


async def test_the_same_plan_at_a_later_moment_is_kept_and_not_said(shop: Shop) -> None:
    number = await shop.opens((await shop.registers()).customer.id)
    between = PlanSeen(number.id, "OLD", NOON + timedelta(minutes=1))
    again = [PlanSeen(number.id, "NEW", NOON), PlanSeen(number.id, "NEW", LATER)]

    await follow_plans([*again, between], uow=shop.uow, now=LATER)

    assert await plans(shop, number.id) == ["NEW"]


async def test_of_a_number_there_is_not_nothing_is_kept(shop: Shop) -> None:
    await follow_plans([PlanSeen("nobody", "NEW", NOON)], uow=shop.uow, now=NOON)

    assert await plans(shop, "nobody") == []
