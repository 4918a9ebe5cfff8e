"""A customer tops up herself, through a provider in a process of its own with faults of its own."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterator

import httpx
import pytest

from harness.books import Books
from harness.chain import Town
from launch.issuer import issue_to_customer
from launch.self_service import SelfService
from launch.story import Anna


@pytest.fixture
def provider(town: Town) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=town.operator.surroundings.provider, timeout=30.0) as http:
        yield http
        http.delete("/faults")


def app_of(town: Town, anna: Anna) -> SelfService:
    keys = town.operator.surroundings.keys
    return SelfService(town.operator.rest, token=issue_to_customer(keys, anna.customer))


def test_what_she_pays_in_her_app_is_hers_when_the_provider_says_so(town: Town) -> None:
    anna = town.opens_for_somebody()
    app, before = app_of(town, anna), town.balance(anna)
    asked = app.asks(anna.number, fen=5000)

    pending = (asked.status, town.balance(anna))
    app.pays(asked)
    town.comes_true(lambda: app.status(asked) == "done")

    assert pending == ("pending", before)
    assert town.balance(anna) == before + 5000
    assert Books(town).ledger().sum_minor == 0


def test_told_twice_late_or_of_another_amount_each_is_booked_once(
    town: Town, provider: httpx.Client
) -> None:
    anna = town.opens_for_somebody()
    app, before = app_of(town, anna), town.balance(anna)

    for fault, collected in (
        ({"twice": True}, 1000),
        ({"late": 1.0}, 1000),
        ({"other_amount": 333}, 333),
    ):
        provider.put("/faults", json=fault).raise_for_status()
        asked = app.asks(anna.number, fen=1000)
        app.pays(asked)
        town.comes_true(lambda: app.status(asked) == "done")  # noqa: B023 - used at once
        before += collected
        assert town.balance(anna) == before, fault

    def answers_of_the_first() -> list[int]:
        answers: list[int] = provider.get("/transactions").json()[-3]["answers"]
        return answers

    town.comes_true(lambda: answers_of_the_first() == [200, 200])
    assert Books(town).ledger().sum_minor == 0


def test_what_the_provider_never_says_expires_and_what_it_says_then_is_hers(
    town: Town, provider: httpx.Client
) -> None:
    anna = town.opens_for_somebody()
    app, before = app_of(town, anna), town.balance(anna)
    provider.put("/faults", json={"never": True}).raise_for_status()
    asked = app.asks(anna.number, fen=1000)
    app.pays(asked)

    town.later(hours=1)
    expired = (app.status(asked), town.balance(anna))
    provider.delete("/faults")
    app.pays(asked)
    town.comes_true(lambda: app.status(asked) == "done")

    assert expired == ("expired", before)
    assert town.balance(anna) == before + 1000


def test_who_does_not_pay_has_failed(town: Town, provider: httpx.Client) -> None:
    anna = town.opens_for_somebody()
    app, before = app_of(town, anna), town.balance(anna)
    asked = app.asks(anna.number, fen=1000)

    httpx.post(asked.link.replace("/pay?", "/refusals?")).raise_for_status()
    town.comes_true(lambda: app.status(asked) == "failed")

    assert town.balance(anna) == before


def test_nobody_but_the_provider_says_that_she_paid(town: Town) -> None:
    anna = town.opens_for_somebody()
    app, before = app_of(town, anna), town.balance(anna)
    asked = app.asks(anna.number, fen=1000)
    said = {"topUp": asked.id, "transaction": "mine", "status": "paid", "amount": 1000}
    content = json.dumps({**said, "currency": "CNY"}).encode()
    path = town.operator.surroundings.notifications
    now = str(int(time.time()))

    answers = [
        httpx.post(path, content=content),
        httpx.post(path, content=content, headers=signed(content, key=b"x" * 32, at=now)),
        httpx.post(path, content=content, headers=signed(content, key=key_of(town), at="1000")),
        httpx.post(path + "x", content=content),
        town.http.post("/v1/payment-providers/nobody/notifications", content=content),
    ]

    assert [one.status_code for one in answers] == [401, 401, 401, 404, 401]
    assert (app.status(asked), town.balance(anna)) == ("pending", before)


def key_of(town: Town) -> bytes:
    return bytes.fromhex(town.operator.surroundings.provider_key.read_text())


def signed(content: bytes, *, key: bytes, at: str) -> dict[str, str]:
    text = f"notification.{at}.".encode() + content
    seal = hmac.new(key, text, hashlib.sha256).hexdigest()
    return {"Kaitong-Timestamp": at, "Kaitong-Signature": f"v1={seal}"}


def test_the_token_of_a_customer_books_nothing_whatever_it_says(town: Town) -> None:
    anna = town.opens_for_somebody()
    token = issue_to_customer(town.operator.surroundings.keys, anna.customer)
    before = town.balance(anna)
    said = {"subscriberId": anna.subscriber, "amount": 100_000_000, "reference": "x"}

    with httpx.Client(
        base_url=town.operator.rest, headers={"Authorization": f"Bearer {token}"}
    ) as http:
        as_the_hall = http.post("/v1/payments", json={**said, "channel": "hall"})
        too_much = http.post("/v1/payments", json=said)
        asked = http.post("/v1/payments", json={**said, "amount": 500_000})

    assert (as_the_hall.status_code, as_the_hall.json()["code"]) == (403, "CONTRADICTS_TOKEN")
    assert as_the_hall.json()["field"] == "channel"
    assert (too_much.status_code, too_much.json()["field"]) == (400, "amount")
    assert (asked.status_code, asked.json()["status"]) == (201, "pending")
    assert town.balance(anna) == before
