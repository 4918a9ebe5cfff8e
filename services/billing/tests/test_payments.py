"""Payments: anybody may pay, and a reference is paid once, however often and at once it comes."""

import asyncio
from datetime import timedelta

import pytest
from house_of_billing import ANNA, BANK, BORIS, CLERK, HouseOfBilling, fen

from boss.billing.v1 import commands_pb2, events_pb2, questions_pb2
from boss.values.v1 import values_pb2
from kernel.caller import Caller
from kernel.errors import Refusal
from kernel.ids import new_id
from runtime.rpc.calling import acting

ANNAS_APP = Caller("anna", channel="app", customer_id=ANNA.customer)
BORIS_APP = Caller("boris", channel="app", customer_id=BORIS.customer)


async def test_a_payment_comes_back_twice_and_is_booked_once(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)

    first = await house.pays(ANNA, 5000, reference="till-1")
    again = await house.pays(ANNA, 5000, reference="till-1")

    assert again.payment_id == first.payment_id
    assert await house.left(ANNA) == 5100
    assert len(await house.said(events_pb2.PaymentReceived)) == 1


async def test_a_reference_is_not_used_for_another_payment(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    await house.has(BORIS, left=100)
    await house.pays(ANNA, 5000, reference="till-1")

    await house.refuses("PAYMENT_REFERENCE_REUSED", house.pays(ANNA, 5001, reference="till-1"))
    await house.refuses("PAYMENT_REFERENCE_REUSED", house.pays(BORIS, 5000, reference="till-1"))
    await house.pays(ANNA, 600, reference="till-1", channel="bank")

    assert (await house.left(ANNA), await house.left(BORIS)) == (5700, 100)
    assert (await house.totals()).payments == 2


async def test_the_same_payment_many_times_at_once_is_booked_once(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)

    answers = await asyncio.gather(*[house.pays(ANNA, 5000, reference="r") for _ in range(20)])

    assert len({one.payment_id for one in answers}) == 1
    assert await house.left(ANNA) == 5100


async def test_one_reference_for_two_at_once_pays_one(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    await house.has(BORIS, left=100)

    answers = await asyncio.gather(
        *[house.pays(who, 5000, reference="r") for who in (ANNA, BORIS) * 5],
        return_exceptions=True,
    )

    refused = [
        one.code if isinstance(one, Refusal) else repr(one)
        for one in answers
        if isinstance(one, Exception)
    ]
    assert refused == ["PAYMENT_REFERENCE_REUSED"] * 5
    assert sorted([await house.left(ANNA), await house.left(BORIS)]) == [100, 5100]


async def test_the_same_command_is_answered_the_same(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    request = commands_pb2.PostPaymentRequest(
        request_id=new_id(),
        msisdn=ANNA.msisdn,
        amount=fen(700),
        payment_channel="hall",
        reference="r",
    )
    with acting(CLERK):
        first = await house.commands.PostPayment(request, None)
        await house.pays(ANNA, 100)

        again = await house.commands.PostPayment(request, None)
        request.amount.minor = 800

        assert again == first
        await house.refuses("REQUEST_ID_REUSED", house.commands.PostPayment(request, None))


@pytest.mark.parametrize(
    ("code", "field", "change"),
    [
        ("FIELD_NOT_VALID", "amount.minor", {"amount": fen(0)}),
        ("FIELD_NOT_VALID", "amount.minor", {"amount": fen(-5)}),
        ("FIELD_NOT_VALID", "amount.minor", {"amount": fen(2**62)}),
        (
            "FIELD_NOT_VALID",
            "amount.currency",
            {"amount": values_pb2.Money(currency="USD", minor=5)},
        ),
        ("FIELD_MISSING", "amount.currency", {"amount": None}),
        ("FIELD_MISSING", "reference", {"reference": ""}),
        ("FIELD_NOT_VALID", "reference", {"reference": "a\0b"}),
        ("FIELD_NOT_VALID", "reference", {"reference": "x" * 129}),
        ("CONTRADICTS_TOKEN", "payment_channel", {"payment_channel": "hall"}),
        ("CONTRADICTS_TOKEN", "payment_channel", {"payment_channel": "moon"}),
        ("FIELD_NOT_VALID", "msisdn", {"msisdn": "'; DROP TABLE account"}),
        ("FIELD_NOT_VALID", "account_id", {"account_id": "1"}),
        ("FIELD_NOT_VALID", "subscriber_id", {"subscriber_id": "x"}),
        ("FIELD_MISSING", "subscriber_id", {"msisdn": None}),
        ("ACCOUNT_UNKNOWN", None, {"msisdn": "8613999999999"}),
        ("AMOUNT_NOT_ALLOWED", "amount", {"amount": fen(99)}),
        # Of a number nobody has no less: an amount must not tell which numbers there are.
        ("AMOUNT_NOT_ALLOWED", "amount", {"amount": fen(99), "msisdn": "8613999999999"}),
        ("AMOUNT_NOT_ALLOWED", "amount", {"amount": fen(500_001)}),
        ("FIELD_MISSING", "request_id", {"request_id": ""}),
    ],
)
async def test_bad_input_is_named_by_its_field_and_changes_nothing(
    house: HouseOfBilling, code: str, field: str | None, change: dict[str, object]
) -> None:
    await house.has(ANNA, left=100)
    before = await house.rows("posting"), await house.rows("outbox")
    said = {
        "request_id": new_id(),
        "msisdn": ANNA.msisdn,
        "amount": fen(700),
        "payment_channel": "bank",
        "reference": "r",
    } | change
    request = commands_pb2.PostPaymentRequest(**said)  # type: ignore[arg-type]  # bad on purpose

    with acting(BANK):
        refusal = await house.refuses(code, house.commands.PostPayment(request, None))

    assert refusal.field == field
    assert (await house.rows("posting"), await house.rows("outbox")) == before
    assert await house.rows("payment") == 0


async def test_a_closed_account_takes_no_payment(house: HouseOfBilling) -> None:
    order = await house.opens(ANNA)
    await house.pays(ANNA, 700, reference="before")
    await order.undoes()

    await house.refuses("STATE_NOT_ALLOWED", house.pays(ANNA, 700))
    assert (await house.pays(ANNA, 700, reference="before")).account.state == "closed"


async def test_who_pays_for_another_does_not_learn_what_is_left(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=4200)

    strangers = await house.pays(ANNA, 800, channel="bank")
    at_the_till = await house.pays(ANNA, 1000)

    assert not strangers.account.HasField("balance")
    assert strangers.account.customer_id == ""
    assert at_the_till.account.balance == fen(6000)


async def test_a_customer_sees_hers_and_nothing_of_others(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=4200)
    clerk = Caller("clerk", channel="hall", staff=True)
    asked = questions_pb2.GetBalanceRequest(msisdn=ANNA.msisdn)
    nobodys = questions_pb2.GetBalanceRequest(msisdn="8613999999999")
    postings = questions_pb2.ListPostingsRequest(account_id=ANNA.account)
    usage = questions_pb2.ListUsageRequest(subscriber_id=ANNA.id)

    with acting(BORIS_APP):
        for question in (
            house.questions.GetBalance(asked, None),
            house.questions.GetBalance(nobodys, None),
            house.questions.ListPostings(postings, None),
            house.questions.ListUsage(usage, None),
        ):
            await house.refuses("NOT_YOURS", question)
    with acting(clerk):
        await house.refuses("ACCOUNT_UNKNOWN", house.questions.GetBalance(nobodys, None))

    assert (await house.balance(ANNA, actor=ANNAS_APP)).balance == fen(4200)
    assert (await house.balance(ANNA, actor=clerk)).balance == fen(4200)


async def test_a_payment_that_overtakes_a_stop_ends_unstopped(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=10)

    await asyncio.gather(
        *[house.hears(house.call(ANNA, seconds=60)) for _ in range(5)],
        *[house.pays(ANNA, 2000) for _ in range(5)],
        *[house.hears(house.call(ANNA, seconds=60)) for _ in range(5)],
    )

    levels = await house.said(events_pb2.ArrearsLevelChanged)
    newest = max(levels, key=lambda one: one.version, default=None)
    assert await house.left(ANNA) == 10 + 5 * 2000 - 10 * 15
    assert await house.level(ANNA) == "NONE"
    assert [one.version for one in levels] == list(range(1, len(levels) + 1))
    assert newest is None or newest.level == values_pb2.BARRING_LEVEL_NONE


async def test_fifty_debits_at_once_leave_the_exact_balance(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=10_000)
    fee = commands_pb2.TakeFee(
        account_id=ANNA.account, fee="sim_swap", amount=fen(60), from_balance=True
    )

    await asyncio.gather(*[house.does(take_fee=fee) for _ in range(50)])

    changes = await house.said(events_pb2.BalanceChanged)
    assert await house.left(ANNA) == 7_000
    assert changes[-1].balance == fen(7_000)
    assert [one.version for one in changes] == sorted(one.version for one in changes)
    assert (await house.totals()).sum_minor == 0


async def test_a_look_at_the_third_day_and_a_payment_at_once_end_unstopped(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=-500)
    await house.has(BORIS, left=-500)
    house.clock.instant += timedelta(days=3)

    await asyncio.gather(
        house.works_off(), house.works_off(), house.pays(ANNA, 2000), house.works_off()
    )

    said = await house.said(events_pb2.ArrearsLevelChanged)
    hers = [one.version for one in said if one.subscriber_id == ANNA.id]
    assert await house.level(ANNA) == "NONE"
    assert await house.level(BORIS) == "TWO_WAY"
    assert hers == list(range(1, len(hers) + 1))
