"""Lists a service pages: filtered by what is in them, of those named by id, and of everybody."""

from typing import Any

import pytest
from pretend_desks import BORIS, NUMBER
from pretend_money import ANNA, PAYMENT, SUBSCRIBER
from pretend_till import ACCOUNT, ADJUSTMENT
from pretend_world import World

from kernel.errors import NotAllowed, NotFound

BALANCES = "/tmf-api/prepayBalanceManagement/v4"
PAYMENTS = "/tmf-api/paymentManagement/v4"
USAGE = "/tmf-api/usageManagement/v4/usage"
BUCKET, TOPUP = f"{BALANCES}/bucket", f"{BALANCES}/topupBalance"
PAYMENT_LIST, ADJUST, REFUND = f"{PAYMENTS}/payment", f"{BALANCES}/adjustBalance", (
    f"{PAYMENTS}/refund"
)  # fmt: skip
HERS = {"logicalResource.id": NUMBER}
EITHER_LIST = pytest.mark.parametrize("path", [TOPUP, PAYMENT_LIST])


async def gets(world: World, path: str, role: str = "clerk", /, **asked: Any) -> Any:
    return await world.http.get(path, headers=world.signed_in(role), params=asked)


@pytest.mark.parametrize(
    ("path", "asked", "is_found"),
    [
        (TOPUP, {"status": "completed,created"}, True),
        (TOPUP, {"status": "failed"}, False),
        (TOPUP, {"usageType": "monetary", "isAutoTopup": "false"}, True),
        (TOPUP, {"amount.amount.gt": "10"}, True),
        (TOPUP, {"amount.amount.gt": "11"}, False),
        (TOPUP, {"confirmationDate": "2026-11-22T12:00:00+08:00"}, True),
        (TOPUP, {"confirmationDate.gte": "2026-11-23"}, False),
        (TOPUP, {"voucher": "x"}, False),
        (PAYMENT_LIST, {"status": "done,pending"}, True),
        (PAYMENT_LIST, {"status": "failed"}, False),
        (PAYMENT_LIST, {"channel.id": "hall", "correlatorId": "till-1"}, True),
        (PAYMENT_LIST, {"channel.id": "app"}, False),
        (PAYMENT_LIST, {"totalAmount.value.lte": "10.5"}, True),
        (PAYMENT_LIST, {"payer.id": "nobody"}, False),
    ],
)
async def test_payments_are_filtered_by_what_is_in_them(
    world: World, path: str, asked: dict[str, str], *, is_found: bool
) -> None:
    answer = await gets(world, path, **HERS, **asked)

    # What pretends to be billing says three times of one payment.
    assert (answer.status_code, len(answer.json())) == (200, 3 if is_found else 0)
    assert answer.headers["X-Total-Count"] == str(len(answer.json()))


async def test_pages_of_a_filtered_list_are_cut_here(world: World) -> None:
    part = await gets(world, TOPUP, **HERS, usageType="monetary", limit=2, offset=2)

    assert (part.status_code, part.headers["X-Total-Count"], len(part.json())) == (206, "3", 1)
    asked = world.notes.last("ListPaymentsRequest")
    assert asked.limit == 100


@pytest.mark.parametrize(
    ("path", "asked", "is_found"),
    [
        (ADJUST, {"reason": "a call was counted twice"}, True),
        (ADJUST, {"reason": "another"}, False),
        (ADJUST, {"reasonCode": "billing_error", "status": "created"}, True),
        (ADJUST, {"id": ADJUSTMENT}, True),
        (ADJUST, {"requestor.id": "a supervisor"}, False),
        (REFUND, {"status": "pendingAuthorization"}, True),
        (REFUND, {"status": "done"}, False),
        (REFUND, {"href": f"{REFUND}/{ADJUSTMENT}"}, True),
    ],
)
async def test_adjustments_and_refunds_are_filtered_by_what_is_in_them(
    world: World, path: str, asked: dict[str, str], *, is_found: bool
) -> None:
    answer = await gets(world, path, **asked)

    assert (answer.status_code, bool(answer.json())) == (200, is_found)


async def test_use_is_filtered_by_what_is_in_it(world: World) -> None:
    asked = {**HERS, "proof": "seen"}

    found = await gets(world, USAGE, **asked, **{"usageSpecification.id": "voice"})
    none = await gets(world, USAGE, **asked, status="billed")
    wrong = await gets(world, USAGE, **asked, statuses="billed")

    assert {one["usageType"] for one in found.json()} == {"voice"}
    assert none.json() == []
    assert (wrong.status_code, wrong.json()["field"]) == (400, "statuses")


@EITHER_LIST
async def test_a_list_too_long_to_be_looked_through_is_not_cut_short(
    world: World, path: str
) -> None:
    world.notes.counted = 1001

    answer = await gets(world, path, **HERS, **{"channel.id": "app"})
    plain = await gets(world, path, **HERS)

    assert (answer.status_code, answer.json()["code"]) == (400, "FIELD_NOT_VALID")
    assert "1000" in answer.json()["reason"]
    assert (plain.status_code, plain.headers["X-Total-Count"]) == (206, "1001")


@EITHER_LIST
async def test_payments_are_found_by_id_and_by_href_whoseever_they_are(
    world: World, path: str
) -> None:
    by_id = await gets(world, path, id=PAYMENT)
    by_href = await gets(world, path, href=f"{path}/{PAYMENT}")
    assert world.notes.said("ListPaymentsRequest") == 0
    of_another = await gets(world, path, href=f"/elsewhere/{PAYMENT}", **HERS)

    assert [one["id"] for one in by_id.json()] == [PAYMENT]
    assert by_href.json() == by_id.json()
    assert of_another.json() == []


@EITHER_LIST
@pytest.mark.parametrize(
    "refusal", [NotFound("PAYMENT_UNKNOWN", "No."), NotAllowed("NOT_YOURS", "No.")]
)
async def test_a_payment_that_is_not_there_or_not_hers_is_not_listed(
    world: World, path: str, refusal: Exception
) -> None:
    world.notes.refusals["GetPaymentRequest"] = refusal

    there = await gets(world, path, id=PAYMENT)
    odd = await gets(world, path, id="none")

    assert (there.status_code, there.json()) == (200, [])
    assert (odd.status_code, odd.json()) == (200, [])


@EITHER_LIST
async def test_who_answers_for_the_others_lists_payments_of_all(world: World, path: str) -> None:
    listed = await gets(world, path, "supervisor", limit=1)
    asked = world.notes.last("ListPaymentsRequest")
    of_one = await gets(world, path, "supervisor", **HERS)

    assert (asked.of_all, list(asked.account_ids), asked.limit) == (True, [], 1)
    assert (listed.status_code, listed.headers["X-Total-Count"]) == (206, "3")
    assert of_one.status_code == 206
    assert not world.notes.last("ListPaymentsRequest").of_all


@pytest.mark.parametrize("path", [TOPUP, PAYMENT_LIST, BUCKET])
@pytest.mark.parametrize("role", ["clerk"])
async def test_a_clerk_says_whose(world: World, path: str, role: str) -> None:
    answer = await gets(world, path, role)

    assert (answer.status_code, answer.json()["code"]) == (400, "FIELD_MISSING")
    assert world.notes.asked == []


@pytest.mark.parametrize("path", [TOPUP, PAYMENT_LIST, BUCKET])
async def test_a_customer_lists_what_is_hers(world: World, path: str) -> None:
    answer = await world.http.get(path, headers=world.anna())

    assert answer.json()
    assert world.notes.last("ListSubscribersRequest").customer_id == ANNA
    assert world.notes.said("ListAccountsRequest") == 0


async def test_who_answers_for_the_others_lists_everybodys_money(world: World) -> None:
    world.notes.counted = 7

    answer = await gets(world, BUCKET, "operations", status="active", offset=2, limit=1)
    asked = world.notes.last("ListAccountsRequest")

    (row,) = answer.json()
    assert (list(asked.states), asked.offset, asked.limit) == (["open"], 2, 1)
    assert (answer.status_code, answer.headers["X-Total-Count"]) == (206, "7")
    assert row["remainingValue"] == {"units": "CNY", "amount": -1.2}
    assert row["logicalResource"][0]["id"] == NUMBER
    assert row["product"][0]["id"] == SUBSCRIBER
    # What is kept aside is asked for one account, not for all.
    assert "reservedValue" not in row
    assert world.notes.said("ListBooksRequest") == 0


async def test_everybodys_money_goes_on_after_an_id(world: World) -> None:
    after = await gets(world, BUCKET, "supervisor", **{"id.gt": ACCOUNT})
    asked = world.notes.last("ListAccountsRequest")
    odd = await gets(world, BUCKET, "supervisor", **{"id.gt": "x"})

    assert after.status_code == 200
    assert asked.after_account_id == ACCOUNT
    assert odd.status_code == 404


async def test_more_than_anybody_counts_is_not_counted(world: World) -> None:
    world.notes.counted, world.notes.more = 10_001, True

    for path in (BUCKET, PAYMENT_LIST):
        answer = await gets(world, path, "supervisor")
        assert answer.status_code == 206
        assert "X-Total-Count" not in answer.headers
        assert answer.headers["X-Result-Count"] == "1"


async def test_more_than_anybody_counts_is_not_looked_through(world: World) -> None:
    world.notes.more = True

    answer = await gets(world, PAYMENT_LIST, "supervisor", correlatorId="x")

    assert (answer.status_code, answer.json()["code"]) == (400, "FIELD_NOT_VALID")


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        (PAYMENT_LIST, HERS),
        (TOPUP, HERS),
        (USAGE, {"msisdn": NUMBER, "proof": "seen"}),
        (ADJUST, {}),
    ],
)
async def test_what_is_counted_to_the_end_is_told_however_much_it_is(
    world: World, path: str, asked: dict[str, str]
) -> None:
    world.notes.counted = 12_345

    answer = await gets(world, path, "supervisor", **asked)

    assert (answer.status_code, answer.headers["X-Total-Count"]) == (206, "12345")


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"usageType": "data"}, "usageType"), ({"name": "x"}, "name"), ({"sort": "id"}, "sort")],
)
async def test_of_everybody_money_alone_is_listed(
    world: World, asked: dict[str, str], field: str
) -> None:
    answer = await gets(world, BUCKET, "supervisor", **asked)

    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert world.notes.said("ListAccountsRequest") == 0


async def test_nobodys_money_has_expired(world: World) -> None:
    answer = await gets(world, BUCKET, "supervisor", status="expired")

    assert (answer.status_code, answer.json(), answer.headers["X-Total-Count"]) == (200, [], "0")


async def test_buckets_are_found_by_id_and_by_href(world: World) -> None:
    world.notes.accounts[f'account_id: "{ACCOUNT}"'] = ACCOUNT
    rows = (await gets(world, BUCKET, **{"partyAccount.id": ACCOUNT})).json()
    assert len(rows) > 1

    for row in rows:
        by_id = await gets(world, BUCKET, id=row["id"])
        by_href = await gets(world, BUCKET, href=row["href"])
        assert by_id.json() == by_href.json() == [row]
    several = await gets(world, BUCKET, id=",".join(row["id"] for row in rows))
    assert several.json() == rows


async def test_a_bucket_of_another_is_not_listed(world: World) -> None:
    boris = world.signed_in("customer", customer_id=BORIS)
    world.notes.accounts[f'account_id: "{ACCOUNT}"'] = ACCOUNT

    hidden = await world.http.get(BUCKET, headers=boris, params={"id": ACCOUNT})
    odd = await gets(world, BUCKET, id="none")

    assert (hidden.status_code, hidden.json()) == (200, [])
    assert (odd.status_code, odd.json()) == (200, [])
