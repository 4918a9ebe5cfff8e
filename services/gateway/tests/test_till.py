"""The till: deposits, gifts, books, payments taken back, and vouchers."""

from typing import Any

import pytest
from pretend_desks import BORIS, NUMBER
from pretend_money import ANNA
from pretend_till import ACCOUNT, ADJUSTMENT, BOOK
from pretend_world import World

from boss.billing.v1 import questions_pb2
from kernel.errors import NotFound, Refusal, TryLater

TILL = f"/v1/accounts/{ACCOUNT}"
TOPUP = "/tmf-api/prepayBalanceManagement/v4/topupBalance"
CODE = "1234-5678-9012-3456"


def gift(**more: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "kind": "dedicated_gift",
        "amount": 5000,
        "items": ["usage"],
        "months": 1,
        "validUntil": "2026-12-31",
        "reason": "a year with us",
    }
    return {name: value for name, value in {**body, **more}.items() if value is not None}


def reversing(**more: Any) -> dict[str, Any]:
    body = {"channel": "hall", "reference": "till-1", "reason": "wrong number"}
    return {name: value for name, value in {**body, **more}.items() if value is not None}


def with_voucher(**more: Any) -> dict[str, Any]:
    body = {"voucher": CODE, "logicalResource": [{"id": NUMBER}]}
    return {name: value for name, value in {**body, **more}.items() if value is not None}


async def posts(world: World, path: str, body: dict[str, Any], *roles: str) -> Any:
    headers = world.signed_in(*(roles or ("supervisor",)))
    return await world.http.post(path, headers=headers, json=body)


async def test_a_deposit_is_taken_and_given_back(world: World) -> None:
    taken = await posts(world, f"{TILL}/deposits", {"amount": 5000, "reason": "roaming"}, "clerk")
    back = await posts(world, f"{TILL}/deposits/{BOOK}/return", {"reason": "home"}, "clerk")

    asked = world.notes.last("TakeDepositRequest")
    returned = world.notes.last("ReturnDepositRequest")
    assert (asked.account_id, asked.amount.minor, asked.reason) == (ACCOUNT, 5000, "roaming")
    assert (taken.status_code, taken.json()["kind"], taken.json()["left"]) == (201, "deposit", 4900)
    assert (returned.account_id, returned.book_id) == (ACCOUNT, BOOK)
    assert (back.status_code, back.json()) == (201, {"amount": 5000})


async def test_a_deposit_that_is_not_held_is_not_found(world: World) -> None:
    unknown = NotFound("DEPOSIT_UNKNOWN", "No such deposit.", field="book_id")
    world.notes.refusals["ReturnDepositRequest"] = unknown

    answer = await posts(world, f"{TILL}/deposits/{BOOK}/return", {"reason": "home"})

    assert (answer.status_code, answer.json()["field"]) == (404, "book")


async def test_a_gift_is_given(world: World) -> None:
    answer = await posts(world, f"{TILL}/gifts", gift(months=6))

    asked = world.notes.last("GrantGiftRequest")
    assert (asked.kind, asked.amount.minor, list(asked.items)) == (
        "dedicated_gift",
        5000,
        ["usage"],
    )
    assert (asked.months, asked.valid_until, asked.reason) == (6, "2026-12-31", "a year with us")
    assert answer.status_code == 201
    assert answer.json()["books"][0]["kind"] == "dedicated_gift"


async def test_cash_and_books_are_shown_to_whose_they_are(world: World) -> None:
    answer = await world.http.get(f"{TILL}/books", headers=world.anna())

    assert world.notes.actors[-1].customer_id == ANNA
    assert answer.json()["cash"] == -120
    assert [one["id"] for one in answer.json()["books"]] == [BOOK]


async def test_a_payment_made_by_mistake_is_taken_back(world: World) -> None:
    answer = await posts(world, "/v1/payments/reversals", reversing())

    asked = world.notes.last("ReversePaymentRequest")
    assert (asked.payment_channel, asked.reference) == ("hall", "till-1")
    assert (asked.reason, answer.status_code) == ("wrong number", 201)
    assert answer.json()["account"]["available"] == -120


async def test_stolen_vouchers_are_blocked(world: World) -> None:
    body = {"serials": ["A-1", "A-2"], "reason": "stolen"}

    answer = await posts(world, "/v1/vouchers/blocks", body)

    assert list(world.notes.last("BlockVouchersRequest").serials) == ["A-1", "A-2"]
    assert answer.json() == {"blocked": 2}


async def test_a_batch_that_waits_is_listed_and_released_by_a_second_person(world: World) -> None:
    waiting = await world.http.get("/v1/vouchers/waiting", headers=world.signed_in("supervisor"))
    body = {"batch": "spring", "reason": "counted"}

    answer = await posts(world, "/v1/vouchers/releases", body)

    assert waiting.json() == [
        {"batch": "spring", "loadedBy": "olga (bossctl)", "vouchers": 1000, "worth": 5_000_000}
    ]
    asked = world.notes.last("ReleaseVouchersRequest")
    assert (asked.batch, asked.reason) == ("spring", "counted")
    assert (answer.status_code, answer.json()) == (201, {"released": 1000, "worth": 5_000_000})


async def test_the_limit_of_who_pays_later_is_set(world: World) -> None:
    body = {"limit": 0, "validUntil": "2026-12-31", "reason": "she asked"}

    answer = await posts(world, f"{TILL}/credit-limit", body)

    asked = world.notes.last("SetCreditLimitRequest")
    assert (asked.account_id, asked.limit.minor, asked.valid_until) == (ACCOUNT, 0, "2026-12-31")
    assert (asked.reason, answer.status_code) == ("she asked", 201)
    assert answer.json()["balance"] == -120


async def test_high_use_is_confirmed(world: World) -> None:
    answer = await posts(world, f"{TILL}/high-use/confirmation", {"reason": "she called"}, "clerk")

    asked = world.notes.last("ConfirmHighUseRequest")
    assert (asked.account_id, asked.reason, answer.status_code) == (ACCOUNT, "she called", 201)


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("credit-limit", {"limit": -1, "reason": "x"}, "limit"),
        ("credit-limit", {"reason": "x"}, "limit"),
        ("credit-limit", {"limit": 1}, "reason"),
        ("high-use/confirmation", {}, "reason"),
        ("deposits", {"reason": "x"}, "amount"),
        ("deposits", {"amount": 0, "reason": "x"}, "amount"),
        ("deposits", {"amount": 1.5, "reason": "x"}, "amount"),
        ("deposits", {"amount": True, "reason": "x"}, "amount"),
        ("deposits", {"amount": 5}, "reason"),
        ("gifts", gift(kind=None), "kind"),
        ("gifts", gift(months=0), "months"),
        ("gifts", gift(months="6"), "months"),
        ("gifts", gift(items="usage"), "items"),
        ("gifts", gift(reason=None), "reason"),
    ],
)
async def test_what_is_not_clear_is_refused(
    world: World, path: str, body: dict[str, Any], field: str
) -> None:
    answer = await posts(world, f"{TILL}/{path}", body)

    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert world.notes.asked == []


@pytest.mark.parametrize(
    ("path", "body", "role"),
    [
        (f"{TILL}/deposits", {"amount": 5, "reason": "x"}, "customer"),
        (f"{TILL}/gifts", gift(), "clerk"),
        (f"{TILL}/credit-limit", {"limit": 5, "reason": "x"}, "clerk"),
        (f"{TILL}/high-use/confirmation", {"reason": "x"}, "customer"),
        ("/v1/payments/reversals", reversing(), "clerk"),
        ("/v1/vouchers/blocks", {"serials": ["A"], "reason": "x"}, "clerk"),
        ("/v1/vouchers/releases", {"batch": "A", "reason": "x"}, "clerk"),
    ],
)
async def test_not_everybody_may(world: World, path: str, body: dict[str, Any], role: str) -> None:
    answer = await posts(world, path, body, role)

    assert (answer.status_code, answer.json()["code"]) == (403, "ROLE_NOT_ALLOWED")
    assert world.notes.asked == []


async def test_an_account_that_is_no_id_is_not_found(world: World) -> None:
    answer = await posts(world, "/v1/accounts/hers/gifts", gift())

    assert (answer.status_code, answer.json()["code"]) == (404, "RESOURCE_NOT_FOUND")


async def test_a_voucher_is_redeemed_for_a_number(world: World) -> None:
    answer = await world.http.post(TOPUP, headers=world.anna(), json=with_voucher())

    asked = world.notes.last("RedeemVoucherRequest")
    assert (asked.msisdn, asked.code) == (NUMBER, CODE)
    assert (answer.status_code, answer.json()["status"]) == (201, "completed")
    assert world.notes.last("GetPaymentRequest").payment_id == "payment"
    assert CODE not in answer.text


async def test_a_stranger_learns_only_what_the_card_was_worth(world: World) -> None:
    boris = world.signed_in("customer", channel="app", customer_id=BORIS)

    answer = await world.http.post(TOPUP, headers=boris, json=with_voucher())

    assert answer.json()["amount"] == {"amount": 50, "units": "CNY"}
    assert answer.json()["channel"]["id"] == "card"
    assert "confirmationDate" not in answer.json()
    assert world.notes.said("GetPaymentRequest") == 0


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"amount": {"amount": 50, "units": "CNY"}}, "FIELD_NOT_VALID", "amount"),
        ({"partyAccount": {"id": ACCOUNT}}, "FIELD_NOT_VALID", "partyAccount"),
        ({"logicalResource": None}, "FIELD_MISSING", "logicalResource"),
        ({"logicalResource": [{}]}, "FIELD_MISSING", "logicalResource.id"),
        ({"voucher": 7}, "FIELD_NOT_VALID", "voucher"),
    ],
)
async def test_a_voucher_that_is_not_clear_is_not_tried(
    world: World, change: dict[str, Any], code: str, field: str
) -> None:
    answer = await world.http.post(TOPUP, headers=world.clerk(), json=with_voucher(**change))

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert answer.json()["field"] == field
    assert world.notes.asked == []


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (NotFound("VOUCHER_UNKNOWN", "No such voucher.", field="code"), 404),
        (Refusal("VOUCHER_USED", "It was redeemed.", field="code"), 400),
        (Refusal("VOUCHER_BLOCKED", "It is blocked.", field=""), 422),
    ],
)
async def test_a_voucher_billing_refuses_is_refused(
    world: World, refusal: Refusal, status: int
) -> None:
    world.notes.refusals["RedeemVoucherRequest"] = refusal

    answer = await world.http.post(TOPUP, headers=world.clerk(), json=with_voucher())

    assert (answer.status_code, answer.json()["code"]) == (status, refusal.code)
    assert answer.json().get("field", "") == ("voucher" if refusal.field else "")


async def test_who_tried_too_many_vouchers_is_told_how_long_to_wait(world: World) -> None:
    world.notes.refusals["RedeemVoucherRequest"] = TryLater(
        "VOUCHER_LOCKED", "Wait.", seconds=3600, field="msisdn"
    )

    answer = await world.http.post(TOPUP, headers=world.clerk(), json=with_voucher())

    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3600")
    told = answer.json()
    assert (told["code"], told["field"]) == ("VOUCHER_LOCKED", "logicalResource.id")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (f"{TILL}/gifts", gift()),
        (f"{TILL}/deposits/{BOOK}/return", {"reason": "she is home"}),
        (f"{TILL}/credit-limit", {"limit": 5_000_000, "reason": "she travels"}),
    ],
)
async def test_what_is_more_than_one_person_may_waits_for_a_second(
    world: World, path: str, body: dict[str, Any]
) -> None:
    world.notes.waits = questions_pb2.Adjustment(id=ADJUSTMENT, state="waiting")

    answer = await posts(world, path, body)

    assert answer.status_code == 202
    assert answer.json() == {"approval": {"id": ADJUSTMENT, "status": "created"}}
