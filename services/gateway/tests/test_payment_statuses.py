"""A payment that was taken back says so in every form, and can be looked for by that."""

from datetime import timedelta

import pytest
from pretend_money import NOON, fen, payment, stamp
from pretend_world import World

from boss.billing.v1 import questions_pb2 as billing
from boss.billing.v1.top_ups_pb2 import TopUp
from gateway.apis.tmf654_prepay_balance.mapping.top_ups import topped_up
from gateway.apis.tmf676_payment.mapping.payments import shown
from gateway.records.top_ups import as_payment

ACCOUNT = "0193e000-0000-7000-8000-0000000000dd"
PAYMENTS = "/tmf-api/paymentManagement/v4/payment"
TOPUPS = "/tmf-api/prepayBalanceManagement/v4/topupBalance"
LATER = NOON + timedelta(hours=1)


def taken_back() -> billing.Payment:
    told = payment()
    told.status = "reversed"
    told.reversed_at.CopyFrom(stamp(LATER))
    return told


def test_it_is_reversed_as_a_payment_and_cancelled_as_a_topup() -> None:
    as_payment, as_topup = shown(taken_back()), topped_up(taken_back())

    assert (as_payment["status"], as_topup["status"]) == ("reversed", "cancelled")
    assert as_payment["paymentDate"] == as_topup["requestedDate"] == "2026-11-22T04:00:00Z"
    assert as_payment["statusDate"] == as_topup["confirmationDate"] == "2026-11-22T05:00:00Z"


def test_what_a_customer_asked_for_is_shown_as_taken_back_to_who_sees_no_account() -> None:
    asked = TopUp(id="0193e000-0000-7000-8000-0000000000cc", status="reversed", paid=fen(1050))

    assert shown(as_payment(asked))["status"] == "reversed"
    assert topped_up(as_payment(asked))["status"] == "cancelled"


def test_what_is_done_says_so() -> None:
    assert (shown(payment())["status"], topped_up(payment())["status"]) == ("done", "completed")


def test_who_pays_for_somebody_who_left_is_told_that_it_can_be_paid_out() -> None:
    told = payment()
    told.payable_back.CopyFrom(fen(1005))

    for form in (shown(told), topped_up(told)):
        assert form["description"] == (
            "The subscriber has left: CNY 10.05 can be paid out of this account."
        )
    assert "description" not in shown(payment())


@pytest.mark.parametrize(
    ("path", "back", "done"),
    [
        (f"{PAYMENTS}?account.id={ACCOUNT}", "reversed", "done"),
        (f"{TOPUPS}?partyAccount.id={ACCOUNT}", "cancelled", "completed"),
    ],
)
async def test_lists_are_filtered_by_what_became_of_it(
    world: World, path: str, back: str, done: str
) -> None:
    world.notes.payments = [taken_back()]

    found = await world.http.get(f"{path}&status={back}", headers=world.clerk())
    none = await world.http.get(f"{path}&status={done}", headers=world.clerk())

    assert [one["status"] for one in found.json()] == [back]
    assert (none.status_code, none.json()) == (200, [])


async def test_the_plain_endpoints_say_it_too(world: World) -> None:
    body = {"subscriberId": "0193e000-0000-7000-8000-0000000000aa", "amount": 5, "reference": "x"}
    paid = await world.http.post("/v1/payments", headers=world.clerk(), json=body)
    body = {"channel": "hall", "reference": "x", "reason": "a mistake"}
    headers = world.signed_in("supervisor", channel="hall")
    back = await world.http.post("/v1/payments/reversals", headers=headers, json=body)

    assert (paid.json()["status"], back.json()["status"]) == ("done", "reversed")
    assert paid.json()["account"]["payableBack"] == 0
