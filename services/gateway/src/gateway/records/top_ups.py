"""Money customers pay themselves: asked for first, booked when its provider says that it came."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from boss.billing.v1.commands_pb2 import PostPaymentRequest
from boss.billing.v1.questions_pb2 import GetPaymentRequest, Payment
from boss.billing.v1.top_ups_pb2 import AskTopUpRequest, GetTopUpRequest, TopUp
from gateway.clients.services import Services
from gateway.domain.roles import may
from gateway.records.payments import DONE, posted
from gateway.records.roles import COLLECT
from gateway.rest.request.amounts import shown as shown_amount
from gateway.rest.request.api_request import ApiRequest
from kernel.errors import NotAllowed, NotFound
from runtime.rpc.client import answered

PENDING = "pending"
WHAT_NEXT = "Open the link and pay. The balance rises when the payment provider says that you did."


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment as it is now, and what was asked for where it was asked for first."""

    payment: Payment
    asked: TopUp | None = None


async def paid_or_asked(
    message: PostPaymentRequest, *, request: ApiRequest, services: Services
) -> Paid:
    """Post what was collected by who sends it; of anybody else it is asked for."""
    if may(request.actor.roles, COLLECT):
        return Paid(await posted(message, request=request, services=services))
    asked = await answered(services.till.top_ups.AskTopUp(as_question(message)))
    return Paid(as_payment(asked.top_up), asked.top_up)


async def paid_in_path(request: ApiRequest, *, services: Services) -> Paid:
    """Return the payment or the top-up of the path; raises as billing does."""
    return await paid_named(request.id_in_path, services=services)


def paid_listed(payment: Payment) -> Paid:
    """Return it as a list has it: with what was asked for where that was first."""
    if not payment.HasField("asked"):
        return Paid(payment)
    asked = payment.asked
    return Paid(payment if asked.status == DONE else as_payment(asked), asked)


async def paid_named(named: str, *, services: Services) -> Paid:
    """Return the payment or the top-up of this id; raises as billing does."""
    try:
        asked = (
            await answered(services.till.top_ups.GetTopUp(GetTopUpRequest(top_up_id=named)))
        ).top_up
    except (NotFound, NotAllowed):
        return Paid(await _payment(named, services=services))
    if asked.status != DONE:
        return Paid(as_payment(asked), asked)
    try:
        return Paid(await _payment(named, services=services), asked)
    except NotAllowed:  # paid for the number of somebody else
        return Paid(as_payment(asked), asked)


def as_question(message: PostPaymentRequest) -> AskTopUpRequest:
    """Return it as what is asked for, and not as what was collected."""
    asked = AskTopUpRequest(
        request_id=message.request_id,
        amount=message.amount,
        payment_channel=message.payment_channel,
        reference=message.reference,
    )
    payee = message.WhichOneof("payee")
    if payee is not None:
        setattr(asked, payee, getattr(message, payee))
    return asked


def as_payment(asked: TopUp) -> Payment:
    """Show it as the payment it is to become; of what is done, as much as was collected."""
    return Payment(
        id=asked.id,
        account_id=asked.account_id,
        payment_channel=asked.payment_channel,
        reference=asked.reference,
        amount=asked.paid if asked.HasField("paid") else asked.amount,
        status=asked.status,
    )


def what_next(asked: TopUp) -> dict[str, Any]:
    """Tell what is to be done; nothing where nothing is waited for."""
    if asked.status != PENDING:
        return {}
    return {
        "action": "pay",
        "href": asked.pay_link,
        "until": asked.expires_at.ToJsonString(),
        "message": WHAT_NEXT,
    }


def beside(paid: Paid, *, made: str, changed: str) -> Mapping[str, Any]:
    """Return what a resource of TM Forum shows besides, where it was asked for first."""
    asked = paid.asked
    if asked is None:
        return {}
    shown: dict[str, Any] = {"x-state": paid.payment.status, made: asked.asked_at.ToJsonString()}
    if asked.HasField("ended_at"):
        shown[changed] = asked.ended_at.ToJsonString()
    if following := what_next(asked):
        shown["x-next"] = following
    if asked.HasField("paid") and asked.paid != asked.amount:
        shown["x-asked"] = shown_amount(asked.amount.minor)
    return shown


async def _payment(payment_id: str, *, services: Services) -> Payment:
    message = GetPaymentRequest(payment_id=payment_id)
    return (await answered(services.ask_billing.GetPayment(message))).payment
