"""Deliveries of numbers and cards: a whole file or none of it, and which row is wrong."""

import asyncio

import pytest
from shop_of_accounts import CLERK, Shop, a_card, a_number, customer_asks

from accounts.stock.domain.delivery import Delivery
from accounts.stock.domain.steps import ReserveNumber
from accounts.stock.usecases.list_numbers import list_numbers
from accounts.stock.usecases.list_sim_cards import list_sim_cards
from accounts.stock.usecases.load_stock import load_stock
from kernel.caller import SYSTEM
from kernel.errors import Invalid, NotAllowed
from kernel.page import Page


async def graded(shop: Shop, *numbers: str) -> list[str]:
    return [(await shop.facts(msisdns=[one])).numbers[0].grade for one in numbers]


async def test_numbers_are_as_lucky_as_the_last_list_says(shop: Shop) -> None:
    one, two = a_number(), a_number()
    await load_stock(
        Delivery.read([one, two], [], grades=["gold", ""]), caller=SYSTEM, uow=shop.uow
    )
    first = await graded(shop, one, two)
    await load_stock(Delivery.read([one, two], []), caller=SYSTEM, uow=shop.uow)
    unsaid = await graded(shop, one, two)
    await load_stock(
        Delivery.read([one, two], [], grades=["", "silver"]), caller=SYSTEM, uow=shop.uow
    )

    assert (first, unsaid) == (["gold", ""], ["gold", ""])
    assert await graded(shop, one, two) == ["", "silver"]


async def test_a_number_that_is_taken_keeps_its_grade(shop: Shop) -> None:
    msisdn, _ = await shop.stocks()
    new = a_number()
    await shop.order().does(ReserveNumber(msisdn))

    with pytest.raises(Invalid) as refusal:
        delivery = Delivery.read([new, msisdn.value], [], grades=["gold", "gold"])
        await load_stock(delivery, caller=SYSTEM, uow=shop.uow)

    assert (refusal.value.code, refusal.value.field) == ("STOCK_ROW_CONTRADICTS", "grades[1]")
    assert (await shop.facts(msisdns=[new])).numbers == []


@pytest.mark.parametrize(
    ("grades", "field"),
    [(["gold"], "grades[1]"), (["gold", "a b"], "grades[1]"), (["", "x", ""], "grades[2]")],
)
def test_a_bad_grade_is_named(grades: list[str], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        Delivery.read([a_number(), a_number()], [], grades=grades)

    assert (refusal.value.code, refusal.value.field) == ("STOCK_ROW_INVALID", field)


async def test_what_is_known_stays_and_what_is_new_is_added(shop: Shop) -> None:
    numbers, cards = [a_number() for _ in range(3)], [a_card() for _ in range(2)]
    await load_stock(Delivery.read(numbers[:1], cards[:1]), caller=SYSTEM, uow=shop.uow)

    loaded = await load_stock(Delivery.read(numbers, cards), caller=SYSTEM, uow=shop.uow)

    assert (loaded.numbers_added, loaded.numbers_known) == (2, 1)
    assert (loaded.cards_added, loaded.cards_known) == (1, 1)


@pytest.mark.parametrize(
    ("msisdns", "cards", "code", "field"),
    [
        (["8613900000001", "x"], [], "STOCK_ROW_INVALID", "msisdns[1]"),
        (["8613900000001", ""], [], "STOCK_ROW_INVALID", "msisdns[1]"),
        (["8613900000001"] * 2, [], "STOCK_ROW_TWICE", "msisdns[1]"),
        (["8613900000001", "13900000002"], [], "STOCK_ROW_INVALID", "msisdns[1]"),
        (["008613900000001"], [], "STOCK_ROW_INVALID", "msisdns[0]"),
        (["861064812345678"], [], "STOCK_ROW_INVALID", "msisdns[0]"),
        ([], [("12", "460000000000001")], "STOCK_ROW_INVALID", "sim_cards[0].iccid"),
        ([], [("898600000000000001", "46")], "STOCK_ROW_INVALID", "sim_cards[0].imsi"),
        (
            [],
            [("898600000000000001", "460001"), ("898600000000000002", "460001")],
            "STOCK_ROW_TWICE",
            "sim_cards[1].imsi",
        ),
        (
            [],
            [("898600000000000001", "460001"), ("898600000000000001", "460002")],
            "STOCK_ROW_TWICE",
            "sim_cards[1].iccid",
        ),
    ],
)
def test_bad_row_is_named(
    msisdns: list[str], cards: list[tuple[str, str]], code: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        Delivery.read(msisdns, cards)

    assert (refusal.value.code, refusal.value.field) == (code, field)


@pytest.mark.parametrize("part", ["iccid", "imsi"])
async def test_row_that_contradicts_what_is_known_loads_nothing(shop: Shop, part: str) -> None:
    known, new, number = a_card(), a_card(), a_number()
    await load_stock(Delivery.read([], [known]), caller=SYSTEM, uow=shop.uow)
    wrong = (known[0], new[1]) if part == "iccid" else (new[0], known[1])

    with pytest.raises(Invalid) as refusal:
        await load_stock(Delivery.read([number], [a_card(), wrong]), caller=SYSTEM, uow=shop.uow)

    assert refusal.value.code == "STOCK_ROW_CONTRADICTS"
    assert refusal.value.field == f"sim_cards[1].{part}"
    assert (await shop.facts(msisdns=[number], iccids=[new[0]])).numbers == []


async def test_same_file_at_once_is_loaded_once(shop: Shop) -> None:
    numbers, cards = [a_number() for _ in range(50)], [a_card() for _ in range(50)]
    deliveries = [Delivery.read(numbers, cards), Delivery.read(numbers[::-1], cards[::-1])] * 2

    loaded = await asyncio.gather(
        *(load_stock(one, caller=SYSTEM, uow=shop.uow) for one in deliveries)
    )

    assert sum(one.numbers_added for one in loaded) == 50
    assert sum(one.cards_added for one in loaded) == 50


async def test_customers_load_nothing_and_see_no_cards(shop: Shop) -> None:
    anna = customer_asks("anna")

    with pytest.raises(NotAllowed) as loading:
        await load_stock(Delivery.read([a_number()], []), caller=anna, uow=shop.uow)
    with pytest.raises(NotAllowed) as looking:
        await list_sim_cards(Page(0, 1), state="", caller=anna, uow=shop.uow)

    assert {loading.value.code, looking.value.code} == {"STAFF_ONLY"}


async def test_numbers_are_listed_by_prefix_and_state(shop: Shop) -> None:
    prefix = a_number()[:-2]
    numbers = [f"{prefix}{place:02d}" for place in range(5)]
    await load_stock(Delivery.read(numbers, []), caller=SYSTEM, uow=shop.uow)

    page, total = await list_numbers(Page(1, 2), state="available", prefix=prefix, uow=shop.uow)
    none, _ = await list_numbers(Page(0, 9), state="in_use", prefix=prefix, uow=shop.uow)
    every, _ = await list_numbers(Page(0, 9), state="", prefix=prefix, uow=shop.uow)

    assert ([one.msisdn.value for one in page], total) == (numbers[1:3], 5)
    assert none == []
    assert [one.msisdn.value for one in every] == numbers


async def test_a_prefix_is_written_as_numbers_are(shop: Shop) -> None:
    msisdn, _ = await shop.stocks()
    national = msisdn.value.removeprefix("86")[:8]

    for prefix in (national, f"86{national}", f"+86{national}", f"0086 {national}"):
        page, total = await list_numbers(Page(0, 100), state="", prefix=prefix, uow=shop.uow)
        assert total >= 1
        assert all(one.msisdn.value.startswith(f"86{national}") for one in page)


@pytest.mark.parametrize(
    ("state", "prefix", "field"),
    [("gone", "", "state"), ("", "86%", "prefix"), ("", "٨٦", "prefix")],
)
async def test_bad_question_is_refused(shop: Shop, state: str, prefix: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        await list_numbers(Page(0, 1), state=state, prefix=prefix, uow=shop.uow)

    assert refusal.value.field == field


async def test_cards_are_listed_by_state(shop: Shop) -> None:
    await shop.stocks()

    page, total = await list_sim_cards(Page(0, 1), state="in_stock", caller=CLERK, uow=shop.uow)

    assert len(page) == 1
    assert total >= 1
    assert {one.state for one in page} == {"in_stock"}
    with pytest.raises(Invalid):
        await list_sim_cards(Page(0, 1), state="lost", caller=CLERK, uow=shop.uow)
