"""Gifts: given by who may, paid before cash, released and ended by the business clock."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from house_of_billing import ANNA, BORIS, CLERK, NOON, SUPERVISOR, HouseOfBilling, fen
from test_payments import ANNAS_APP, BORIS_APP

from boss.audit.v1 import events_pb2 as audit_pb2
from boss.billing.v1 import commands_pb2, events_pb2, questions_pb2
from kernel.caller import Caller
from kernel.ids import new_id
from runtime.rpc.calling import acting

DECEMBER = datetime(2026, 11, 30, 16, tzinfo=UTC)
JANUARY = datetime(2026, 12, 31, 16, tzinfo=UTC)


async def grants(house: HouseOfBilling, *, by: Caller = SUPERVISOR, **changes: Any) -> Any:
    said: dict[str, Any] = {
        "request_id": new_id(),
        "account_id": ANNA.account,
        "kind": "month_gift",
        "amount": fen(300),
        "reason": "she waited long",
    } | changes
    with acting(by):
        return await house.commands.GrantGift(commands_pb2.GrantGiftRequest(**said), None)


async def books(house: HouseOfBilling) -> tuple[int, list[tuple[str, int]]]:
    asked = questions_pb2.ListBooksRequest(account_id=ANNA.account)
    answer = await house.questions.ListBooks(asked, None)
    return answer.cash.minor, [(one.kind, one.left.minor) for one in answer.books]


async def test_a_gift_pays_before_cash_and_each_posting_names_it(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)

    answer = await grants(house)
    await house.hears(house.call(ANNA, seconds=60 * 30))

    audited = (await house.said(audit_pb2.AuditRecorded))[-1]
    assert answer.account.balance == fen(1300)
    assert await books(house) == (850, [("month_gift", 0)])
    assert await house.left(ANNA) == 850
    assert (await house.postings(ANNA))[-4:] == [
        ("gift_cost", -300, "gift"),
        ("gift_month", 300, "gift"),
        ("gift_month", -300, "usage"),
        ("customer", -150, "usage"),
    ]
    assert (audited.action, audited.actor, audited.reason) == (
        "gift.granted",
        "supervisor",
        "she waited long",
    )


async def test_a_month_gift_ends_with_its_month(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    await grants(house)

    await house.turns_clock_to(DECEMBER)

    assert await books(house) == (500, [])
    assert await house.left(ANNA) == 500
    assert ("gift_expired", 300, "gift_expired") in await house.postings(ANNA)
    assert (await house.totals()).sum_minor == 0


async def test_who_has_only_gifts_left_is_stopped_when_they_end(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=-500)
    stopped = await house.level(ANNA)

    await grants(house, amount=fen(600))
    resumed = await house.level(ANNA)
    await house.turns_clock_to(DECEMBER)

    assert (stopped, resumed) == ("ONE_WAY", "NONE")
    assert await house.level(ANNA) == "ONE_WAY"
    assert await house.left(ANNA) == -1000


async def test_a_promotional_gift_is_released_month_by_month(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)

    answer = await grants(
        house, kind="promotional_gift", amount=fen(1000), months=3, valid_until="2027-02-28"
    )
    now = await books(house)
    await house.turns_clock_to(DECEMBER)
    in_december = await books(house)
    await house.turns_clock_to(datetime(2027, 2, 28, 17, tzinfo=UTC))

    assert [one.left.minor for one in answer.books] == [334, 0, 0]
    assert now == (1000, [("promotional_gift", left) for left in (334, 0, 0)])
    assert in_december[0] + sum(left for _, left in in_december[1]) == 1000 + 334 + 333 - 500
    assert (await books(house))[1] == []
    assert (await house.totals()).sum_minor == 0


async def test_a_dedicated_gift_is_no_balance_and_pays_its_items(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    await grants(
        house, kind="dedicated_gift", amount=fen(700), items=["plan"], valid_until="2026-12-31"
    )
    before = await house.left(ANNA)

    await house.hears(house.call(ANNA, seconds=60))
    await house.turns_clock_to(DECEMBER)

    assert before == 1000
    assert await books(house) == (985, [("dedicated_gift", 200)])


async def test_an_account_without_books_is_not_asked_for_any(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    await grants(house)
    await house.turns_clock_to(DECEMBER)

    async with house.database.reading() as connection:
        holds = await connection.exec_driver_sql("SELECT holds_books FROM account")

    assert holds.scalars() == [False]


async def test_closing_pays_out_cash_and_no_gift_and_can_be_taken_back(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=1000)
    await grants(house)

    order = await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))
    closed = await books(house)
    lines = await house.postings(ANNA)
    await order.undoes()

    assert closed == (0, [("month_gift", 0)])
    assert ("refund_payable", 1000, "refund") in lines
    assert ("gift_expired", 300, "gift_expired") in lines
    assert await books(house) == (1000, [("month_gift", 300)])
    assert await house.left(ANNA) == 1300


async def test_a_fee_that_is_taken_back_returns_to_the_books_that_paid(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=100)
    await grants(house)
    fee = commands_pb2.TakeFee(
        account_id=ANNA.account, fee="sim_swap", amount=fen(350), from_balance=True
    )

    order = await house.does(take_fee=fee)
    paid = await books(house)
    await order.undoes()

    assert paid == (50, [("month_gift", 0)])
    assert await books(house) == (100, [("month_gift", 300)])


async def test_calls_at_once_use_a_gift_once(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    await grants(house)

    await asyncio.gather(*[house.hears(house.call(ANNA, seconds=60)) for _ in range(30)])

    assert await books(house) == (850, [("month_gift", 0)])
    assert (await house.totals()).sum_minor == 0


async def test_the_same_gift_is_given_once(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    same = new_id()

    answers = await asyncio.gather(*[grants(house, request_id=same) for _ in range(5)])

    assert len({one.SerializeToString() for one in answers}) == 1
    assert await books(house) == (1000, [("month_gift", 300)])
    assert len(await house.said(events_pb2.BalanceChanged)) > 0


PROMOTION = {"kind": "promotional_gift", "valid_until": "2027-02-28"}
DEDICATED = {"kind": "dedicated_gift", "valid_until": "2027-02-28", "items": ["usage"]}


@pytest.mark.parametrize(
    ("code", "field", "changes"),
    [
        ("ROLE_REQUIRED", None, {"by": CLERK}),
        ("FIELD_MISSING", "reason", {"reason": ""}),
        ("FIELD_NOT_VALID", "kind", {"kind": "cash"}),
        ("FIELD_NOT_VALID", "kind", {"kind": "deposit"}),
        ("FIELD_NOT_VALID", "amount.minor", {"amount": fen(0)}),
        ("FIELD_NOT_VALID", "account_id", {"account_id": "x"}),
        ("ACCOUNT_UNKNOWN", None, {"account_id": BORIS.account}),
        ("FIELD_NOT_VALID", "items", {"items": ["usage"]}),
        ("FIELD_NOT_VALID", "months", {"months": 2}),
        ("FIELD_NOT_VALID", "valid_until", {"valid_until": "2027-01-01"}),
        ("FIELD_NOT_VALID", "valid_until", DEDICATED | {"valid_until": "soon"}),
        ("FIELD_NOT_VALID", "valid_until", DEDICATED | {"valid_until": "9999-12-31"}),
        ("FIELD_NOT_VALID", "valid_until", DEDICATED | {"valid_until": "20271231"}),
        ("FIELD_NOT_VALID", "valid_until", DEDICATED | {"valid_until": "2027-W52-5"}),
        ("FIELD_NOT_VALID", "valid_until", DEDICATED | {"valid_until": "2026-11-21"}),
        ("FIELD_MISSING", "valid_until", DEDICATED | {"valid_until": ""}),
        ("FIELD_MISSING", "items", DEDICATED | {"items": []}),
        ("FIELD_NOT_VALID", "items", DEDICATED | {"items": ["moon"]}),
        ("ITEM_NOT_ALLOWED", "items", DEDICATED | {"items": ["usage", "third_party"]}),
        ("ITEM_NOT_ALLOWED", "items", DEDICATED | {"items": ["penalty"]}),
        ("FIELD_NOT_VALID", "months", PROMOTION | {"months": -1}),
        ("FIELD_NOT_VALID", "months", PROMOTION | {"months": 37}),
        ("FIELD_NOT_VALID", "months", PROMOTION | {"months": 2, "amount": fen(1)}),
        ("FIELD_NOT_VALID", "valid_until", PROMOTION | {"months": 5}),
    ],
)
async def test_a_gift_that_is_refused_changes_nothing(
    house: HouseOfBilling, code: str, field: str | None, changes: dict[str, Any]
) -> None:
    await house.has(ANNA, left=1000)
    before = await house.rows("posting"), await house.rows("outbox"), await house.rows("timer")

    refusal = await house.refuses(code, grants(house, **changes))

    after = await house.rows("posting"), await house.rows("outbox"), await house.rows("timer")
    assert (refusal.field, after) == (field, before)
    assert await house.rows("balance_book") == 0


async def test_a_closed_account_is_given_nothing(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    await grants(
        house, kind="promotional_gift", amount=fen(900), months=2, valid_until="2027-02-28"
    )
    await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))

    await house.refuses("STATE_NOT_ALLOWED", grants(house))
    await house.turns_clock_to(JANUARY)

    assert await house.left(ANNA) == 0


async def test_a_customer_sees_her_books_and_nobody_elses(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    asked = questions_pb2.ListBooksRequest(account_id=ANNA.account)

    with acting(ANNAS_APP):
        own = await house.questions.ListBooks(asked, None)
    with acting(BORIS_APP):
        await house.refuses("NOT_YOURS", house.questions.ListBooks(asked, None))

    assert own.cash == fen(1000)
    assert house.clock.now() == NOON
