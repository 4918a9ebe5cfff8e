"""A customer asks for a top-up and is told what to do next; a provider's word goes on unread."""

from typing import Any

import pytest
from pretend_desks import NUMBER
from pretend_money import NOON, SUBSCRIBER, fen, stamp
from pretend_top_ups import LINK, TOP_UP, asked
from pretend_world import World

from boss.billing.v1 import questions_pb2 as billing
from gateway.records.top_ups import WHAT_NEXT, as_payment
from kernel.errors import NotAllowed, Refusal

BALANCES = "/tmf-api/prepayBalanceManagement/v4/topupBalance"
PAYMENTS = "/tmf-api/paymentManagement/v4/payment"
NOTIFICATIONS = "/v1/payment-providers/pay/notifications"
PLAIN = {"subscriberId": SUBSCRIBER, "amount": 1050, "reference": "r-1"}
AS_PAYMENT = {
    "account": {"id": NUMBER},
    "totalAmount": {"unit": "CNY", "value": 10.5},
    "paymentMethod": {"name": "wallet"},
    "correlatorId": "r-1",
}
AS_TOPUP = {
    "amount": {"amount": 10.5, "units": "CNY"},
    "logicalResource": [{"id": NUMBER}],
}
NEXT = {
    "action": "pay",
    "href": LINK,
    "until": "2026-11-22T04:00:00Z",
    "message": WHAT_NEXT,
}


@pytest.mark.parametrize(
    ("path", "body"), [("/v1/payments", PLAIN), (PAYMENTS, AS_PAYMENT), (BALANCES, AS_TOPUP)]
)
async def test_what_a_customer_pays_is_asked_for_and_never_posted(
    world: World, path: str, body: dict[str, Any]
) -> None:
    answer = await world.http.post(path, headers=world.anna(), json=body)

    request = world.notes.last("AskTopUpRequest")
    shown = answer.json()
    assert (answer.status_code, shown["id"]) == (201, TOP_UP)
    assert (request.amount, request.payment_channel) == (fen(1050), "app")
    assert (shown.get("next") or shown["x-next"]) == NEXT
    assert shown.get("x-state", shown["status"]) == "pending"
    assert world.notes.said("PostPaymentRequest") == 0


@pytest.mark.parametrize(
    ("status", "as_payment", "as_topup"),
    [
        ("pending", "pending", "created"),
        ("done", "done", "completed"),
        ("failed", "failed", "failed"),
        ("expired", "expired", "failed"),
    ],
)
async def test_what_became_of_it_is_read_where_its_location_says(
    world: World, status: str, as_payment: str, as_topup: str
) -> None:
    world.notes.top_up = asked(status=status, pay_link="", ended_at=stamp(NOON))
    world.notes.refusals["GetPaymentRequest"] = NotAllowed("NOT_YOURS", "Of somebody else.")

    payment = (await world.http.get(f"{PAYMENTS}/{TOP_UP}", headers=world.anna())).json()
    topup = (await world.http.get(f"{BALANCES}/{TOP_UP}", headers=world.anna())).json()

    assert (payment["status"], topup["status"]) == (as_payment, as_topup)
    assert payment["x-state"] == topup["x-state"] == status
    assert payment["correlatorId"] == "r-1"
    assert payment["statusDate"] == "2026-11-22T04:00:00Z"


async def test_another_amount_than_asked_is_told_as_it_was_collected(world: World) -> None:
    world.notes.top_up = asked(status="done", paid=fen(3))
    world.notes.refusals["GetPaymentRequest"] = NotAllowed("NOT_YOURS", "Of somebody else.")

    payment = (await world.http.get(f"{PAYMENTS}/{TOP_UP}", headers=world.anna())).json()

    assert (payment["totalAmount"]["value"], payment["x-asked"]["value"]) == (0.03, 10.5)


@pytest.mark.parametrize(("role", "channel"), [("clerk", "hall"), ("payer", "bank")])
async def test_who_collects_money_asks_for_nothing(world: World, role: str, channel: str) -> None:
    headers = world.signed_in(role, channel=channel)

    answer = await world.http.post("/v1/payments", headers=headers, json=PLAIN)

    assert answer.json()["status"] == "done"
    assert world.notes.said("AskTopUpRequest") == 0


async def test_a_notification_goes_to_billing_as_it_came(world: World) -> None:
    headers = {"Kaitong-Timestamp": "1764000000", "Kaitong-Signature": "v1=ab"}
    content = b'{"topUp": "1",  "channel": "hall"}\n'

    answer = await world.http.post(NOTIFICATIONS, headers=headers, content=content)

    sent = world.notes.last("NotifyPaymentRequest")
    assert (answer.status_code, answer.json()) == (200, {"topUp": TOP_UP, "status": "done"})
    assert (sent.provider, sent.timestamp, sent.signature) == ("pay", "1764000000", "v1=ab")
    assert sent.content == content
    assert world.notes.actors[-1].roles == {"provider"}
    assert not world.notes.actors[-1].staff


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (NotAllowed("SIGNATURE_NOT_VALID", "Not signed."), 401),
        (NotAllowed("NOTIFICATION_TOO_OLD", "Too old."), 401),
        (Refusal("TOP_UP_PAID", "Paid.", field="transaction"), 409),
        (Refusal("TRANSACTION_USED", "Used.", field="transaction"), 409),
    ],
)
async def test_a_notification_that_is_not_taken_says_why(
    world: World, refusal: Refusal, status: int
) -> None:
    world.notes.refusals["NotifyPaymentRequest"] = refusal

    answer = await world.http.post(NOTIFICATIONS, content=b"{}")

    assert (answer.status_code, answer.json()["code"]) == (status, refusal.code)


async def test_a_long_notification_is_not_read_to_its_end(world: World) -> None:
    answer = await world.http.post(NOTIFICATIONS, content=b" " * (16 * 1024 + 1))

    assert (answer.status_code, answer.json()["code"]) == (413, "TOO_LARGE")
    assert world.notes.asked == []


async def test_a_token_of_a_provider_opens_nothing(world: World) -> None:
    headers = world.signed_in("provider", channel="wallet")

    answer = await world.http.post("/v1/payments", headers=headers, json=PLAIN)

    assert (answer.status_code, answer.json()["code"]) == (403, "ROLE_NOT_ALLOWED")


def in_a_list(status: str) -> billing.Payment:
    """Return what billing lists of what was asked for."""
    top_up = asked(status=status)
    if status != "pending":
        top_up.ClearField("pay_link")
        top_up.ended_at.CopyFrom(stamp(NOON))
    shown = as_payment(top_up)
    shown.asked.CopyFrom(top_up)
    shown.at.CopyFrom(top_up.asked_at)
    return shown


@pytest.mark.parametrize("path", [PAYMENTS, BALANCES])
@pytest.mark.parametrize("status", ["pending", "failed", "expired"])
async def test_what_is_asked_for_is_listed_as_it_is_read(
    world: World, path: str, status: str
) -> None:
    told = in_a_list(status)
    world.notes.top_up, world.notes.payments = told.asked, [told]

    read = (await world.http.get(f"{path}/{TOP_UP}", headers=world.anna())).json()
    listed = await world.http.get(path, headers=world.anna())
    named = await world.http.get(f"{path}?id={TOP_UP}", headers=world.anna())
    so = await world.http.get(f"{path}?status={read['status']}", headers=world.anna())
    done = await world.http.get(f"{path}?status=completed,done", headers=world.anna())

    assert listed.json() == named.json() == so.json() == [read]
    assert listed.headers["X-Total-Count"] == so.headers["X-Total-Count"] == "1"
    assert done.json() == []


async def test_a_reference_finds_what_is_asked_for(world: World) -> None:
    world.notes.payments = [in_a_list("pending")]

    found = await world.http.get(f"{PAYMENTS}?correlatorId=r-1", headers=world.anna())

    assert [one["status"] for one in found.json()] == ["pending"]


@pytest.mark.parametrize(
    ("path", "said", "asked_as"),
    [
        (PAYMENTS, "expired", "expired"),
        (BALANCES, "created", "pending"),
        # Failed or expired: both are looked through here.
        (BALANCES, "failed", ""),
    ],
)
async def test_what_is_so_of_all_is_asked_of_billing(
    world: World, path: str, said: str, asked_as: str
) -> None:
    world.notes.payments = [in_a_list(asked_as or "expired")]

    answer = await world.http.get(f"{path}?status={said}", headers=world.signed_in("operations"))

    assert (answer.headers["X-Total-Count"], len(answer.json())) == ("1", 1)
    assert world.notes.last("ListPaymentsRequest").status == asked_as
