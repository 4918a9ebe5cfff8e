"""A reference of a payment has one way to be written: padded or in other letters it is refused."""

from typing import Any

import pytest
from house_of_billing import ANNA, BANK, SUPERVISOR, HouseOfBilling, fen

from boss.billing.v1 import commands_pb2
from kernel.ids import new_id
from runtime.rpc.calling import acting

ODD = ["", " K1", "K1 ", "Ｋ1", "K\u00a01", "K\u200b1", "\u30001", "K\n1", "K" * 129]
WELL_WRITTEN = ["K", "K1", "till 7/0042", "~" * 128]


async def pays(house: HouseOfBilling, reference: str) -> Any:
    request = commands_pb2.PostPaymentRequest(
        request_id=new_id(), msisdn=ANNA.msisdn, amount=fen(5000), reference=reference,
        payment_channel="bank",
    )  # fmt: skip
    with acting(BANK):
        return await house.commands.PostPayment(request, None)


@pytest.mark.parametrize("reference", ODD)
async def test_a_padded_or_odd_reference_pays_nothing(
    house: HouseOfBilling, reference: str
) -> None:
    await house.has(ANNA, left=100)

    code = "FIELD_NOT_VALID" if reference else "FIELD_MISSING"

    refusal = await house.refuses(code, pays(house, reference))

    assert refusal.field == "reference"
    assert (await house.left(ANNA), await house.rows("payment")) == (100, 0)


@pytest.mark.parametrize("reference", WELL_WRITTEN)
async def test_a_reference_is_paid_once(house: HouseOfBilling, reference: str) -> None:
    await house.has(ANNA, left=100)

    first, again = await pays(house, reference), await pays(house, reference)

    assert first.payment_id == again.payment_id
    assert await house.left(ANNA) == 5100


@pytest.mark.parametrize(
    ("said", "field"),
    [({"reference": "K1 "}, "reference"), ({"reference": "K1", "partner": " bank"}, "partner")],
)
async def test_a_payment_is_taken_back_by_names_that_can_be(
    house: HouseOfBilling, said: dict[str, str], field: str
) -> None:
    request = commands_pb2.ReversePaymentRequest(
        request_id=new_id(), payment_channel="bank", reason="a mistake", **said
    )

    with acting(SUPERVISOR):
        refusal = await house.refuses(
            "FIELD_NOT_VALID", house.commands.ReversePayment(request, None)
        )

    assert refusal.field == field
