"""Payments (TMF676 v4): take one, read one, list those into an account."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from boss.billing.v1.commands_pb2 import PostPaymentRequest
from boss.billing.v1.questions_pb2 import Payment
from boss.values.v1.values_pb2 import Money
from gateway.clients.services import Services
from gateway.domain.roles import Act, may
from gateway.records.holdings import Holdings
from gateway.records.payment_lists import PaymentList
from gateway.records.payments import (
    DONE,
    REVERSED,
    described,
    moments_of,
    shown_channel,
)
from gateway.records.top_ups import PENDING, Paid, beside, paid_in_path, paid_or_asked
from gateway.rest.grammar.exact_json import ExactResponse
from gateway.rest.grammar.numbers import by_number_or
from gateway.rest.request.amounts import fen_of
from gateway.rest.request.amounts import shown as shown_amount
from gateway.rest.request.asking import Asking, chosen, part, text
from kernel.caller import Caller
from kernel.errors import Invalid
from kernel.money import CNY

BASE = "/tmf-api/paymentManagement/v4"
RESOURCE = f"{BASE}/payment"
METHOD = "paymentMethod"
COLLECTED: Collection[str] = ("cash",)
"""What whoever collects may have been given."""
ONLINE: Collection[str] = ("bank", "wallet")
"""What a payment provider collects from, where a customer asks for a top-up."""
STATUSES = {one: one for one in (DONE, REVERSED, PENDING, "failed", "expired")}
"""TMF676 leaves the words to us."""


@dataclass(frozen=True, slots=True)
class Payments:
    """Speaks TMF676; what was collected is booked at once: `done`, until it is `reversed` (冲正).

    What a customer asks for is `pending`, then `done`, `failed` or `expired`.
    """

    services: Services
    holdings: Holdings

    async def create(self, asking: Asking) -> Response:
        """Pay into an account; its id, or the number it pays for."""
        body = await asking.exact_body()
        if body.get(METHOD) is None:
            sentence = f"{METHOD} is missing; it may be empty: the channel tells how."
            raise Invalid("FIELD_MISSING", sentence, field=METHOD)
        check_method(part(body, METHOD), actor=asking.actor)
        request = PostPaymentRequest(
            request_id=asking.request_id,
            amount=Money(currency=CNY, minor=fen_of(body, "totalAmount")),
            payment_channel=asking.actor.channel,
            reference=text(body, "correlatorId", needed="no") or asking.request_id,
            **_payee(body),
        )
        paid = await paid_or_asked(request, asking=asking, services=self.services)
        location = {"Location": f"{BASE}/payment/{paid.payment.id}"}
        return ExactResponse(_in_full(paid), 201, location)

    async def read(self, asking: Asking) -> Response:
        found = await paid_in_path(asking, services=self.services)
        return ExactResponse(chosen(_in_full(found), fields=asking.asked("fields")))

    async def list(self, asking: Asking) -> Response:
        """List payments, newest first."""
        listing = PaymentList(self.holdings, RESOURCE, _in_full, STATUSES)
        return await listing.answer(asking)


def _in_full(paid: Paid) -> dict[str, Any]:
    return {**shown(paid.payment), **beside(paid, made="paymentDate", changed="statusDate")}


def shown(payment: Payment) -> dict[str, Any]:
    """Show a payment as TMF676 does; how it was paid is known by its channel alone."""
    body: dict[str, Any] = {
        "id": payment.id,
        "href": f"{BASE}/payment/{payment.id}",
        "@type": "Payment",
        "correlatorId": payment.reference,
        "status": payment.status or DONE,
        "totalAmount": shown_amount(payment.amount.minor),
        "amount": shown_amount(payment.amount.minor),
        "channel": shown_channel(payment),
        "account": {"id": payment.account_id, "@referredType": "PartyAccount"},
        "paymentMethod": {**shown_channel(payment), "@referredType": "PaymentMethod"},
    }
    moments = moments_of(payment, made="paymentDate", changed="statusDate")
    return {**body, **described(payment), **moments}


def check_method(method: Mapping[str, Any], *, actor: Caller) -> None:
    """Let pass a way to pay that this caller has; raises `FIELD_NOT_VALID` for another one."""
    may_be = {actor.channel, *(COLLECTED if may(actor.roles, Act.COLLECT) else ONLINE)}
    known = ""
    for name in ("id", "name"):
        said = text(method, name, needed="no", within=f"{METHOD}.").lower()
        if said and said not in ({known} if known else may_be):
            sentence = f"Here one pays by one of {', '.join(sorted(may_be))}, said once."
            raise Invalid("FIELD_NOT_VALID", sentence, field=f"{METHOD}.{name}")
        known = said


def _payee(body: Mapping[str, Any]) -> dict[str, Any]:
    named = text(part(body, "account"), "id", within="account.")
    return by_number_or("account_id", named)
