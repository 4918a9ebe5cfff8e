"""Top-ups customers ask for: booked once, when and as the provider says, and never before."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from house_of_billing import (
    ANNA,
    BANK,
    BORIS,
    CLERK,
    OPERATIONS,
    SUPERVISOR,
    HouseOfBilling,
    Subscriber,
    fen,
)

from boss.audit.v1 import events_pb2 as audit_pb2
from boss.billing.v1 import commands_pb2, events_pb2, questions_pb2, top_ups_pb2
from kernel.caller import SYSTEM, Caller
from kernel.errors import Refusal
from kernel.ids import new_id
from runtime.rpc.calling import acting

KEY, OTHER_KEY = bytes.fromhex("5a" * 32), bytes.fromhex("a5" * 32)


def customer(who: Subscriber, channel: str = "app") -> Caller:
    return Caller(f"app of {who.name}", frozenset({"customer"}), channel, customer_id=who.customer)


async def asks(house: HouseOfBilling, *, by: Caller | None = None, **changes: Any) -> Any:
    said: dict[str, Any] = {
        "request_id": new_id(),
        "msisdn": ANNA.msisdn,
        "amount": fen(5000),
        "reference": "r-1",
    } | changes
    with acting(by or customer(ANNA)):
        request = top_ups_pb2.AskTopUpRequest(**said)
        return (await house.top_ups.AskTopUp(request, None)).top_up


def signed(content: bytes, *, key: bytes = KEY, at: datetime | None = None) -> dict[str, Any]:
    timestamp = str(int((at or datetime.now(UTC)).timestamp()))
    text = f"notification.{timestamp}.".encode() + content
    seal = hmac.new(key, text, hashlib.sha256).hexdigest()
    return {"timestamp": timestamp, "signature": f"v1={seal}", "content": content}


async def notifies(
    house: HouseOfBilling, top_up: Any, *, instead: dict[str, Any] | None = None, **changes: Any
) -> Any:
    said = {
        "topUp": top_up.id,
        "transaction": "t-1",
        "status": "paid",
        "amount": top_up.amount.minor,
        "currency": "CNY",
    } | changes
    parts = signed(json.dumps(said).encode()) | (instead or {})
    request = {"request_id": new_id(), "provider": "pay"} | parts
    with acting(Caller("provider pay", frozenset({"provider"}))):
        return await house.top_ups.NotifyPayment(top_ups_pb2.NotifyPaymentRequest(**request), None)


async def seen(house: HouseOfBilling, top_up: Any, *, by: Caller = CLERK) -> Any:
    request = top_ups_pb2.GetTopUpRequest(top_up_id=top_up.id)
    with acting(by):
        return (await house.top_ups.GetTopUp(request, None)).top_up


async def audited(house: HouseOfBilling) -> list[tuple[str, str]]:
    every = await house.said(audit_pb2.AuditRecorded)
    return [(one.action, one.outcome) for one in every if one.action.startswith("top_up.")]


async def test_what_is_asked_for_is_pending_and_says_where_to_pay(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)

    top_up = await asks(house)

    page = urlsplit(top_up.pay_link)
    said = {name: value for name, (value,) in parse_qs(page.query).items()}
    text = f"link.{top_up.id}.5000.CNY.{said['expires']}".encode()
    assert (top_up.status, page.netloc) == ("pending", "pay.example")
    assert said["signature"] == hmac.new(KEY, text, hashlib.sha256).hexdigest()
    assert (said["topUp"], said["amount"]) == (top_up.id, "5000")
    assert top_up.expires_at.ToDatetime(UTC) == house.clock.now() + timedelta(minutes=30)
    assert (await house.left(ANNA), await house.rows("payment")) == (100, 0)


async def test_it_is_done_when_the_provider_says_so(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    top_up = await asks(house)

    answer = await notifies(house, top_up)

    asked = questions_pb2.GetPaymentRequest(payment_id=top_up.id)
    with acting(customer(ANNA)):
        payment = (await house.questions.GetPayment(asked, None)).payment
    (received,) = await house.said(events_pb2.PaymentReceived)
    assert (answer.top_up_id, answer.status) == (top_up.id, "done")
    assert (await seen(house, top_up)).status == "done"
    assert (payment.payment_channel, payment.reference, payment.amount) == ("app", "r-1", fen(5000))
    assert (received.payment_id, received.amount) == (top_up.id, fen(5000))
    assert await house.left(ANNA) == 5100
    assert (await house.totals()).sum_minor == 0


async def test_said_twice_and_at_once_it_is_booked_once(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    top_up = await asks(house)

    answers = await asyncio.gather(*[notifies(house, top_up) for _ in range(10)])
    later = await notifies(house, top_up)

    assert {one.status for one in (*answers, later)} == {"done"}
    assert (await house.left(ANNA), await house.rows("payment")) == (5100, 1)


async def test_another_transaction_for_what_is_paid_is_given_back(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    top_up = await asks(house)
    await notifies(house, top_up)

    for other in (
        {"transaction": "t-2"},
        {"transaction": "t-3", "amount": 1},
        {"status": "failed"},
    ):
        refusal = await house.refuses("TOP_UP_PAID", notifies(house, top_up, **other))
        assert refusal.field == "transaction"

    assert await house.left(ANNA) == 5100


async def test_a_transaction_pays_one_top_up(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    first, second = await asks(house), await asks(house, reference="r-2")
    await notifies(house, first)

    refusal = await house.refuses("TRANSACTION_USED", notifies(house, second))

    assert refusal.field == "transaction"
    assert (await seen(house, second)).status == "pending"
    assert await house.left(ANNA) == 5100


@pytest.mark.parametrize("collected", [1, 4999, 5001, 900_000])
async def test_another_amount_is_booked_as_it_was_collected_and_audited(
    house: HouseOfBilling, collected: int
) -> None:
    await house.has(ANNA, left=100)
    top_up = await asks(house)

    await notifies(house, top_up, amount=collected)

    known = await seen(house, top_up)
    assert (known.status, known.amount, known.paid) == ("done", fen(5000), fen(collected))
    assert await house.left(ANNA) == 100 + collected
    assert (await audited(house))[-1] == (
        "top_up.paid_otherwise",
        f"done: 5000 fen asked for, {collected} collected by pay",
    )


async def test_what_failed_books_nothing_and_may_still_be_paid(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    top_up = await asks(house)

    answers = [(await notifies(house, top_up, status="failed")).status for _ in range(2)]
    left = await house.left(ANNA)
    await notifies(house, top_up, transaction="t-2")

    assert (answers, left) == (["failed", "failed"], 100)
    assert await house.left(ANNA) == 5100
    assert [one for one, _ in await audited(house)] == [
        "top_up.asked",
        "top_up.failed",
        "top_up.paid_late",
    ]


async def test_what_nobody_pays_expires_by_the_business_clock(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    top_up = await asks(house)

    await house.turns_clock_to(house.clock.now() + timedelta(minutes=29))
    before = (await seen(house, top_up)).status
    await house.turns_clock_to(house.clock.now() + timedelta(minutes=1))
    after = await seen(house, top_up)

    assert (before, after.status, after.pay_link) == ("pending", "expired", "")
    assert (await house.left(ANNA), await house.rows("payment")) == (100, 0)


async def test_what_is_collected_after_the_end_is_hers_all_the_same(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    top_up = await asks(house)
    await house.turns_clock_to(house.clock.now() + timedelta(days=1))

    refused = await notifies(house, top_up, status="failed")
    await notifies(house, top_up)
    await house.works_off()

    assert refused.status == "expired"
    assert ((await seen(house, top_up)).status, await house.left(ANNA)) == ("done", 5100)
    assert (await audited(house))[-1][0] == "top_up.paid_late"


async def test_a_paid_one_does_not_expire(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    top_up = await asks(house)
    await notifies(house, top_up)

    await house.turns_clock_to(house.clock.now() + timedelta(hours=2))

    assert (await seen(house, top_up)).status == "done"


async def test_what_comes_when_her_account_has_closed_is_payable_back(
    house: HouseOfBilling,
) -> None:
    order = await house.opens(ANNA, prepaid=1000)
    top_up = await asks(house)
    await order.undoes()

    await notifies(house, top_up)

    account = await house.balance(ANNA, actor=CLERK)
    assert (account.state, account.payable_back) == ("closed", fen(5000))
    assert (await house.totals()).sum_minor == 0


@pytest.mark.parametrize(
    ("code", "instead"),
    [
        ("SIGNATURE_NOT_VALID", {"signature": "v1=" + "0" * 64}),
        ("SIGNATURE_NOT_VALID", {"signature": ""}),
        ("SIGNATURE_NOT_VALID", {"signature": "v1=ü"}),
        ("SIGNATURE_NOT_VALID", {"timestamp": "0"}),
        ("SIGNATURE_NOT_VALID", {"content": b"{}"}),
        ("SIGNATURE_NOT_VALID", {"provider": "nobody"}),
        ("SIGNATURE_NOT_VALID", {"provider": "other"}),
        ("SIGNATURE_NOT_VALID", lambda: signed(b"{}", key=OTHER_KEY)),
        ("NOTIFICATION_TOO_OLD", lambda: signed(b"{}", at=datetime(2020, 1, 1, tzinfo=UTC))),
        ("NOTIFICATION_TOO_OLD", lambda: signed(b"{}", at=datetime(2099, 1, 1, tzinfo=UTC))),
        ("FIELD_NOT_VALID", lambda: signed(b"{}")),
        ("FIELD_NOT_VALID", lambda: signed(b"\xff")),
        ("FIELD_NOT_VALID", lambda: signed(b"[]")),
        ("FIELD_NOT_VALID", lambda: signed(b"[" * 100_000)),
    ],
)
async def test_what_is_not_signed_here_and_now_books_nothing(
    house: HouseOfBilling, code: str, instead: dict[str, Any] | Callable[[], dict[str, Any]]
) -> None:
    await house.has(ANNA, left=100)
    top_up = await asks(house)
    # Signed now, and not when the tests were collected.
    said = instead() if callable(instead) else instead

    await house.refuses(code, notifies(house, top_up, instead=said))

    assert ((await seen(house, top_up)).status, await house.left(ANNA)) == ("pending", 100)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("currency", {"currency": "USD"}),
        ("amount", {"amount": "5000"}),
        ("amount", {"amount": True}),
        ("amount", {"amount": 50.0}),
        ("amount.minor", {"amount": 0}),
        ("amount.minor", {"amount": 10**12}),
        ("status", {"status": "perhaps"}),
        ("status", {"status": ["paid"]}),
        ("transaction", {"transaction": ""}),
        ("topUp", {"topUp": 7}),
    ],
)
async def test_what_cannot_be_understood_names_its_field(
    house: HouseOfBilling, field: str, said: dict[str, Any]
) -> None:
    await house.has(ANNA, left=100)
    top_up = await asks(house)

    refusal = await house.refuses("FIELD_NOT_VALID", notifies(house, top_up, **said))

    assert (refusal.field, await house.left(ANNA)) == (field, 100)


async def test_a_provider_settles_only_what_it_was_asked_for(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    top_up = await asks(house)
    said = {
        "topUp": top_up.id,
        "transaction": "t",
        "status": "paid",
        "amount": 1,
        "currency": "CNY",
    }
    theirs = signed(json.dumps({**said, "currency": "CNY"}).encode(), key=OTHER_KEY) | {
        "provider": "other"
    }

    await house.refuses("TOP_UP_UNKNOWN", notifies(house, top_up, instead=theirs))
    await house.refuses("TOP_UP_UNKNOWN", notifies(house, top_up, topUp=new_id()))
    await house.refuses("TOP_UP_UNKNOWN", notifies(house, top_up, topUp="'; DROP TABLE top_up"))

    assert await house.left(ANNA) == 100


@pytest.mark.parametrize(
    ("code", "field", "by", "said"),
    [
        ("ROLE_REQUIRED", None, CLERK, {}),
        ("ROLE_REQUIRED", None, BANK, {}),
        ("ROLE_REQUIRED", None, OPERATIONS, {}),
        ("ROLE_REQUIRED", None, SYSTEM, {}),
        ("CHANNEL_NOT_ALLOWED", "payment_channel", customer(ANNA, "hall"), {}),
        ("CONTRADICTS_TOKEN", "payment_channel", None, {"payment_channel": "hall"}),
        ("FIELD_NOT_VALID", "amount.minor", None, {"amount": fen(0)}),
        ("AMOUNT_NOT_ALLOWED", "amount", None, {"amount": fen(99)}),
        ("AMOUNT_NOT_ALLOWED", "amount", None, {"amount": fen(500_001)}),
        ("FIELD_MISSING", "reference", None, {"reference": ""}),
        ("ACCOUNT_UNKNOWN", None, None, {"msisdn": "8613999999999"}),
        ("FIELD_MISSING", "subscriber_id", None, {"msisdn": None}),
    ],
)
async def test_who_asks_for_what_is_looked_at(
    house: HouseOfBilling, code: str, field: str | None, by: Caller | None, said: dict[str, Any]
) -> None:
    await house.has(ANNA, left=100)

    refusal = await house.refuses(code, asks(house, by=by, **said))

    assert (refusal.field, await house.rows("top_up")) == (field, 0)


async def test_the_same_reference_is_the_same_top_up_and_each_customer_has_her_own(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=100)
    first, again = await asks(house), await asks(house)
    his = await asks(house, by=customer(BORIS))

    refusals = [
        await house.refuses("PAYMENT_REFERENCE_REUSED", asks(house, amount=fen(6000))),
    ]
    await notifies(house, first)
    paid = await asks(house)
    await notifies(house, his, status="failed", transaction="t-2")
    refusals += [
        await house.refuses("PAYMENT_REFERENCE_REUSED", asks(house, by=customer(BORIS))),
    ]

    assert (first.id, paid.status) == (again.id, "done")
    assert his.id != first.id
    assert {one.field for one in refusals} == {"reference"}


async def test_the_same_command_says_what_became_of_it(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    request_id = new_id()
    first = await asks(house, request_id=request_id)
    await notifies(house, first)

    again = await asks(house, request_id=request_id)

    assert (first.status, again.status, again.pay_link) == ("pending", "done", "")


async def test_so_many_wait_for_one_customer_and_no_more(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    asked = [await asks(house, reference=f"r-{number}") for number in range(20)]

    await house.refuses("TOO_MANY_PENDING", asks(house, reference="more"))
    await asks(house, by=customer(BORIS), reference="more")
    await notifies(house, asked[0])
    await asks(house, reference="more")


async def test_who_asked_and_whose_it_is_may_look_and_nobody_else(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    await house.has(BORIS, left=100)
    of_boris = await asks(house, by=customer(BORIS))
    request = top_ups_pb2.ListTopUpsRequest(status="pending")

    for one in (customer(BORIS), customer(ANNA), CLERK):
        assert (await seen(house, of_boris, by=one)).id == of_boris.id
    hers = await asks(house)
    for stranger in (customer(BORIS), BANK):
        await house.refuses("NOT_YOURS", seen(house, hers, by=stranger))
        with acting(stranger):
            await house.refuses("NOT_YOURS", house.top_ups.ListTopUps(request, None))
    with acting(CLERK):
        listed = (await house.top_ups.ListTopUps(request, None)).top_ups

    assert {one.id for one in listed} == {of_boris.id, hers.id}


async def test_what_a_provider_collected_is_not_taken_back_behind_its_back(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=100)
    top_up = await asks(house)
    await notifies(house, top_up)
    reversal = commands_pb2.ReversePaymentRequest(
        request_id=new_id(), payment_channel="app", reference="r-1", reason="another was meant"
    )

    with acting(SUPERVISOR):
        refusal = await house.refuses(
            "COLLECTED_BY_PROVIDER", house.commands.ReversePayment(reversal, None)
        )

    assert refusal.field == "reference"
    assert (await seen(house, top_up)).status == "done"
    assert (await house.left(ANNA), await house.rows("payment_reversal")) == (5100, 0)


async def test_what_is_collected_besides_is_audited_once_and_shown_as_owed_back(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=100)
    top_up = await asks(house)
    await notifies(house, top_up)

    for _ in range(3):
        await house.refuses("TOP_UP_PAID", notifies(house, top_up, transaction="t-2"))
    await house.refuses("TOP_UP_PAID", notifies(house, top_up, transaction="t-3", amount=7))
    await house.refuses("TOP_UP_PAID", notifies(house, top_up, transaction="t-4", status="failed"))

    told = await seen(house, top_up)
    audited = [
        one.outcome
        for one in await house.said(audit_pb2.AuditRecorded)
        if one.action == "top_up.paid_twice"
    ]
    assert (told.status, told.owed_back.minor, await house.left(ANNA)) == ("done", 5007, 5100)
    assert [outcome.rpartition(" collected by ")[2] for outcome in audited] == [
        "pay, 5000 besides, to be given back", "pay, 5007 besides, to be given back",
    ]  # fmt: skip


async def known_to_owe(house: HouseOfBilling) -> tuple[Any, Any]:
    """The first is paid by t-1, and t-2 is owed back of it; the second waits."""
    await house.has(ANNA, left=100)
    first, second = await asks(house), await asks(house, reference="r-2")
    await notifies(house, first)
    await house.refuses("TOP_UP_PAID", notifies(house, first, transaction="t-2"))
    return first, second


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ("first", {"transaction": "t-2", "amount": 6000}),
        ("first", {"transaction": "t-1", "amount": 6000}),
        ("second", {"transaction": "t-2"}),
        ("second", {"transaction": "t-1"}),
    ],
)
async def test_a_transaction_counts_once(
    house: HouseOfBilling, of: str, said: dict[str, Any]
) -> None:
    first, second = await known_to_owe(house)
    top_up = {"first": first, "second": second}[of]

    for _ in range(2):
        refusal = await house.refuses("TRANSACTION_USED", notifies(house, top_up, **said))
    await house.refuses("TOP_UP_PAID", notifies(house, first, transaction="t-2"))
    again = await notifies(house, first)

    assert (refusal.field, again.status, await house.left(ANNA)) == ("transaction", "done", 5100)
    assert (await seen(house, first)).owed_back.minor == 5000
    assert (await seen(house, second)).status == "pending"


async def test_what_was_booked_is_owed_back_of_no_other(house: HouseOfBilling) -> None:
    first, second = await known_to_owe(house)
    await notifies(house, second, transaction="t-3")

    await house.refuses("TRANSACTION_USED", notifies(house, second, transaction="t-1"))
    await house.refuses("TRANSACTION_USED", notifies(house, first, transaction="t-3"))

    assert not (await seen(house, second)).HasField("owed_back")
    assert (await seen(house, first)).owed_back.minor == 5000


async def test_said_of_two_at_once_it_counts_once(house: HouseOfBilling) -> None:
    first, second = await known_to_owe(house)

    async def says(top_up: Any) -> str:
        try:
            return str((await notifies(house, top_up, transaction="t-3")).status)
        except Refusal as refusal:
            return refusal.code

    answers = await asyncio.gather(*[says(one) for one in [first, second] * 4])

    paid, owed = await house.left(ANNA) - 5100, (await seen(house, first)).owed_back.minor - 5000
    assert paid + owed == 5000, answers


@pytest.mark.parametrize("transaction", ["t-1 ", " t-1", "t-1\u3000", "ｔ-1", "\u00a0t-1"])
async def test_a_padded_transaction_is_none(house: HouseOfBilling, transaction: str) -> None:
    first, _ = await known_to_owe(house)

    refusal = await house.refuses(
        "FIELD_NOT_VALID", notifies(house, first, transaction=transaction)
    )

    assert refusal.field == "transaction"
    assert (await seen(house, first)).owed_back.minor == 5000


@pytest.mark.parametrize("twice", ['"amount": 5', '"topUp": "x"', '"more": {"a": 1, "a": 2}'])
async def test_a_name_said_twice_is_not_believed(house: HouseOfBilling, twice: str) -> None:
    await house.has(ANNA, left=100)
    top_up = await asks(house)
    said = (
        f'{{"topUp": "{top_up.id}", "transaction": "t-1", "status": "paid", "amount": 5000, '
        f'"currency": "CNY", {twice}}}'
    )

    refusal = await house.refuses(
        "FIELD_NOT_VALID", notifies(house, top_up, instead=signed(said.encode()))
    )

    assert (refusal.field, await house.left(ANNA)) == ("content", 100)


async def test_what_else_it_says_is_not_read(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    top_up = await asks(house)

    assert (await notifies(house, top_up, channel="wallet")).status == "done"


async def listed(
    house: HouseOfBilling, *, by: Caller | None = None, **asked: Any
) -> tuple[list[tuple[str, str]], int]:
    request = questions_pb2.ListPaymentsRequest(**({"account_ids": [ANNA.account]} | asked))
    with acting(by or customer(ANNA)):
        found = await house.questions.ListPayments(request, None)
    return [(one.reference, one.status) for one in found.payments], found.total


async def test_payments_are_listed_with_what_was_asked_for_each_once(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    await house.pays(ANNA, 500, reference="till")
    asked = {}
    for name in ("expired", "done", "failed", "pending"):
        # The first is over when the last is asked for.
        await house.turns_clock_to(house.clock.now() + timedelta(minutes=11))
        asked[name] = await asks(house, reference=name)
    await notifies(house, asked["done"])
    await notifies(house, asked["failed"], status="failed", transaction="t-2")

    # What is booked stands where it was booked, and that is now.
    with_done = [(one, one) for one in ("done", "pending", "failed", "expired")]
    with_done.append(("till", "done"))
    assert await listed(house) == (with_done, 5)
    for status in ("pending", "failed", "expired"):
        assert await listed(house, status=status) == ([(status, status)], 1)
    assert await listed(house, status="done") == ([("done", "done"), ("till", "done")], 2)
    assert await listed(house, offset=1, limit=2) == (with_done[1:3], 5)
    assert await listed(house, status="reversed") == ([], 0)
    of_all: dict[str, Any] = {"account_ids": [], "of_all": True, "by": CLERK}
    assert await listed(house, **of_all) == (with_done, 5)
    assert await listed(house, **of_all, status="expired") == ([("expired", "expired")], 1)
    assert await listed(house, **of_all, limit=1, offset=4) == ([("till", "done")], 5)


async def test_what_is_listed_says_where_to_pay_and_what_was_asked_for(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=100)
    top_up = await asks(house)
    request = questions_pb2.ListPaymentsRequest(account_ids=[ANNA.account])

    with acting(customer(ANNA)):
        (pending,) = (await house.questions.ListPayments(request, None)).payments
        await notifies(house, top_up, amount=4000)
        (done,) = (await house.questions.ListPayments(request, None)).payments

    assert pending.asked == top_up
    assert (pending.id, pending.amount, pending.at) == (top_up.id, fen(5000), top_up.asked_at)
    assert (done.id, done.amount, done.asked.amount) == (top_up.id, fen(4000), fen(5000))


async def test_what_is_asked_for_is_counted_no_further_than_payments(
    house: HouseOfBilling, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.has(ANNA, left=100)
    for number in range(2):
        await asks(house, reference=f"r-{number}")
    monkeypatch.setattr("billing.payments.edge.questions.MOST_COUNTED", 1)
    request = questions_pb2.ListPaymentsRequest(of_all=True, status="pending")

    with acting(CLERK):
        assert (await house.questions.ListPayments(request, None)).more
