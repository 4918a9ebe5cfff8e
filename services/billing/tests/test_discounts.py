"""Discounts (优惠): taken off monthly fees, told beside them, and kept as they were promised."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from house_of_billing import ANNA, BORIS, NOON, HouseOfBilling, catalogue_text
from hypothesis import given
from hypothesis import strategies as st
from test_books import book

from billing.accounts.domain.balance_book import BookKind
from billing.accounts.domain.ledger_account import LedgerAccount, Posting
from billing.catalogue.domain.discount import Discount, taken_off
from billing.catalogue.wire.catalogue import read_catalogue
from billing.ledger.domain.books import settled
from billing.ledger.domain.entry import Cause, Entry, Why
from boss.billing.v1 import commands_pb2
from kernel.errors import Invalid, Refusal
from kernel.money import fen

HALF = {
    "code": "half_price",
    "name": "半年半价",
    "offerings": ["KEEP5"],
    "percent": 50,
    "months": 2,
}
OPENED = date(2026, 11, 16)


def discount(**said: Any) -> Discount:
    return Discount(**({"code": "less", "name": "less", "offerings": frozenset({"KEEP5"})} | said))


@pytest.mark.parametrize(
    ("said", "month", "holds"),
    [
        ({"months": 1}, date(2026, 11, 1), True),
        ({"months": 1}, date(2026, 12, 1), False),
        ({"months": 3}, date(2027, 1, 1), True),
        ({"months": 3}, date(2027, 2, 1), False),
        ({"months": None}, date(2036, 2, 1), True),
        ({"months": None}, date(2026, 10, 1), False),
        ({"opened_from": date(2026, 11, 17)}, date(2026, 11, 1), False),
        ({"opened_from": OPENED, "opened_to": OPENED}, date(2026, 12, 1), True),
        ({"opened_to": date(2026, 11, 15)}, date(2026, 11, 1), False),
        ({"offerings": frozenset({"KEEP8"})}, date(2026, 11, 1), False),
    ],
)
def test_it_holds_for_whom_and_how_long_it_was_promised(
    said: dict[str, Any],
    month: date,
    holds: bool,  # noqa: FBT001 - of the table
) -> None:
    assert discount(**said).holds("KEEP5", opened=OPENED, month=month) is holds


@given(
    fee=st.integers(0, 30_000),
    said=st.lists(
        st.one_of(
            st.builds(dict, percent=st.integers(1, 100)),
            st.builds(dict, amount=st.integers(1, 40_000).map(fen)),
        ),
        max_size=4,
    ),
)
def test_together_they_never_take_more_than_the_fee(fee: int, said: list[dict[str, Any]]) -> None:
    off = taken_off(fen(fee), [discount(**one) for one in said]).minor

    assert 0 <= off <= fee
    if not said:
        assert off == 0


async def month(house: HouseOfBilling, year: int, number: int) -> dict[str, int]:
    """Turn the clock to the second of a month; return what its first day moved."""
    before = len(await house.postings(ANNA))
    await house.turns_clock_to(datetime(year, number, 2, 4, tzinfo=UTC))
    return {book: amount for book, amount, _ in (await house.postings(ANNA))[before:]}


async def test_the_fee_is_charged_and_the_discount_stands_beside_it(house: HouseOfBilling) -> None:
    await house.loads_catalogue(valid_from="2026-11-22", discounts=[HALF])
    await house.has(ANNA, left=10_000)
    lines = await house.postings(ANNA)
    by_day = [line[:2] for line in lines if line[0] in {"plan_revenue", "discount"}]

    second = await month(house, 2026, 12)
    third = await month(house, 2027, 1)

    assert sorted(by_day) == [("discount", -75), ("plan_revenue", 150)]
    assert second == {"customer": -250, "discount": -250, "plan_revenue": 500}
    assert third == {"customer": -500, "plan_revenue": 500}
    assert (await house.balance(ANNA)).balance.minor == 10_000 - 750


async def test_a_month_that_is_free_moves_nothing_of_hers(house: HouseOfBilling) -> None:
    await house.loads_catalogue(valid_from="2026-11-22", discounts=[HALF | {"percent": 100}])
    await house.has(ANNA, left=10_000)

    free = await month(house, 2026, 12)

    assert free == {"discount": -500, "plan_revenue": 500}
    assert (await house.balance(ANNA)).balance.minor == 10_000


def test_a_gift_pays_what_the_discount_leaves() -> None:
    postings = (
        Posting(LedgerAccount.CUSTOMER, fen(-300)),
        Posting(LedgerAccount.DISCOUNT, fen(-200)),
        Posting(LedgerAccount.PLAN, fen(500)),
    )
    month = Cause(Why.FEE, "plan/2026-12-01")
    fee = Entry(account_id=ANNA.account, cause=month, at=NOON, postings=postings)

    (booked,) = settled([fee], [book("month", 100, kind=BookKind.MONTH)])

    assert {(one.book, one.amount.minor) for one in booked.postings} == {
        (LedgerAccount.GIFT_MONTH, -100),
        (LedgerAccount.CUSTOMER, -200),
        (LedgerAccount.DISCOUNT, -200),
        (LedgerAccount.PLAN, 500),
    }


async def test_an_opening_that_is_taken_back_gives_back_what_was_paid(
    house: HouseOfBilling,
) -> None:
    await house.loads_catalogue(valid_from="2026-11-22", discounts=[HALF])
    order = await house.opens(BORIS, prepaid=1000)
    await order.does(start_plan=commands_pb2.StartPlan(account_id=BORIS.account))
    started = (await house.balance(BORIS)).balance.minor

    await order.undoes(len(order.steps) - 1)

    sums: dict[str, int] = {}
    for name, amount, _ in await house.postings(BORIS):
        sums[name] = sums.get(name, 0) + amount
    assert started == 1000 - 75
    assert (sums["discount"], sums["plan_revenue"]) == (0, 0)
    assert (await house.balance(BORIS)).balance.minor == 1000


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"percent": 0}, "catalogue.discounts.0"),
        ({"amount": 5}, "catalogue.discounts.0"),
        ({"percent": 101}, "catalogue.discounts.0.percent"),
        ({"months": 0}, "catalogue.discounts.0.months"),
        ({"offerings": []}, "catalogue.discounts.0.offerings"),
        ({"offerings": ["NONE"]}, "catalogue"),
        ({"opened_from": "2026-12-02", "opened_to": "2026-12-01"}, "catalogue.discounts.0"),
    ],
)
def test_what_is_no_discount_is_not_loaded(wrong: dict[str, Any], where: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_catalogue(catalogue_text(discounts=[HALF | wrong]))

    assert (refused.value.code, refused.value.field) == ("CATALOGUE_INVALID", where)


async def test_what_was_promised_is_not_dropped(house: HouseOfBilling) -> None:
    await house.loads_catalogue(valid_from="2026-11-22", discounts=[HALF])

    with pytest.raises(Refusal) as refused:
        await house.loads_catalogue(valid_from="2026-12-01")

    assert refused.value.code == "CATALOGUE_DROPS_DISCOUNT"
