"""The app of one customer: they ask for a top-up, and pay where they are sent to."""

from dataclasses import dataclass
from uuid import uuid4

import httpx

from launch.counter import PATIENCE, content_of
from launch.waiting import comes_true

PENDING = "pending"
PAYMENTS = "/tmf-api/paymentManagement/v4/payment"


@dataclass(frozen=True, slots=True)
class AskedTopUp:
    """What they asked for: pending, and where to pay."""

    id: str
    status: str
    link: str


class SelfService:
    """One customer, signed in themselves."""

    def __init__(self, rest: str, *, token: str) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self._http = httpx.Client(base_url=rest, headers=headers, timeout=15.0)

    def asks(self, msisdn: str, *, fen: int) -> AskedTopUp:
        """Ask for a top-up; raises RefusedAtCounter."""
        content = {
            "account": {"id": msisdn},
            "totalAmount": {"unit": "CNY", "value": fen / 100},
            "paymentMethod": {"name": "wallet"},
        }
        key = {"Idempotency-Key": str(uuid4())}
        said = content_of(self._http.post(PAYMENTS, json=content, headers=key))
        link = str(said.get("x-next", {}).get("href", ""))
        return AskedTopUp(str(said["id"]), str(said["status"]), link)

    def pays(self, asked: AskedTopUp) -> None:
        """Pay where the link leads; raises httpx.HTTPError where that does not work."""
        # Their token is the operator's business, and not the provider's.
        httpx.post(asked.link, timeout=15.0).raise_for_status()

    def tops_up(self, msisdn: str, *, fen: int) -> str:
        """Ask, pay, and wait for the provider's word; return what has become of it by then."""
        asked = self.asks(msisdn, fen=fen)
        self.pays(asked)
        comes_true(lambda: self.status(asked) != PENDING, within=PATIENCE)
        return self.status(asked)

    def status(self, asked: AskedTopUp) -> str:
        """Return what has become of it: pending, done, failed or expired."""
        return str(content_of(self._http.get(f"{PAYMENTS}/{asked.id}"))["status"])
