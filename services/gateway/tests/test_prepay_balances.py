"""TMF654: what is left in the bucket, and topping it up."""

from typing import Any

import pytest
from pretend_desks import BORIS, NUMBER
from pretend_money import ANNA, LATER, PAYMENT, SUBSCRIBER
from pretend_packs import ALLOWANCE
from pretend_till import book
from pretend_world import World

from kernel.errors import NotFound, Refusal

BALANCES = "/tmf-api/prepayBalanceManagement/v4"
ACCOUNT = "0193e000-0000-7000-8000-0000000000dd"


def topup(**more: Any) -> dict[str, Any]:
    body = {
        "amount": {"amount": 10.5, "units": "CNY"},
        "logicalResource": [{"id": NUMBER}],
        "channel": {"name": "hall"},
    }
    return {name: value for name, value in {**body, **more}.items() if value is not None}


async def tops_up(
    world: World, headers: dict[str, str] | None = None, *, key: str = "", **more: Any
) -> Any:
    sent = {**(headers or world.clerk()), **({"Idempotency-Key": key} if key else {})}
    return await world.http.post(f"{BALANCES}/topupBalance", headers=sent, json=topup(**more))


async def test_a_topup_is_a_payment_whose_reference_is_its_key(world: World) -> None:
    first = await tops_up(world, key="one")
    asked = world.notes.last("PostPaymentRequest")
    await tops_up(world, key="one")

    assert (asked.amount.currency, asked.amount.minor) == ("CNY", 1050)
    assert (asked.msisdn, asked.payment_channel) == (NUMBER, "hall")
    assert asked.reference == asked.request_id
    assert world.notes.last("PostPaymentRequest") == asked
    assert (first.status_code, first.json()["status"]) == (201, "completed")
    assert '"amount":{"units":"CNY","amount":10.50}' in first.text


async def test_a_topup_is_read_where_its_location_says(world: World) -> None:
    made = await tops_up(world)

    read = await world.http.get(made.headers["Location"], headers=world.anna())

    assert made.headers["Location"] == made.json()["href"] == f"{BALANCES}/topupBalance/{PAYMENT}"
    assert read.json() == made.json()
    assert read.json()["confirmationDate"] == "2026-11-22T04:00:00Z"


async def test_anybody_tops_up_any_number_and_sees_nothing_of_it(world: World) -> None:
    payer = world.signed_in("payer", channel="bank")

    answer = await tops_up(world, payer, channel=None)

    assert (answer.status_code, answer.json()["amount"]["amount"]) == (201, 10.5)
    assert world.notes.last("PostPaymentRequest").payment_channel == "bank"
    assert world.notes.said("GetPaymentRequest") == 0


@pytest.mark.parametrize(
    ("change", "name", "value"),
    [
        ({"product": [{"id": SUBSCRIBER}]}, "subscriber_id", SUBSCRIBER),
        ({"product": {"id": SUBSCRIBER}}, "subscriber_id", SUBSCRIBER),
        ({"partyAccount": {"id": ACCOUNT}}, "account_id", ACCOUNT),
        ({"bucket": {"id": ACCOUNT}}, "account_id", ACCOUNT),
        ({"bucket": {"id": ACCOUNT}, "partyAccount": {"id": ACCOUNT}}, "account_id", ACCOUNT),
    ],
)
async def test_who_is_topped_up_is_said_in_several_ways(
    world: World, change: dict[str, Any], name: str, value: str
) -> None:
    answer = await tops_up(world, logicalResource=None, **change)

    assert answer.status_code == 201
    assert getattr(world.notes.last("PostPaymentRequest"), name) == value


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": None}, "amount"),
        ({"amount": {"amount": 10.5}}, "amount.units"),
        ({"amount": {"amount": 10.5, "units": "USD"}}, "amount.units"),
        ({"amount": {"amount": 10.505, "units": "CNY"}}, "amount.amount"),
        ({"amount": {"amount": 0, "units": "CNY"}}, "amount.amount"),
        ({"amount": {"amount": -5, "units": "CNY"}}, "amount.amount"),
        ({"amount": {"amount": "10", "units": "CNY"}}, "amount.amount"),
        ({"amount": {"amount": True, "units": "CNY"}}, "amount.amount"),
        ({"amount": {"amount": 1e300, "units": "CNY"}}, "amount.amount"),
        ({"amount": {"amount": 1e-300, "units": "CNY"}}, "amount.amount"),
        ({"amount": {"amount": 10**30, "units": "CNY"}}, "amount.amount"),
        ({"logicalResource": None}, "logicalResource"),
        ({"logicalResource": [{"id": NUMBER}, {"id": NUMBER}]}, "logicalResource"),
        ({"logicalResource": [{}]}, "logicalResource.id"),
        ({"isAutoTopup": True}, "isAutoTopup"),
        ({"usageType": "data"}, "usageType"),
    ],
)
async def test_a_topup_that_is_not_clear_is_refused(
    world: World, change: dict[str, Any], field: str
) -> None:
    answer = await tops_up(world, **change)

    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert world.notes.asked == []


async def test_who_names_an_account_in_several_ways_means_one(world: World) -> None:
    answer = await tops_up(world, bucket={"id": ACCOUNT}, product=[{"id": SUBSCRIBER}])

    assert answer.status_code == 201
    assert world.notes.said("GetBalanceRequest") == 3
    assert world.notes.last("PostPaymentRequest").account_id == "account"


async def test_different_accounts_are_not_topped_up_at_once(world: World) -> None:
    world.notes.accounts[f'msisdn: "{NUMBER}"'] = "another"

    answer = await tops_up(world, bucket={"id": ACCOUNT})

    assert (answer.status_code, answer.json()["field"]) == (400, "partyAccount")
    assert world.notes.said("PostPaymentRequest") == 0


async def test_who_may_not_see_the_account_names_it_in_one_way(world: World) -> None:
    boris = world.signed_in("customer", customer_id=BORIS)

    answer = await tops_up(world, boris, bucket={"id": ACCOUNT})

    assert (answer.status_code, answer.json()["code"]) == (403, "NOT_YOURS")
    assert world.notes.said("PostPaymentRequest") == 0


async def test_numbers_no_machine_holds_are_no_json(world: World) -> None:
    for number in ("NaN", "Infinity", "1e99999999999999999999"):
        answer = await world.http.post(
            f"{BALANCES}/topupBalance",
            headers=world.clerk(),
            content=f'{{"amount": {{"amount": {number}, "units": "CNY"}}}}',
        )

        assert answer.status_code == 400
    assert world.notes.asked == []


async def test_a_topup_billing_refuses_names_the_field_as_it_was_sent(world: World) -> None:
    world.notes.refusals["PostPaymentRequest"] = Refusal(
        "AMOUNT_NOT_ALLOWED", "Too much.", field="amount.minor"
    )

    answer = await tops_up(world)

    assert (answer.status_code, answer.json()["field"]) == (400, "amount.amount")


async def test_a_bucket_shows_what_is_left(world: World) -> None:
    rows = await world.http.get(
        f"{BALANCES}/bucket", params={"product.id": SUBSCRIBER}, headers=world.anna()
    )
    one = await world.http.get(f"{BALANCES}/bucket/{ACCOUNT}", headers=world.anna())

    row = rows.json()[0]
    assert one.json() == row
    assert (row["usageType"], row["status"], row["isShared"]) == ("monetary", "active", False)
    assert row["remainingValue"] == {"units": "CNY", "amount": -1.2}
    assert "creditLimit" not in row
    assert row["product"][0]["id"] == SUBSCRIBER
    assert row["relatedParty"][0]["id"] == ANNA
    assert world.notes.last("GetBalanceRequest").account_id == ACCOUNT


async def test_a_bucket_of_who_pays_later_shows_what_is_left_of_the_limit(world: World) -> None:
    world.notes.credit = LATER

    one = await world.http.get(f"{BALANCES}/bucket/{ACCOUNT}", headers=world.anna())
    total = await world.http.get(f"{BALANCES}/accumulatedBalance/{ACCOUNT}", headers=world.anna())

    said = {
        name: one.json()[name]["amount"]
        for name in ("remainingValue", "reservedValue", "creditLimit", "exposure")
    }
    assert said == {
        "remainingValue": 98.8, "reservedValue": 0.3, "creditLimit": 100, "exposure": 1.5,
    }  # fmt: skip
    assert total.json()["totalBalance"]["amount"] == 98.8


async def test_all_buckets_of_a_customer_are_filtered_by_their_attributes(world: World) -> None:
    async def found(**asked: str) -> list[str]:
        rows = await world.http.get(f"{BALANCES}/bucket", headers=world.anna(), params=asked)
        return [row["id"] for row in rows.json()]

    money, deposit, data, minutes = await found()
    assert money == "account"
    assert await found(usageType="monetary") == [money, deposit]
    assert await found(usageType="monetary", status="active") == [money]
    assert await found(usageType="data") == [data]
    assert await found(usageType="voice,data") == [data, minutes]


async def test_gifts_and_deposits_have_buckets_of_their_own(world: World) -> None:
    world.notes.books.append(book("month_gift"))

    rows = (await world.http.get(f"{BALANCES}/bucket", headers=world.anna())).json()
    total = (await world.http.get(f"{BALANCES}/accumulatedBalance", headers=world.anna())).json()[0]

    held = {row["name"]: row["remainingValue"]["amount"] for row in rows[:3]}
    # The balance of -1.20 is that of cash and gift together; a deposit is in no balance.
    assert held == {"money": -50.2, "month_gift": 49, "deposit": 49}
    assert total["totalBalance"]["amount"] == -1.2
    assert [one["name"] for one in total["bucket"]] == ["money", "month_gift"]
    assert rows[1]["description"] == "Pays for: usage."
    assert rows[1]["validFor"]["endDateTime"] == "2026-11-22T04:00:00Z"
    assert (rows[1]["status"], rows[2]["status"]) == ("active", "suspended")


async def test_a_bucket_beside_money_is_read_by_account_and_part(world: World) -> None:
    world.notes.accounts[f'account_id: "{ACCOUNT}"'] = ACCOUNT

    read = await world.http.get(f"{BALANCES}/bucket/{ACCOUNT}.{ALLOWANCE}", headers=world.anna())
    other = await world.http.get(f"{BALANCES}/bucket/{ACCOUNT}.{SUBSCRIBER}", headers=world.anna())
    none = await world.http.get(f"{BALANCES}/bucket/x.{ALLOWANCE}", headers=world.anna())

    assert read.json()["remainingValue"] == {"amount": 510_000, "units": "kilobyte"}
    assert (read.json()["usageType"], read.json()["id"]) == ("data", f"{ACCOUNT}.{ALLOWANCE}")
    # She is told the same of what is not there and of what is another's.
    assert [one.status_code for one in (other, none)] == [403, 403]
    assert other.content == none.content


async def test_an_accumulated_balance_names_its_buckets(world: World) -> None:
    rows = await world.http.get(
        f"{BALANCES}/accumulatedBalance", params={"relatedParty.id": ANNA}, headers=world.clerk()
    )
    one = await world.http.get(
        f"{BALANCES}/accumulatedBalance/{ACCOUNT}?fields=totalBalance", headers=world.clerk()
    )

    (row,) = rows.json()
    assert row["totalBalance"] == {"units": "CNY", "amount": -1.2}
    assert row["bucket"][0]["id"] == "account"
    assert set(one.json()) == {"id", "href", "@type", "totalBalance"}


async def test_a_number_whose_account_is_not_open_yet_has_no_bucket(world: World) -> None:
    world.notes.refusals["GetBalanceRequest"] = NotFound("ACCOUNT_UNKNOWN", "None.")

    rows = await world.http.get(f"{BALANCES}/bucket", headers=world.anna())

    assert (rows.status_code, rows.json()) == (200, [])


async def test_topups_are_listed(world: World) -> None:
    answer = await world.http.get(f"{BALANCES}/topupBalance?limit=1", headers=world.anna())

    asked = world.notes.last("ListPaymentsRequest")
    assert (list(asked.account_ids), asked.limit) == (["account"], 1)
    assert (answer.status_code, answer.headers["X-Total-Count"]) == (206, "3")
    assert answer.json()[0]["id"] == PAYMENT


async def test_a_filter_topups_do_not_have_is_refused(world: World) -> None:
    answer = await world.http.get(f"{BALANCES}/topupBalance?statuses=failed", headers=world.anna())

    assert (answer.status_code, answer.json()["field"]) == (400, "statuses")
    assert world.notes.asked == []


@pytest.mark.parametrize("resource", ["bucket", "accumulatedBalance", "topupBalance"])
async def test_an_id_that_is_none_is_not_found(world: World, resource: str) -> None:
    answer = await world.http.get(f"{BALANCES}/{resource}/none", headers=world.clerk())

    assert (answer.status_code, answer.json()["code"]) == (404, "RESOURCE_NOT_FOUND")


@pytest.mark.parametrize("path", ["bucket", "accumulatedBalance", f"bucket/{ACCOUNT}"])
async def test_a_customer_sees_nothing_of_anothers(world: World, path: str) -> None:
    boris = world.signed_in("customer", customer_id=BORIS)

    asked = {} if ACCOUNT in path else {"product.id": SUBSCRIBER}
    answer = await world.http.get(f"{BALANCES}/{path}", headers=boris, params=asked)

    assert (answer.status_code, answer.json()["code"]) == (403, "NOT_YOURS")


@pytest.mark.parametrize("resource", ["transferBalance", "deductBalance", "reserveBalance"])
async def test_what_is_not_offered_says_why(world: World, resource: str) -> None:
    for method, path in (("POST", resource), ("GET", resource), ("GET", f"{resource}/1")):
        answer = await world.http.request(method, f"{BALANCES}/{path}", headers=world.clerk())

        assert (answer.status_code, answer.json()["code"]) == (501, "NOT_OFFERED")
        assert len(answer.json()["reason"]) > 20
