"""Wishes that are repeated until somebody answers, each with a key of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx

from harness.chain import Town, new_key
from launch.agreement import agreement
from launch.person import somebody
from launch.story import OFFERING, PREPAID, PROOFS

ORDERS = "/tmf-api/productOrderingManagement/v4/productOrder"
CUSTOMERS = "/tmf-api/customerManagement/v4/customer"
TEMPORARY = frozenset({429, 502, 503})
PATIENCE = 120.0
AGAIN = 0.2


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody's wish for a number, and what became of it."""

    customer: str
    order: str
    status: int


class Stock:
    """Hands out free numbers and cards, each once."""

    def __init__(self, town: Town, count: int) -> None:
        self._lock = threading.Lock()
        self._numbers = _free(town, "/v1/stock/numbers", "msisdn", count)
        self._cards = _free(town, "/v1/stock/sim-cards", "iccid", count)

    def take(self) -> tuple[str, str]:
        with self._lock:
            return next(self._numbers), next(self._cards)


def wish_all(town: Town, count: int, *, hands: int = 8) -> list[Wish]:
    """Let many people ask for a number at once; every answer is waited for."""
    stock = Stock(town, count)
    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(lambda _: _wish(town, stock), range(count)))


def _wish(town: Town, stock: Stock) -> Wish:
    person, (msisdn, iccid) = somebody(), stock.take()
    paper = {"identificationType": "ID_CARD", "identificationId": person.paper}
    party = {"fullName": person.name, "individualIdentification": [paper]}
    customer = say(town.http, CUSTOMERS, {"engagedParty": party}).json()["id"]
    seen = {"customerId": customer, "kinds": list(PROOFS)}
    seen |= {"paperType": "ID_CARD", "paperNumber": person.paper}
    proof = say(town.http, "/v1/proofs", seen).json()["id"]
    fields = {
        "msisdn": msisdn, "iccid": iccid, "offering": OFFERING,
        "prepayment": PREPAID, "agreement": agreement(OFFERING),
    }  # fmt: skip
    listed = [{"name": name, "value": value} for name, value in fields.items()]
    body = {
        "category": "new_subscription",
        "relatedParty": [{"id": customer, "role": "customer"}],
        "proof": [proof],
        "productOrderItem": [{"product": {"productCharacteristic": listed}}],
    }
    answer = say(town.http, ORDERS, body)
    return Wish(customer, answer.json().get("id", ""), answer.status_code)


def say(http: httpx.Client, path: str, body: dict[str, Any]) -> httpx.Response:
    """Send with one key until there is an answer, as a careful client does."""
    key, until = {"Idempotency-Key": new_key()}, time.monotonic() + PATIENCE
    while True:
        try:
            answer = http.post(path, json=body, headers=key)
            if answer.status_code not in TEMPORARY:
                return answer
        except httpx.TransportError:
            pass
        if time.monotonic() > until:
            raise TimeoutError(f"nobody answered {path}")
        time.sleep(AGAIN)


def _free(town: Town, path: str, name: str, count: int) -> Iterator[str]:
    names: list[str] = []
    while len(names) < count:
        asked = {"state": "available", "limit": "100", "offset": str(len(names))}
        page = town.http.get(path, params=asked).raise_for_status().json()
        names += [one[name] for one in page]
    return iter(names)
