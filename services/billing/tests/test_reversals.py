"""Payments taken back: once, by who may, with a reason; credit control follows."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from asking import Asking
from house_of_billing import ANNA, CLERK, SUPERVISOR, HouseOfBilling, Subscriber, fen

from boss.audit.v1 import events_pb2 as audit_pb2
from boss.billing.v1 import commands_pb2, events_pb2, questions_pb2
from kernel.caller import Caller
from kernel.errors import Refusal
from kernel.ids import new_id
from runtime.rpc.calling import acting


async def reverses(house: HouseOfBilling, *, by: Caller = SUPERVISOR, **changes: Any) -> Any:
    said: dict[str, Any] = {
        "request_id": new_id(),
        "payment_channel": "hall",
        "reference": "till",
        "reason": "another number was meant",
    } | changes
    request = commands_pb2.ReversePaymentRequest(**said)
    with acting(by):
        return await house.commands.ReversePayment(request, None)


async def test_a_payment_is_taken_back_and_stays_in_the_books(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    paid = await house.pays(ANNA, 5000, reference="till")

    answer = await reverses(house)

    (said,) = await house.said(events_pb2.PaymentReversed)
    audited = (await house.said(audit_pb2.AuditRecorded))[-1]
    assert answer.payment_id == paid.payment_id == said.payment_id
    assert (answer.account.balance, said.amount) == (fen(100), fen(5000))
    assert (await house.postings(ANNA))[-4:] == [
        ("cash", -5000, "payment"),
        ("customer", 5000, "payment"),
        ("cash", 5000, "reversal"),
        ("customer", -5000, "reversal"),
    ]
    assert (audited.action, audited.actor) == ("payment.reversed", "supervisor")
    assert audited.reason == "another number was meant"
    assert (await house.totals()).sum_minor == 0


async def test_who_owed_before_owes_again_and_is_stopped(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=-500)
    await house.pays(ANNA, 2000, reference="till")

    await reverses(house)

    assert (await house.left(ANNA), await house.level(ANNA)) == (-500, "ONE_WAY")


@pytest.mark.holds("R-PAY-1")
async def test_what_was_used_is_not_taken_back(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=-500)
    await house.pays(ANNA, 2000, reference="till")
    await house.hears(house.call(ANNA, seconds=0, kind="sms", count=1))
    before = await house.rows("posting")

    refusal = await house.refuses("PAYMENT_USED", reverses(house))

    assert (refusal.field, "adjustment" in str(refusal)) == ("reference", True)
    assert (await house.rows("posting"), await house.rows("payment_reversal")) == (before, 0)
    assert await house.left(ANNA) == 1490


async def test_other_money_may_have_paid_for_what_was_used(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    await house.pays(ANNA, 2000, reference="till")
    await house.hears(house.call(ANNA, seconds=0, kind="sms", count=10))

    answer = await reverses(house)

    assert answer.account.balance == fen(0)


async def test_what_a_call_under_way_was_promised_is_not_taken_back(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=0)
    await house.pays(ANNA, 2000, reference="till")
    asking = Asking(house)
    grant = await asking.reserves(ANNA, 60)

    await house.refuses("PAYMENT_USED", reverses(house))
    await asking.releases(grant)

    assert (await reverses(house)).account.balance == fen(0)


async def test_a_call_that_begins_meanwhile_is_promised_it_or_finds_it_gone(
    house: HouseOfBilling,
) -> None:
    for turn in range(8):
        who = Subscriber(f"Number {turn}", f"86139000001{turn:02}")
        await house.has(who, left=1)
        await house.pays(who, 2000, reference=f"till {turn}")
        both = [reverses(house, reference=f"till {turn}"), Asking(house).reserves(who, 60)]

        answers = await asyncio.gather(*both[:: 1 if turn % 2 else -1], return_exceptions=True)

        refused = [one.code for one in answers if isinstance(one, Refusal)]
        assert refused in (["PAYMENT_USED"], ["INSUFFICIENT_BALANCE"])


@pytest.mark.holds("R-PAY-1")
async def test_it_is_taken_back_through_the_last_minute_of_its_day(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100_000)
    await house.pays(ANNA, 5000, reference="till")
    await house.pays(ANNA, 5000, reference="other")

    house.clock.instant += timedelta(hours=11, minutes=59)
    await reverses(house)
    house.clock.instant += timedelta(minutes=1)
    refusal = await house.refuses("REVERSAL_TOO_LATE", reverses(house, reference="other"))
    again = await house.refuses("PAYMENT_ALREADY_REVERSED", reverses(house))

    assert (refusal.field, again.field) == ("reference", "reference")
    assert "adjustment" in str(refusal)
    assert await house.rows("payment_reversal") == 1


async def test_what_is_owed_after_closing_is_paid_out_and_not_reversed(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=100)
    await house.pays(ANNA, 2000, reference="till")
    await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))

    await house.refuses("PAYMENT_USED", reverses(house))


async def test_a_payment_is_taken_back_once(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    await house.pays(ANNA, 5000, reference="till")
    same = new_id()

    first = await reverses(house, request_id=same)
    again = await reverses(house, request_id=same)
    refusal = await house.refuses("PAYMENT_ALREADY_REVERSED", reverses(house))

    assert (again, refusal.field) == (first, "reference")
    assert await house.left(ANNA) == 100
    assert len(await house.said(events_pb2.PaymentReversed)) == 1


async def test_many_who_take_it_back_at_once_do_it_once(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    await house.pays(ANNA, 5000, reference="till")

    answers = await asyncio.gather(*[reverses(house) for _ in range(10)], return_exceptions=True)

    refused = [one.code for one in answers if isinstance(one, Refusal)]
    assert refused == ["PAYMENT_ALREADY_REVERSED"] * 9
    assert await house.left(ANNA) == 100


@pytest.mark.parametrize(
    ("code", "field", "changes"),
    [
        ("PAYMENT_UNKNOWN", "reference", {"reference": "another"}),
        ("PAYMENT_UNKNOWN", "reference", {"payment_channel": "app"}),
        ("FIELD_NOT_VALID", "payment_channel", {"payment_channel": "moon"}),
        ("FIELD_MISSING", "reference", {"reference": ""}),
        ("FIELD_NOT_VALID", "reason", {"reason": "x" * 129}),
        ("FIELD_MISSING", "reason", {"reason": ""}),
        ("FIELD_MISSING", "reason", {"reason": "  "}),
        ("ROLE_REQUIRED", None, {"by": CLERK}),
    ],
)
async def test_a_reversal_that_is_refused_changes_nothing(
    house: HouseOfBilling, code: str, field: str | None, changes: dict[str, Any]
) -> None:
    await house.has(ANNA, left=100)
    await house.pays(ANNA, 5000, reference="till")
    before = await house.rows("posting"), await house.rows("outbox")

    refusal = await house.refuses(code, reverses(house, **changes))

    assert refusal.field == field
    assert (await house.rows("posting"), await house.rows("outbox")) == before
    assert await house.rows("payment_reversal") == 0


async def test_nothing_is_taken_back_from_a_closed_account(house: HouseOfBilling) -> None:
    order = await house.opens(ANNA)
    await house.pays(ANNA, 700, reference="till")
    await order.undoes()

    await house.refuses("STATE_NOT_ALLOWED", reverses(house))


async def payments(house: HouseOfBilling, **asked: Any) -> list[tuple[str, str, bool]]:
    request = questions_pb2.ListPaymentsRequest(**asked)
    with acting(SUPERVISOR):
        found = (await house.questions.ListPayments(request, None)).payments
    return [(one.reference, one.status, one.HasField("reversed_at")) for one in found]


async def test_a_reversed_payment_says_so_wherever_it_is_read(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    paid = await house.pays(ANNA, 5000, reference="till")
    house.clock.instant += timedelta(seconds=1)
    await house.pays(ANNA, 700, reference="other")
    assert paid.status == "done"

    await reverses(house)

    taken_back, done = ("till", "reversed", True), ("other", "done", False)
    one = (await house.questions.GetPayment(
        questions_pb2.GetPaymentRequest(payment_id=paid.payment_id), None
    )).payment  # fmt: skip
    assert (one.status, one.reversed_at) == ("reversed", house.moment())
    assert await payments(house, account_ids=[ANNA.account]) == [done, taken_back]
    for which in ({"account_ids": [ANNA.account]}, {"of_all": True}):
        assert await payments(house, status="reversed", **which) == [taken_back]
        assert await payments(house, status="done", **which) == [done]
    refusal = await house.refuses("FIELD_NOT_VALID", payments(house, of_all=True, status="lost"))
    assert refusal.field == "status"


async def test_its_reference_is_not_paid_again_without_a_word(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    await house.pays(ANNA, 5000, reference="till")
    await reverses(house)
    before = await house.rows("posting")

    refusal = await house.refuses("PAYMENT_REVERSED", house.pays(ANNA, 5000, reference="till"))

    assert refusal.field == "reference"
    assert (await house.left(ANNA), await house.rows("posting")) == (100, before)


async def test_the_same_command_again_says_what_became_of_the_payment(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=100)
    request = commands_pb2.PostPaymentRequest(
        request_id=new_id(),
        subscriber_id=ANNA.id,
        amount=fen(5000),
        payment_channel="hall",
        reference="till",
    )
    with acting(CLERK):
        first = await house.commands.PostPayment(request, None)
    await reverses(house)

    with acting(CLERK):
        again = await house.commands.PostPayment(request, None)

    assert (first.status, again.status) == ("done", "reversed")
    assert (again.payment_id, await house.left(ANNA)) == (first.payment_id, 100)
