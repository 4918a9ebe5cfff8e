"""Money moved by hand: within the limit of one person at once, above it by two."""

import asyncio
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from house_of_billing import ANNA, BORIS, CLERK, OPERATIONS, SUPERVISOR, HouseOfBilling, fen
from test_deposits import takes
from test_gifts import books, grants
from test_payments import ANNAS_APP

from boss.audit.v1 import events_pb2 as audit_pb2
from boss.billing.v1 import commands_pb2, events_pb2, questions_pb2
from kernel.caller import Caller
from kernel.errors import Refusal
from kernel.ids import new_id
from runtime.rpc.calling import acting

BOSS = Caller("head of the hall", frozenset({"clerk", "supervisor"}), channel="hall", staff=True)


async def asks(house: HouseOfBilling, amount: int, /, *, by: Caller = CLERK, **changes: Any) -> Any:
    said: dict[str, Any] = {
        "request_id": new_id(),
        "account_id": ANNA.account,
        "amount": fen(amount),
        "reason_code": "billing_error",
        "reason": "a call was counted twice",
    } | changes
    with acting(by):
        return await house.commands.AskAdjustment(commands_pb2.AskAdjustmentRequest(**said), None)


async def pays_out(house: HouseOfBilling, *, by: Caller = CLERK, **changes: Any) -> Any:
    said: dict[str, Any] = {
        "request_id": new_id(),
        "account_id": ANNA.account,
        "reason": "she came",
    } | changes
    with acting(by):
        return await house.commands.PayOutRefund(commands_pb2.PayOutRefundRequest(**said), None)


async def approves(house: HouseOfBilling, asked: Any, *, by: Caller = SUPERVISOR) -> Any:
    request = commands_pb2.ApproveAdjustmentRequest(
        request_id=new_id(), adjustment_id=asked.adjustment.id
    )
    with acting(by):
        return await house.commands.ApproveAdjustment(request, None)


async def rejects(
    house: HouseOfBilling, asked: Any, *, by: Caller = SUPERVISOR, reason: str = "no proof"
) -> Any:
    request = commands_pb2.RejectAdjustmentRequest(
        request_id=new_id(), adjustment_id=asked.adjustment.id, reason=reason
    )
    with acting(by):
        return await house.commands.RejectAdjustment(request, None)


async def listed(house: HouseOfBilling, state: str = "") -> list[tuple[str, int]]:
    asked = questions_pb2.ListAdjustmentsRequest(state=state)
    found = (await house.questions.ListAdjustments(asked, None)).adjustments
    return [(one.state, one.amount.minor) for one in found]


async def test_they_are_found_by_account_kind_and_id_and_shown_page_by_page(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=100)
    await house.has(BORIS, left=100)
    small, large = await asks(house, 1), await asks(house, 20_000)
    of_boris = await asks(house, 3, account_id=BORIS.account)
    await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))
    refund = await pays_out(house, amount=fen(5))

    async def found(**asked: Any) -> tuple[set[str], int]:
        request = questions_pb2.ListAdjustmentsRequest(**asked)
        answer = await house.questions.ListAdjustments(request, None)
        return {one.id for one in answer.adjustments}, answer.total

    ids = [one.adjustment.id for one in (small, large, of_boris, refund)]
    assert await found() == (set(ids), 4)
    assert await found(account_id=BORIS.account) == ({ids[2]}, 1)
    assert await found(kind="refund") == ({ids[3]}, 1)
    assert await found(kind="adjustment", account_id=ANNA.account) == ({ids[0], ids[1]}, 2)
    assert await found(adjustment_id=ids[1], state="waiting") == ({ids[1]}, 1)
    assert await found(adjustment_id=ids[1], state="booked") == (set(), 0)
    pages = [(await found(offset=place, limit=1)) for place in range(4)]
    assert set.union(*(one for one, _ in pages)) == set(ids)
    assert {total for _, total in pages} == {4}


@pytest.mark.parametrize(
    "asked", [{"kind": "gift"}, {"account_id": "hers"}, {"adjustment_id": "x"}, {"state": "done"}]
)
async def test_what_cannot_be_asked_for_is_refused(
    house: HouseOfBilling, asked: dict[str, Any]
) -> None:
    with pytest.raises(Refusal) as refused:
        await house.questions.ListAdjustments(questions_pb2.ListAdjustmentsRequest(**asked), None)

    assert (refused.value.code, refused.value.field) == ("FIELD_NOT_VALID", *asked)


async def is_closed(house: HouseOfBilling, *, left: int) -> Any:
    await house.has(ANNA, left=left)
    return await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))


async def test_within_the_limit_one_person_is_enough(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)

    answer = await asks(house, 10_000)

    audited = (await house.said(audit_pb2.AuditRecorded))[-1]
    changed = (await house.said(events_pb2.BalanceChanged))[-1]
    assert (answer.adjustment.state, answer.account.balance) == ("booked", fen(10_100))
    assert (audited.action, audited.actor) == ("adjustment.asked", "clerk")
    assert audited.reason == "a call was counted twice"
    assert changed.cause == "adjustment"
    assert (await house.postings(ANNA))[-2:] == [
        ("adjustment", -10_000, "adjustment"),
        ("customer", 10_000, "adjustment"),
    ]


async def test_above_it_nothing_moves_before_a_second_person_approves(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=100)

    asked = await asks(house, 10_001)
    before = await house.left(ANNA)
    waiting = await listed(house, "waiting")
    approved = await approves(house, asked)

    audited = (await house.said(audit_pb2.AuditRecorded))[-1]
    assert (asked.adjustment.state, before, waiting) == ("waiting", 100, [("waiting", 10_001)])
    assert (approved.adjustment.state, approved.account.balance) == ("booked", fen(10_101))
    assert approved.adjustment.asked_by == "clerk"
    assert approved.adjustment.decided_by == audited.actor == "supervisor"
    assert audited.action == "adjustment.approved"
    assert await listed(house, "waiting") == []


async def test_who_has_the_tool_alone_is_no_second_person(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    anna, boris = (replace(OPERATIONS, id=f"{one} (bossctl)") for one in ("anna", "boris"))
    asked = await asks(house, 20_000, by=anna)
    over_rest = await asks(house, 30_000, by=replace(OPERATIONS, id="Boris"))

    await house.refuses("SAME_PERSON", approves(house, asked, by=boris))
    await house.refuses("SAME_PERSON", approves(house, over_rest, by=boris))
    approved = await approves(house, over_rest, by=anna)

    assert approved.adjustment.state == "booked"
    assert await house.left(ANNA) == 30_100


async def test_nobody_approves_or_rejects_what_she_asked_for(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    asked = await asks(house, 20_000, by=BOSS)

    await house.refuses("SAME_PERSON", approves(house, asked, by=BOSS))
    again = replace(BOSS, id=f" {BOSS.id.upper()}")
    await house.refuses("SAME_PERSON", approves(house, asked, by=again))
    await house.refuses("SAME_PERSON", rejects(house, asked, by=BOSS))

    assert await listed(house) == [("waiting", 20_000)]
    assert await house.left(ANNA) == 100


async def test_what_is_rejected_moves_nothing_and_stays_rejected(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    asked = await asks(house, -20_000)

    answer = await rejects(house, asked)

    assert answer.adjustment.state == "rejected"
    assert await house.left(ANNA) == 100
    await house.refuses("STATE_NOT_ALLOWED", approves(house, asked))
    await house.refuses("STATE_NOT_ALLOWED", rejects(house, asked))


async def test_many_who_approve_at_once_book_it_once(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    asked = await asks(house, 20_000)

    answers = await asyncio.gather(
        *[approves(house, asked) for _ in range(5)],
        *[rejects(house, asked) for _ in range(5)],
        return_exceptions=True,
    )

    refused = [one.code for one in answers if isinstance(one, Refusal)]
    assert refused == ["STATE_NOT_ALLOWED"] * 9
    assert await house.left(ANNA) in {100, 20_100}
    assert (await house.totals()).sum_minor == 0


async def test_the_same_request_at_once_is_one_adjustment(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    same = new_id()

    answers = await asyncio.gather(*[asks(house, 500, request_id=same) for _ in range(5)])

    assert len({one.adjustment.id for one in answers}) == 1
    assert await house.left(ANNA) == 600


@pytest.mark.holds("R-PAY-5")
async def test_a_penalty_is_paid_in_cash_and_never_by_a_gift(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    await grants(house)

    await asks(house, -150, reason_code="penalty")
    await asks(house, -40, reason_code="third_party")
    await asks(house, -10)

    assert await books(house) == (-100, [("month_gift", 300)])
    assert ("penalty_revenue", 150, "adjustment") in await house.postings(ANNA)
    assert ("third_party_payable", 40, "adjustment") in await house.postings(ANNA)


async def test_who_is_taken_below_zero_is_stopped(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)

    await asks(house, -150, reason_code="penalty")

    assert (await house.left(ANNA), await house.level(ANNA)) == (-50, "ONE_WAY")


@pytest.mark.holds("R-TM-3")
async def test_what_was_left_is_paid_out_once(house: HouseOfBilling) -> None:
    await is_closed(house, left=5000)

    part = await pays_out(house, amount=fen(2000))
    rest = await pays_out(house)

    assert [one.adjustment.amount.minor for one in (part, rest)] == [-2000, -3000]
    assert (await house.postings(ANNA))[-2:] == [
        ("refund_payable", -3000, "refund"),
        ("cash", 3000, "refund"),
    ]
    await house.refuses("REFUND_NOT_OWED", pays_out(house))
    assert (await house.totals()).sum_minor == 0


async def test_a_large_refund_waits_and_is_not_promised_twice(house: HouseOfBilling) -> None:
    await is_closed(house, left=50_000)

    asked = await pays_out(house, amount=fen(45_000))
    refusal = await house.refuses("REFUND_NOT_OWED", pays_out(house, amount=fen(5_001)))
    await house.refuses(
        "SAME_PERSON",
        approves(house, asked, by=Caller("clerk", frozenset({"supervisor"}), staff=True)),
    )
    approved = await approves(house, asked)

    assert (asked.adjustment.state, refusal.field) == ("waiting", "amount")
    assert approved.adjustment.state == "booked"
    assert (await pays_out(house)).adjustment.amount == fen(-5000)


async def test_a_refund_that_is_no_longer_owed_is_not_approved(house: HouseOfBilling) -> None:
    await is_closed(house, left=50_000)
    asked = await pays_out(house)
    await asks(house, -100, reason_code="penalty")

    await house.refuses("REFUND_NOT_OWED", approves(house, asked))

    assert ("waiting", -50_000) in await listed(house)


async def test_a_closing_taken_back_gives_back_what_was_not_paid_out(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=700)
    await takes(house, amount=fen(300))
    order = await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))
    await pays_out(house, amount=fen(600))

    await order.undoes()

    sums = await sums_of(house)
    assert (sums["refund_payable"], sums["deposit"], sums["customer"]) == (0, 300, 100)
    assert await books(house) == (100, [("deposit", 300)])
    assert (await house.left(ANNA), await house.level(ANNA)) == (100, "NONE")
    assert (await house.totals()).sum_minor == 0


@pytest.mark.parametrize("paid", [1000, 900, 700])
async def test_what_was_paid_out_is_not_hers_twice(house: HouseOfBilling, paid: int) -> None:
    await house.has(ANNA, left=700)
    await takes(house, amount=fen(300))
    order = await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))
    await pays_out(house, amount=fen(paid))

    await order.undoes()
    await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))

    sums = await sums_of(house)
    assert sums["refund_payable"] == 1000 - paid
    assert min(sums[one] for one in ("refund_payable", "deposit", "customer")) >= 0
    assert (await house.totals()).sum_minor == 0


async def test_who_pays_out_while_the_closing_is_taken_back_pays_once(
    house: HouseOfBilling,
) -> None:
    order = await is_closed(house, left=700)

    await asyncio.gather(
        order.undoes(), *[pays_out(house) for _ in range(3)], return_exceptions=True
    )

    sums = await sums_of(house)
    assert sums["refund_payable"] == 0
    assert await house.left(ANNA) in (0, 700)


async def sums_of(house: HouseOfBilling) -> Counter[str]:
    sums: Counter[str] = Counter()
    for ledger_account, amount, _ in await house.postings(ANNA):
        sums[ledger_account] += amount
    return sums


async def test_refunds_at_once_pay_out_what_is_owed_and_no_more(house: HouseOfBilling) -> None:
    await is_closed(house, left=5000)

    answers = await asyncio.gather(
        *[pays_out(house, amount=fen(1500)) for _ in range(8)], return_exceptions=True
    )

    refused = [one.code for one in answers if isinstance(one, Refusal)]
    assert refused == ["REFUND_NOT_OWED"] * 5


@pytest.mark.parametrize(
    ("code", "field", "changes"),
    [
        ("ROLE_REQUIRED", None, {"by": ANNAS_APP}),
        ("FIELD_MISSING", "reason", {"reason": ""}),
        ("FIELD_NOT_VALID", "reason_code", {"reason_code": ""}),
        ("FIELD_NOT_VALID", "reason_code", {"reason_code": "refund"}),
        ("FIELD_NOT_VALID", "amount.minor", {"amount": fen(0)}),
        ("FIELD_NOT_VALID", "amount.minor", {"amount": fen(-(2**62))}),
        ("FIELD_NOT_VALID", "amount.minor", {"reason_code": "penalty"}),
        ("FIELD_NOT_VALID", "amount.minor", {"reason_code": "goodwill", "amount": fen(-5)}),
        ("FIELD_MISSING", "amount.currency", {"amount": None}),
        ("FIELD_NOT_VALID", "account_id", {"account_id": "x"}),
        ("ACCOUNT_UNKNOWN", None, {"account_id": BORIS.account}),
    ],
)
async def test_what_is_refused_changes_nothing(
    house: HouseOfBilling, code: str, field: str | None, changes: dict[str, Any]
) -> None:
    await house.has(ANNA, left=100)
    before = await house.rows("posting"), await house.rows("outbox")

    refusal = await house.refuses(code, asks(house, 500, **changes))

    assert refusal.field == field
    assert (await house.rows("posting"), await house.rows("outbox")) == before
    assert await house.rows("adjustment") == 0


async def test_who_may_not_decide_is_refused(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    asked = await asks(house, 20_000)
    nothing = questions_pb2.Adjustment(id=new_id())
    unknown = commands_pb2.AskAdjustmentResponse(adjustment=nothing)
    other_clerk = Caller("another clerk", frozenset({"clerk"}), channel="hall", staff=True)

    await house.refuses("ROLE_REQUIRED", approves(house, asked, by=other_clerk))
    await house.refuses("FIELD_MISSING", rejects(house, asked, reason=""))
    await house.refuses("ADJUSTMENT_UNKNOWN", approves(house, unknown))
    await house.refuses("FIELD_NOT_VALID", pays_out(house, amount=fen(-5)))
    await house.refuses("REFUND_NOT_OWED", pays_out(house, amount=fen(5)))
    await house.refuses("ROLE_REQUIRED", pays_out(house, by=ANNAS_APP))

    assert await listed(house) == [("waiting", 20_000)]


async def test_a_customer_sees_no_list_of_adjustments(house: HouseOfBilling) -> None:
    with acting(ANNAS_APP):
        await house.refuses("NOT_YOURS", listed(house))
    await house.refuses("FIELD_NOT_VALID", listed(house, "moon"))
    with acting(OPERATIONS):
        assert await listed(house) == []
