"""Money that moves at somebody's word, through the real gateway: every fen is in the ledger."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from harness.books import Books
from harness.chain import Town, new_key
from launch.issuer import issue
from launch.operations import bossctl
from launch.story import Anna

ADJUSTMENTS = "/tmf-api/prepayBalanceManagement/v4/adjustBalance"
TOPUP = "/tmf-api/prepayBalanceManagement/v4/topupBalance"
PAYMENTS = "/tmf-api/paymentManagement/v4/payment"
REFUNDS = "/tmf-api/paymentManagement/v4/refund"
LIMIT = 10_000
"""Fen one person may move alone."""


@dataclass(frozen=True, slots=True)
class Counter:
    """Two people of the operator, who are not the same."""

    clerk: httpx.Client
    supervisor: httpx.Client


@pytest.fixture
def counter(town: Town) -> Iterator[Counter]:
    with _signed_in(town, "clerk") as clerk, _signed_in(town, "supervisor") as supervisor:
        yield Counter(clerk, supervisor)


@contextmanager
def _signed_in(town: Town, role: str) -> Iterator[httpx.Client]:
    token = issue(town.operator.surroundings.keys, subject=f"{role} of the till", roles=(role,))
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=town.operator.rest, headers=headers, timeout=60.0) as http:
        yield http


def account_of(town: Town, anna: Anna) -> str:
    return str(town.http.get(f"/v1/subscribers/{anna.subscriber}/balance").json()["id"])


def adjusting(account: str, yuan: float, **more: Any) -> Mapping[str, Any]:
    return {
        "amount": {"amount": yuan, "units": "CNY"},
        "partyAccount": {"id": account},
        "reasonCode": "billing_error",
        "reason": "a call was counted twice",
        **more,
    }


def done(answer: httpx.Response) -> Any:
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_second_person_approves_what_is_above_the_limit(town: Town, counter: Counter) -> None:
    anna = town.opens_for_somebody()
    account, before = account_of(town, anna), town.balance(anna)

    small = done(counter.clerk.post(ADJUSTMENTS, json=adjusting(account, 1.5)))
    large = done(counter.clerk.post(ADJUSTMENTS, json=adjusting(account, LIMIT / 100 + 0.01)))

    assert (small["status"], large["status"]) == ("completed", "created")
    assert town.balance(anna) == before + 150
    alone = counter.clerk.post(f"/v1/adjustments/{large['id']}/approval", json={})
    assert (alone.status_code, alone.json()["code"]) == (403, "ROLE_NOT_ALLOWED")
    key = {"Idempotency-Key": new_key()}
    approving = f"/v1/adjustments/{large['id']}/approval"
    for _ in range(2):
        approved = done(counter.supervisor.post(approving, json={}, headers=key))
        assert approved["status"] == "completed"
    assert town.balance(anna) == before + 150 + LIMIT + 1
    again = counter.supervisor.post(approving, json={})
    assert (again.status_code, again.json()["code"]) == (422, "STATE_NOT_ALLOWED")
    found = counter.clerk.get(ADJUSTMENTS, params={"partyAccount.id": account})
    # The clock stands: which of the two is newer nobody can say.
    assert {one["id"] for one in found.json()} == {large["id"], small["id"]}
    assert Books(town).ledger().sum_minor == 0


def test_who_asked_does_not_approve(town: Town, counter: Counter) -> None:
    anna = town.opens_for_somebody()
    account, before = account_of(town, anna), town.balance(anna)
    asked = done(counter.supervisor.post(ADJUSTMENTS, json=adjusting(account, 500)))

    answer = counter.supervisor.post(f"/v1/adjustments/{asked['id']}/approval", json={})

    assert (answer.status_code, answer.json()["code"]) == (422, "SAME_PERSON")
    assert town.balance(anna) == before
    read = counter.clerk.get(f"{ADJUSTMENTS}/{asked['id']}").json()
    assert (read["status"], read["requestor"]["id"]) == ("created", "supervisor of the till")


def test_a_voucher_is_redeemed_once_and_its_code_is_kept_nowhere(
    town: Town, counter: Counter
) -> None:
    anna, (serial, code) = town.opens_for_somebody(), ("KT-0001", "4815 1623 42AB CDEF")
    _load_voucher(town, serial, code)
    before = town.balance(anna)
    body = {"voucher": code, "logicalResource": [{"id": anna.number}]}

    key = {"Idempotency-Key": new_key()}
    first, repeated = (counter.clerk.post(TOPUP, json=body, headers=key) for _ in range(2))
    again = counter.clerk.post(TOPUP, json=body)

    assert done(first) == done(repeated)
    assert first.json()["amount"] == {"amount": 50, "units": "CNY"}
    assert (again.status_code, again.json()["code"]) == (400, "VOUCHER_USED")
    assert town.balance(anna) == before + 5000
    assert code not in first.text + again.text
    wrong = counter.clerk.post(TOPUP, json={**body, "voucher": "0000 0000 0000 0000"})
    assert wrong.json()["code"] == "VOUCHER_UNKNOWN"


def test_a_blocked_voucher_is_worth_nothing(town: Town, counter: Counter) -> None:
    anna, (serial, code) = town.opens_for_somebody(), ("KT-0002", "9999 1623 42AB CDEF")
    _load_voucher(town, serial, code)
    before = town.balance(anna)

    blocking = {"serials": [serial], "reason": "stolen"}
    assert done(counter.supervisor.post("/v1/vouchers/blocks", json=blocking)) == {"blocked": 1}

    body = {"voucher": code, "logicalResource": [{"id": anna.number}]}
    assert counter.clerk.post(TOPUP, json=body).json()["code"] == "VOUCHER_BLOCKED"
    assert town.balance(anna) == before


@pytest.mark.holds("R-TM-3", "R-PAY-5")
def test_deposits_gifts_and_what_is_paid_out_at_the_end(town: Town, counter: Counter) -> None:
    anna = town.opens_for_somebody(prepaid=3000)
    account, before = account_of(town, anna), town.balance(anna)
    books = f"/v1/accounts/{account}"

    deposit = done(
        counter.clerk.post(f"{books}/deposits", json={"amount": 5000, "reason": "roaming"})
    )
    gift = {"kind": "month_gift", "amount": 40, "reason": "welcome"}
    done(counter.supervisor.post(f"{books}/gifts", json=gift))

    seen = counter.supervisor.get(f"{books}/books").json()
    assert town.balance(anna) == before + 40
    assert seen["cash"] == before
    assert {(one["kind"], one["left"]) for one in seen["books"]} == {
        ("month_gift", 40),
        ("deposit", 5000),
    }
    # A gift pays before cash does: three minutes take it first.
    assert town.calls(anna, seconds=180) == "let through"
    town.comes_true(lambda: town.balance(anna) == before + 40 - 45)
    assert counter.supervisor.get(f"{books}/books").json()["cash"] == before - 5
    back = f"{books}/deposits/{deposit['id']}/return"
    assert done(counter.clerk.post(back, json={"reason": "home"})) == {"amount": 5000}
    assert counter.clerk.post(back, json={"reason": "home"}).json()["code"] == "DEPOSIT_UNKNOWN"

    assert town.asks_for(anna, "termination").state == "completed"
    town.is_quiet()
    paid = {"account": {"id": account}, "description": "she leaves"}
    refund = done(counter.clerk.post(REFUNDS, json=paid))
    assert refund["status"] == "done"
    assert 0 < refund["totalAmount"]["value"] * 100 <= before
    twice = counter.clerk.post(REFUNDS, json=paid)
    assert (twice.status_code, twice.json()["code"]) == (400, "REFUND_NOT_OWED")
    assert counter.clerk.get(f"{REFUNDS}/{refund['id']}").json() == refund
    assert Books(town).ledger().sum_minor == 0


def test_a_payment_made_by_mistake_is_taken_back_once(town: Town, counter: Counter) -> None:
    anna, reference = town.opens_for_somebody(), f"till-{new_key()}"
    before = town.balance(anna)
    paying = {"subscriberId": anna.subscriber, "amount": 700, "reference": reference}
    made = done(counter.clerk.post("/v1/payments", json=paying))

    taking = {"channel": "hall", "reference": reference, "reason": "wrong number"}
    back = done(counter.supervisor.post("/v1/payments/reversals", json=taking))
    again = counter.supervisor.post("/v1/payments/reversals", json=taking)
    twice = counter.clerk.post("/v1/payments", json=paying)

    assert town.balance(anna) == before
    assert again.json()["code"] == "PAYMENT_ALREADY_REVERSED"
    assert (made["status"], back["status"]) == ("done", "reversed")
    assert (twice.status_code, twice.json()["code"]) == (400, "PAYMENT_REVERSED")
    as_payment = counter.clerk.get(f"{PAYMENTS}/{made['id']}").json()
    as_topup = counter.clerk.get(f"{TOPUP}/{made['id']}").json()
    assert (as_payment["status"], as_topup["status"]) == ("reversed", "cancelled")
    unknown = counter.supervisor.post(
        "/v1/payments/reversals", json={**taking, "reference": "never"}
    )
    assert (unknown.status_code, unknown.json()["code"]) == (404, "PAYMENT_UNKNOWN")


def test_what_comes_after_she_left_is_paid_back(town: Town, counter: Counter) -> None:
    anna = town.opens_for_somebody(prepaid=3000)
    account, before = account_of(town, anna), town.balance(anna)

    def stands() -> tuple[int, int, int]:
        seen = counter.supervisor.get(f"/v1/subscribers/{anna.subscriber}/balance").json()
        return seen["balance"], seen["owes"], seen["payableBack"]

    # The record of her last call may be heard after she has left. While the clock stands each
    # use begins a little after the one before: the clock goes on, so that hers is before she left.
    assert town.calls(anna, seconds=60) == "let through"
    town.later(seconds=5)
    assert town.asks_for(anna, "termination").state == "completed"
    # The record comes when the switch closes its file.
    town.comes_true(lambda: stands() == (0, 0, before - 15))

    paying = {"accountId": account, "amount": 700, "reference": f"till-{new_key()}"}
    paid = done(counter.clerk.post("/v1/payments", json=paying))
    # Nobody was checked: what can be paid out is told to who took the money, no balance is.
    assert ("balance" in paid["account"], paid["account"]["payableBack"]) == (False, before + 685)
    told = counter.clerk.get(f"{PAYMENTS}/{paid['id']}").json()
    assert "can be paid out" in told["description"]

    paid_out = {"account": {"id": account}, "description": "she has left"}
    refund = done(counter.clerk.post(REFUNDS, json=paid_out))
    assert round(refund["totalAmount"]["value"] * 100) == before + 685
    assert stands() == (0, 0, 0)
    assert Books(town).ledger().sum_minor == 0


def _load_voucher(town: Town, serial: str, code: str) -> None:
    plain = code.replace(" ", "").replace("-", "")
    path = town.operator.surroundings.plan.data_dir / f"{serial}.csv"
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["serial", "code_hash"])
        rows.writerow([serial, hashlib.sha256(plain.encode()).hexdigest()])
    words = ("--batch", serial, "--amount", "5000", "--until", "2099-12-31")
    bossctl(town.operator, "voucher", "load", str(path), *words)
