"""No gift pays for what a third party sells (代收费, rules 7.9): cash alone does."""

from typing import Any

from asking import Asking
from house_of_billing import ANNA, SUPERVISOR, HouseOfBilling, fen
from test_rerating import corrects, rates, rerates

from boss.billing.v1 import commands_pb2, questions_pb2
from kernel.ids import new_id
from runtime.rpc.calling import acting

ITEMS: dict[str, Any] = {
    "code": "third_party",
    "kind": "item",
    "roam_types": ["home", "domestic"],
    "slots": [{"millifen": 1_000, "per_units": 1, "increment": 1}],
    "weight": 5,
}
"""Priced at its amount."""
PERCENT = ITEMS | {"slots": [{"millifen": 50, "per_units": 1, "increment": 1}]}
"""The operator's fee alone: 5 % of the amount."""
VOLUME: dict[str, Any] = {
    "code": "voice_volume",
    "kind": "voice",
    "roam_types": ["home", "domestic"],
    "slots": [
        {"millifen": 15_000, "per_units": 60, "increment": 60},
        {"millifen": 10_000, "per_units": 60, "increment": 60, "from_unit": 6_000},
    ],
    "stepping": {"each": 60, "pricing": "volume"},
    "weight": 5,
}


async def has_gift(house: HouseOfBilling, amount: int, **changes: Any) -> None:
    said: dict[str, Any] = {
        "request_id": new_id(),
        "account_id": ANNA.account,
        "kind": "month_gift",
        "amount": fen(amount),
        "reason": "she waited long",
    }
    with acting(SUPERVISOR):
        await house.commands.GrantGift(commands_pb2.GrantGiftRequest(**said | changes), None)


async def books(house: HouseOfBilling) -> tuple[int, int]:
    """Return cash and what is left of the gift."""
    asked = questions_pb2.ListBooksRequest(account_id=ANNA.account)
    answer = await house.questions.ListBooks(asked, None)
    return answer.cash.minor, answer.books[0].left.minor


def item(house: HouseOfBilling, amount: int) -> Any:
    return house.call(ANNA, seconds=0, kind="item", amount_fen=amount)


async def test_an_item_is_paid_with_cash_and_a_call_beside_it_with_the_gift(
    house: HouseOfBilling,
) -> None:
    await house.loads_catalogue(valid_from="2026-11-22", tariffs=[ITEMS])
    await house.has(ANNA, left=1_000)
    await has_gift(house, 300)

    await house.hears(item(house, 200), house.call(ANNA, seconds=60 * 2))

    assert await books(house) == (800, 270)
    assert await house.left(ANNA) == 1_070
    assert (await house.totals()).sum_minor == 0


async def test_an_item_alone_leaves_the_gift_and_cash_may_be_owed(house: HouseOfBilling) -> None:
    await house.loads_catalogue(valid_from="2026-11-22", tariffs=[ITEMS])
    await house.has(ANNA, left=100)
    for kind, more in (("month_gift", {}), ("dedicated_gift", DEDICATED)):
        await has_gift(house, 300, kind=kind, **more)

    await house.hears(item(house, 250))

    answer = await house.questions.ListBooks(
        questions_pb2.ListBooksRequest(account_id=ANNA.account), None
    )
    assert answer.cash.minor == -150
    assert [one.left.minor for one in answer.books] == [300, 300]


DEDICATED = {"items": ["usage"], "valid_until": "2026-12-31"}


async def test_parts_of_a_fen_of_items_are_never_taken_from_a_gift(house: HouseOfBilling) -> None:
    await house.loads_catalogue(valid_from="2026-11-22", tariffs=[PERCENT])
    await house.has(ANNA, left=1_000)
    await has_gift(house, 300)

    # Half a fen each, and a call of 15 fen beside each.
    for _ in range(10):
        await house.hears(item(house, 10), house.call(ANNA, seconds=60))

    assert await books(house) == (995, 150)


async def test_an_item_is_let_through_only_for_cash(house: HouseOfBilling) -> None:
    await house.loads_catalogue(valid_from="2026-11-22", tariffs=[ITEMS])
    await house.has(ANNA, left=500)
    await has_gift(house, 300)
    switch = Asking(house)

    await house.refuses("INSUFFICIENT_BALANCE", switch.reserves(ANNA, 501, kind="item"))
    first = await switch.reserves(ANNA, 300, kind="item")
    await house.refuses("INSUFFICIENT_BALANCE", switch.reserves(ANNA, 201, kind="item"))
    call = await switch.reserves(ANNA, 60 * 20)
    second = await switch.reserves(ANNA, 200, kind="item")

    # What is reserved for calls is the gift's, and leaves the cash for items.
    assert [one.reserved_millifen for one in (first, call, second)] == [300_000, 300_000, 200_000]


async def test_what_a_cheaper_slot_gives_back_is_not_the_cash_of_an_item(
    house: HouseOfBilling,
) -> None:
    await house.loads_catalogue(valid_from="2026-11-22", tariffs=[VOLUME, ITEMS])
    await house.has(ANNA, left=5_000)
    await has_gift(house, 1_500, kind="dedicated_gift", **DEDICATED)
    await house.hears(house.call(ANNA, seconds=6_000), item(house, 1_000))
    assert await books(house) == (4_000, 0)

    # 490 fen come back, and an item is paid in the same moment.
    await house.hears(house.call(ANNA, seconds=60), item(house, 100))

    assert await books(house) == (3_900, 490)
    assert (await house.totals()).sum_minor == 0


async def test_what_is_rated_again_moves_items_with_cash(house: HouseOfBilling) -> None:
    await house.loads_catalogue(valid_from="2026-11-22", tariffs=[ITEMS])
    await house.has(ANNA, left=1_000)
    await has_gift(house, 300)
    await house.hears(item(house, 200), house.call(ANNA, seconds=60 * 10))
    assert await books(house) == (800, 150)

    dearer = ITEMS | {"slots": [{"millifen": 1_500, "per_units": 1, "increment": 1}]}
    await corrects(
        house, valid_from="2026-11-22", rates=rates(voice_domestic=10_000), tariffs=[dearer]
    )
    await rerates(house)

    # 100 fen more for the item, and 50 less for the call: the gift that paid it has them again.
    assert await books(house) == (700, 200)
    cheaper = ITEMS | {"slots": [{"millifen": 500, "per_units": 1, "increment": 1}]}
    await corrects(
        house, valid_from="2026-11-22", rates=rates(voice_domestic=20_000), tariffs=[cheaper]
    )
    await rerates(house)

    assert await books(house) == (900, 100)
    assert (await house.totals()).sum_minor == 0
