"""TMF676: payments are taken once, read and listed."""

from typing import Any

import pytest
from pretend_desks import BORIS, NUMBER
from pretend_money import PAYMENT, SUBSCRIBER
from pretend_world import World

PAYMENTS = "/tmf-api/paymentManagement/v4"
ACCOUNT = "0193e000-0000-7000-8000-0000000000dd"


def tmf_payment(**more: Any) -> dict[str, Any]:
    body = {
        "account": {"id": ACCOUNT},
        "totalAmount": {"unit": "CNY", "value": 10.5},
        "paymentMethod": {"id": "cash", "name": "cash"},
        "correlatorId": "till-1",
    }
    return {name: value for name, value in {**body, **more}.items() if value is not None}


async def pays(world: World, headers: dict[str, str] | None = None, **more: Any) -> Any:
    return await world.http.post(
        f"{PAYMENTS}/payment", headers=headers or world.clerk(), json=tmf_payment(**more)
    )


async def test_a_payment_is_booked_and_read_where_its_location_says(world: World) -> None:
    made = await pays(world)

    asked = world.notes.last("PostPaymentRequest")
    read = await world.http.get(made.headers["Location"], headers=world.clerk())
    assert (asked.account_id, asked.reference, asked.amount.minor) == (ACCOUNT, "till-1", 1050)
    assert (made.status_code, made.json()["status"]) == (201, "done")
    assert read.json() == made.json()
    assert made.json()["totalAmount"] == {"unit": "CNY", "value": 10.5}
    assert {"account", "paymentMethod", "paymentDate", "href"} <= set(made.json())


@pytest.mark.parametrize(
    ("role", "channel", "method"), [("clerk", "hall", "cash"), ("payer", "bank", "bank")]
)
async def test_how_it_was_paid_is_shown_as_it_was_said(
    world: World, role: str, channel: str, method: str
) -> None:
    headers = {**world.signed_in(role, channel=channel), "Idempotency-Key": role}

    made = await pays(world, headers, paymentMethod={"id": method, "name": method})

    shown = made.json()["paymentMethod"]
    assert (made.status_code, shown["id"], shown["name"]) == (201, method, method)


@pytest.mark.parametrize(
    ("role", "channel", "said"), [("clerk", "hall", "hall"), ("payer", "bank", "cash")]
)
async def test_a_way_to_pay_that_would_be_shown_as_another_is_refused(
    world: World, role: str, channel: str, said: str
) -> None:
    headers = {**world.signed_in(role, channel=channel), "Idempotency-Key": role}

    refused = await pays(world, headers, paymentMethod={"name": said})

    assert (refused.status_code, refused.json()["field"]) == (400, "paymentMethod.name")
    assert world.notes.asked == []


async def test_a_number_names_the_account_that_pays_for_it(world: World) -> None:
    await pays(world, account={"id": NUMBER})

    assert world.notes.last("PostPaymentRequest").msisdn == NUMBER


async def test_without_a_reference_the_key_is_the_reference(world: World) -> None:
    payer = {**world.signed_in("payer", channel="bank"), "Idempotency-Key": "k"}

    answer = await pays(world, payer, correlatorId=None, paymentMethod={"name": "bank"})

    asked = world.notes.last("PostPaymentRequest")
    assert asked.reference == asked.request_id == answer.json()["correlatorId"]
    assert "paymentDate" not in answer.json()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"account": None}, "account.id"),
        ({"paymentMethod": None}, "paymentMethod"),
        ({"totalAmount": None}, "totalAmount"),
        ({"totalAmount": {"unit": "CNY"}}, "totalAmount.value"),
        ({"totalAmount": {"unit": "EUR", "value": 1}}, "totalAmount.unit"),
        ({"totalAmount": {"unit": "CNY", "value": 0.001}}, "totalAmount.value"),
        ({"channel": {"id": 3}}, "channel.id"),
        ({"correlatorId": "a\nb"}, "correlatorId"),
    ],
)
async def test_a_payment_that_is_not_clear_is_refused(
    world: World, change: dict[str, Any], field: str
) -> None:
    answer = await pays(world, **change)

    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert world.notes.asked == []


async def test_payments_into_an_account_are_listed(world: World) -> None:
    answer = await world.http.get(
        f"{PAYMENTS}/payment?account.id={ACCOUNT}&limit=1&fields=status", headers=world.clerk()
    )

    assert (answer.status_code, answer.headers["X-Total-Count"]) == (206, "3")
    assert set(answer.json()[0]) == {"id", "href", "@type", "status"}
    assert answer.json()[0]["id"] == PAYMENT
    assert world.notes.last("GetBalanceRequest").account_id == ACCOUNT


async def test_a_customer_sees_nothing_of_anothers(world: World) -> None:
    boris = world.signed_in("customer", customer_id=BORIS)

    answer = await world.http.get(
        f"{PAYMENTS}/payment", headers=boris, params={"product.id": SUBSCRIBER}
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "NOT_YOURS")
    assert world.notes.said("ListPaymentsRequest") == 0


async def test_a_payment_is_not_changed(world: World) -> None:
    changed = await world.http.patch(f"{PAYMENTS}/payment/{PAYMENT}", headers=world.clerk())

    assert changed.status_code == 405
    assert "never edited" in changed.json()["reason"]


async def test_payments_are_found_by_the_number_that_is_said_for_the_account(world: World) -> None:
    found = await world.http.get(
        f"{PAYMENTS}/payment?account.id=139 0010 0000", headers=world.clerk()
    )

    assert found.status_code in {200, 206}, found.json()
    assert world.notes.last("GetBalanceRequest").msisdn == "8613900100000"
