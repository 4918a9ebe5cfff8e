"""Around a border of time nothing is charged twice and nothing is missed (rules 7.6)."""

from collections import Counter
from datetime import timedelta

import pytest
from house_of_billing import ANNA, HouseOfBilling
from test_barred import SERVED, TWO_WAY, begins, network_is
from test_plan_change import books, change
from using import Using

from boss.billing.v1 import commands_pb2, events_pb2


async def taken(house: HouseOfBilling) -> list[int]:
    """What was taken for plans and packs, and for keeping the number, in its order."""
    own = ("plan_revenue", "fee_revenue")
    return [amount for book, amount, why in await house.postings(ANNA) if book in own][2:]


async def goes_to(house: HouseOfBilling, moment: object, *, at_once: bool) -> None:
    """Let time pass from due moment to due moment, or jump: then all is due together."""
    if at_once:
        house.clock.instant = moment  # type: ignore[assignment]  # a moment
        await house.works_off()
    await house.turns_clock_to(moment)  # type: ignore[arg-type]  # a moment


async def anna(house: HouseOfBilling, *, left: int = 20_000) -> Using:
    await house.has(ANNA, left=left)
    return Using(house, ANNA)


async def test_another_plan_a_bar_a_return_and_a_late_record(house: HouseOfBilling) -> None:
    await anna(house)
    late = house.call(ANNA, seconds=0, kind="sms", count=1)
    await house.turns_clock_to(begins(11, 25, year=2026) + timedelta(hours=1))
    await house.does(change_plan=change(ANNA, "KEEP8"))
    await house.turns_clock_to(begins(12, 5, year=2026))
    await network_is(house, TWO_WAY, version=2)
    await house.turns_clock_to(begins(3, 16))
    await network_is(house, SERVED, version=3)
    await house.hears(late)
    await house.hears(late)
    await house.turns_clock_to(begins(4, 2))

    # At once: six of thirty days of 300 more; December, January; 16 of 31 days of March; April.
    assert (await taken(house))[-5:] == [60, 800, 800, 413, 800]
    assert (await house.totals()).usage_rated == 1
    assert (await house.totals()).sum_minor == 0


async def test_another_plan_between_a_return_and_the_word_of_it(house: HouseOfBilling) -> None:
    using = await anna(house)
    await house.turns_clock_to(begins(12, 5, year=2026))
    await network_is(house, TWO_WAY, version=2)
    await house.turns_clock_to(begins(3, 16))

    await house.does(change_plan=change(ANNA, "KEEP8"))
    await network_is(house, SERVED, version=3)

    # Nothing of March was taken: the new plan is, by day, and no difference to an old one.
    assert (await taken(house))[-3:] == [500, 500, 413]
    assert len({one.id for one in await using.allowances() if one.kind == "voice"}) == 1


@pytest.mark.parametrize("at_once", [False, True])
async def test_two_months_at_once_are_two_months(house: HouseOfBilling, *, at_once: bool) -> None:
    using = await anna(house)
    await using.buys("DATA10", renews=True)
    await books(house, ANNA, "KEEP8")

    await goes_to(house, begins(1, 2), at_once=at_once)

    assert Counter((await taken(house))[-5:]) == Counter([1000, 800, 1000, 800, 1000])
    bought = await house.said(events_pb2.DatapackPurchased)
    assert [one.occurred_at.ToJsonString()[:10] for one in bought] == [
        "2026-11-22", "2026-11-30", "2026-12-31",
    ]  # fmt: skip
    texts = Counter(one.template for one in await house.said(events_pb2.SmsRequested))
    assert (texts["plan_begun"], texts["pack_renewed"], texts["pack_not_renewed"]) == (1, 2, 0)


@pytest.mark.parametrize("at_once", [False, True])
async def test_a_term_that_ends_on_a_first_pays_the_plan_alone(
    house: HouseOfBilling, *, at_once: bool
) -> None:
    await anna(house)
    keeping = commands_pb2.StartKeeping(account_id=ANNA.account, subscriber_id=ANNA.id)
    keeping.until.FromDatetime(begins(2, 1))
    await house.does(start_keeping=keeping)

    await goes_to(house, begins(2, 1), at_once=at_once)
    ending = commands_pb2.EndKeeping(account_id=ANNA.account, subscriber_id=ANNA.id)
    await house.does(end_keeping=ending)
    await goes_to(house, begins(3, 2), at_once=at_once)

    # December and January are kept, February and March are the plan's.
    assert (await taken(house))[-4:] == [500, 500, 500, 500]
    kept = [one for one in await house.postings(ANNA) if one == ("fee_revenue", 500, "fee")]
    assert len(kept) == 2


async def test_a_pack_that_ends_with_the_month_of_a_plan_change_is_bought_once(
    house: HouseOfBilling,
) -> None:
    using = await anna(house)
    await using.buys("DATA10", renews=True)
    await house.turns_clock_to(begins(12, 1, year=2026) - timedelta(minutes=1))
    await house.does(change_plan=change(ANNA, "KEEP8"))

    await house.turns_clock_to(begins(12, 1, year=2026) + timedelta(minutes=1))

    # One of thirty days of 300 more, then December.
    assert Counter((await taken(house))[-4:]) == Counter([1000, 10, 800, 1000])
    assert len([one for one in await using.left() if one[0] == "pack"]) == 1
