"""The counter: what a clerk asks of the operator, through the REST door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from kernel.clock import monotonic
from launch.person import Person
from launch.waiting import comes_true

ORDERS = "/tmf-api/productOrderingManagement/v4/productOrder"
CUSTOMERS = "/tmf-api/customerManagement/v4/customer"
PAPER = "id_card"
UNFINISHED = frozenset({"acknowledged", "inProgress", "pending", "held"})
BUSY = 503
MOST_LOOKED_AT = "100"
PATIENCE = 30.0
"""Seconds an order of the story may take."""


class RefusedAtCounter(RuntimeError):
    """The operator said no."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Order:
    """An order as the door shows it (TMF622 states)."""

    id: str
    state: str
    content: Mapping[str, Any]

    @property
    def subscriber(self) -> str:
        """The number in service the order is about, as the operator names it."""
        for item in self.content.get("productOrderItem", ()):
            if identifier := item.get("product", {}).get("id"):
                return str(identifier)
        return ""


class Counter:
    """One clerk, signed in."""

    def __init__(self, rest: str, *, token: str) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self._http = httpx.Client(base_url=rest, headers=headers, timeout=15.0)

    def meet(self, person: Person, **market: str) -> str:
        """Take a person down as a customer, with segment and region if said; return the id."""
        content = {
            "name": person.name,
            "characteristic": [{"name": name, "value": code} for name, code in market.items()],
            "engagedParty": {
                "@type": "Individual",
                "givenName": person.name.split()[0],
                "familyName": person.name.split()[-1],
                "birthDate": person.born,
                "individualIdentification": [
                    {"identificationType": PAPER, "identificationId": person.paper}
                ],
            },
        }
        return str(self._post(CUSTOMERS, content)["id"])

    def check(self, customer: str, *, kinds: tuple[str, ...], paper: str) -> str:
        """Look at who stands here and at the paper; return the id of the record of it."""
        content = {
            "customerId": customer,
            "kinds": list(kinds),
            "paperType": PAPER,
            "paperNumber": paper,
        }
        return str(self._post("/v1/proofs", content)["id"])

    def order(
        self,
        process: str,
        *,
        customer: str,
        subscriber: str = "",
        proofs: Sequence[str] = (),
        capacity: str = "",
        **fields: Any,
    ) -> Order:
        """Place an order; return it as it stands when the door answers.

        `capacity` is as whom somebody asks; empty: what the proofs say.
        """
        product: dict[str, Any] = {
            "productCharacteristic": [
                {"name": name, "value": value} for name, value in fields.items()
            ]
        }
        if subscriber:
            product["id"] = subscriber
        content: dict[str, Any] = {
            "category": process,
            "relatedParty": [{"id": customer, "role": "customer"}],
            "proof": list(proofs),
            "productOrderItem": [
                {"id": "1", "action": "modify" if subscriber else "add", "product": product}
            ],
        }
        if capacity:
            content["capacity"] = capacity
        return _order(self._post(ORDERS, content))

    def seen(self, order: Order) -> Order:
        """Return an order as it stands now."""
        return _order(self._get(f"{ORDERS}/{order.id}"))

    def finished(self, order: Order, *, within: float = PATIENCE) -> Order:
        """Wait for an order to end; raises RuntimeError with its state where it does not."""
        seen = order

        def has_ended() -> bool:
            nonlocal seen
            seen = self.seen(order)
            return seen.state not in UNFINISHED

        if not comes_true(has_ended, within=within):
            raise RuntimeError(f"order {order.id} is still {seen.state} after {within:.0f} s")
        return seen

    def subscriber(self, subscriber: str) -> Mapping[str, Any]:
        """Return what a number in service has: its state, stops, number and card."""
        seen: Mapping[str, Any] = self._get(f"/v1/subscribers/{subscriber}")
        return seen

    def balance(self, subscriber: str, *, of: str = "balance") -> int:
        """Return what is left, in fen, or another amount that is shown beside it."""
        return int(self._get(f"/v1/subscribers/{subscriber}/balance")[of])

    def pay(self, subscriber: str, *, fen: int) -> None:
        """Pay at the counter, in cash."""
        content = {"subscriberId": subscriber, "amount": fen, "reference": f"till-{uuid4()}"}
        self._post("/v1/payments", content)

    def free_number(self) -> str:
        """Return a number somebody may have; one nobody had before, as long as there is one.

        Whoever looks for the records of a number would find those of who left it, too.
        """
        free = self._get("/v1/stock/numbers", state="available", limit=MOST_LOOKED_AT)
        if not free:
            raise RuntimeError("nothing is left in /v1/stock/numbers")
        new = [one for one in free if not one["recycled"]]
        return str(self._taken(new or free)["msisdn"])

    def free_card(self) -> str:
        """Return the ICCID of a SIM card in the drawer."""
        cards = self._get("/v1/stock/sim-cards", state="in_stock", limit=MOST_LOOKED_AT)
        if not cards:
            raise RuntimeError("nothing is left in /v1/stock/sim-cards")
        return str(self._taken(cards)["iccid"])

    def _taken(self, free: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
        """Return what this clerk takes of what is free; clerks beside each other take others."""
        return free[0]

    def _get(self, path: str, **asked: str) -> Any:
        """Ask until somebody has time to answer, as the answer says."""
        until = monotonic() + PATIENCE
        while True:
            answer = self._http.get(path, params=asked)
            if answer.status_code != BUSY or monotonic() > until:
                return content_of(answer)

    def _post(self, path: str, content: Mapping[str, Any]) -> Any:
        """Send with one key until somebody has time to answer: it is done once."""
        key, until = {"Idempotency-Key": str(uuid4())}, monotonic() + PATIENCE
        while True:
            answer = self._http.post(path, json=content, headers=key)
            if answer.status_code != BUSY or monotonic() > until:
                return content_of(answer)


def _order(content: Mapping[str, Any]) -> Order:
    return Order(id=str(content["id"]), state=str(content["state"]), content=content)


def content_of(answer: httpx.Response) -> Any:
    """Return what was answered; raises RefusedAtCounter with the code of TMF630's error body."""
    if answer.is_success:
        return answer.json()
    try:
        said = answer.json()
    except ValueError:
        raise RefusedAtCounter(str(answer.status_code), answer.text[:200]) from None
    sentence = said.get("message") or said.get("reason") or ""
    raise RefusedAtCounter(str(said.get("code", answer.status_code)), sentence)
