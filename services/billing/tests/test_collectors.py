"""Money is booked on the word of who collected it, in the space of who signed in."""

from typing import Any

import pytest
from house_of_billing import (
    ANNA,
    BANK,
    CLERK,
    OPERATIONS,
    SUPERVISOR,
    HouseOfBilling,
    fen,
)

from boss.billing.v1 import commands_pb2, questions_pb2
from kernel.caller import SYSTEM, Caller
from kernel.ids import new_id
from runtime.rpc.calling import acting

ANNAS_APP = Caller("anna", frozenset({"customer"}), "app", customer_id=ANNA.customer)
OTHER_BANK = Caller("bank of boris", frozenset({"payer"}), "bank")


async def posts(house: HouseOfBilling, by: Caller, **changes: Any) -> Any:
    said: dict[str, Any] = {
        "request_id": new_id(),
        "msisdn": ANNA.msisdn,
        "amount": fen(700),
        "reference": "r-1",
    } | changes
    with acting(by):
        return await house.commands.PostPayment(commands_pb2.PostPaymentRequest(**said), None)


@pytest.mark.parametrize(
    ("by", "channel"),
    [
        (CLERK, "hall"),
        (SUPERVISOR, "hall"),
        (BANK, "bank"),
        (Caller("w", frozenset({"payer"}), "wallet"), "wallet"),
        (Caller("d", frozenset({"payer"}), "dealer"), "dealer"),
    ],
    ids=lambda one: getattr(one, "id", one),
)
async def test_who_collected_books_it_in_the_channel_signed_in(
    house: HouseOfBilling, by: Caller, channel: str
) -> None:
    await house.has(ANNA, left=100)

    paid = await posts(house, by)

    with acting(CLERK):
        asked = questions_pb2.GetPaymentRequest(payment_id=paid.payment_id)
        seen = (await house.questions.GetPayment(asked, None)).payment
    assert (seen.payment_channel, await house.left(ANNA)) == (channel, 800)


@pytest.mark.parametrize(
    ("code", "field", "by"),
    [
        ("ROLE_REQUIRED", None, ANNAS_APP),
        ("ROLE_REQUIRED", None, Caller("anna", frozenset({"customer"}), "hall")),
        ("ROLE_REQUIRED", None, Caller("nobody", channel="bank")),
        ("ROLE_REQUIRED", None, OPERATIONS),
        ("ROLE_REQUIRED", None, SYSTEM),
        ("CHANNEL_NOT_ALLOWED", "payment_channel", Caller("p", frozenset({"payer"}), "app")),
        ("CHANNEL_NOT_ALLOWED", "payment_channel", Caller("p", frozenset({"payer"}), "hall")),
        (
            "CHANNEL_NOT_ALLOWED",
            "payment_channel",
            Caller("c", frozenset({"clerk"}), "hotline", staff=True),
        ),
    ],
    ids=str,
)
@pytest.mark.parametrize("said", ["", "hall"])
async def test_nobody_else_books_money_whatever_they_say(
    house: HouseOfBilling, code: str, field: str | None, by: Caller, said: str
) -> None:
    await house.has(ANNA, left=100)

    refusal = await house.refuses(code, posts(house, by, payment_channel=said))

    assert refusal.field == field
    assert (await house.left(ANNA), await house.rows("payment")) == (100, 0)


@pytest.mark.parametrize(("by", "said"), [(CLERK, "bank"), (BANK, "hall"), (BANK, "wallet")])
async def test_another_channel_than_the_one_signed_in_is_refused(
    house: HouseOfBilling, by: Caller, said: str
) -> None:
    await house.has(ANNA, left=100)

    refusal = await house.refuses("CONTRADICTS_TOKEN", posts(house, by, payment_channel=said))

    assert (refusal.field, await house.rows("payment")) == ("payment_channel", 0)


async def test_nobody_uses_up_the_references_of_another(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    collectors = (CLERK, BANK, OTHER_BANK, Caller("w", frozenset({"payer"}), "wallet"))

    first = [(await posts(house, one)).payment_id for one in collectors]
    again = [(await posts(house, one)).payment_id for one in collectors]

    assert (len(set(first)), again) == (4, first)
    assert await house.left(ANNA) == 100 + 4 * 700


async def test_a_payment_of_a_partner_is_reversed_by_its_name_where_two_said_the_same(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=100)
    (of_one, _) = [await posts(house, one) for one in (BANK, OTHER_BANK)]
    said = {"payment_channel": "bank", "reference": "r-1", "reason": "by mistake"}

    async def reverses(**more: str) -> Any:
        request = commands_pb2.ReversePaymentRequest(request_id=new_id(), **said, **more)
        with acting(SUPERVISOR):
            return await house.commands.ReversePayment(request, None)

    refusal = await house.refuses("FIELD_MISSING", reverses())
    done = await reverses(partner=BANK.id)
    await house.refuses("PAYMENT_UNKNOWN", reverses(partner="nobody"))

    assert (refusal.field, done.payment_id) == ("partner", of_one.payment_id)
    assert await house.left(ANNA) == 800


async def test_a_payer_sees_nothing_of_whom_they_pay_for(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)

    paid = await posts(house, BANK)

    assert not paid.account.HasField("balance")
    asked = questions_pb2.GetBalanceRequest(msisdn=ANNA.msisdn)
    with acting(BANK):
        await house.refuses("NOT_YOURS", house.questions.GetBalance(asked, None))


@pytest.mark.parametrize(
    ("code", "by"),
    [
        ("ROLE_REQUIRED", OPERATIONS),
        ("CHANNEL_NOT_ALLOWED", Caller("c", frozenset({"clerk"}), "hotline", staff=True)),
    ],
    ids=str,
)
async def test_a_deposit_is_taken_at_the_till_alone(
    house: HouseOfBilling, code: str, by: Caller
) -> None:
    await house.has(ANNA, left=100)
    request = commands_pb2.TakeDepositRequest(
        request_id=new_id(), account_id=ANNA.account, amount=fen(500), reason="a telephone"
    )

    with acting(by):
        await house.refuses(code, house.commands.TakeDeposit(request, None))

    assert await house.rows("balance_book") == 0
