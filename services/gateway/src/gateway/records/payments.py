"""Take a payment for a number, in whatever form it is asked for."""

from boss.billing.v1.commands_pb2 import PostPaymentRequest
from boss.billing.v1.questions_pb2 import Account, GetPaymentRequest, Payment
from gateway.clients.services import Services
from gateway.rest.request.api_request import ApiRequest
from runtime.rpc.client import answered


async def posted(
    message: PostPaymentRequest, *, request: ApiRequest, services: Services
) -> Payment:
    """Post it and return it as it was booked.

    Anybody may pay for any number: who may not see the account gets back what they said.
    """
    paid = await answered(services.tell_billing.PostPayment(message))
    said = Payment(
        id=paid.payment_id,
        account_id=paid.account.id,
        payment_channel=message.payment_channel,
        reference=message.reference,
        amount=message.amount,
        status=paid.status,
    )
    return await as_it_was_booked(said, paid.account, request=request, services=services)


async def as_it_was_booked(
    said: Payment, account: Account, *, request: ApiRequest, services: Services
) -> Payment:
    """Return a payment whole to who may see its account, to others what they said."""
    if not (request.actor.staff or account.customer_id == request.actor.customer_id):
        return said
    asked = GetPaymentRequest(payment_id=said.id)
    return (await answered(services.ask_billing.GetPayment(asked))).payment


DONE, REVERSED = "done", "reversed"
"""What billing says of a payment; `reversed`: taken back (冲正)."""


def moments_of(payment: Payment, *, made: str, changed: str) -> dict[str, str]:
    """Show when it was made, and when it became what it is: as far as that is known."""
    shown = {}
    if payment.HasField("at"):
        shown[made] = shown[changed] = payment.at.ToJsonString()
    if payment.HasField("reversed_at"):
        shown[changed] = payment.reversed_at.ToJsonString()
    return shown


def described(payment: Payment) -> dict[str, str]:
    """Say that it can be paid out where its account's subscriber has left; else nothing."""
    if not payment.HasField("payable_back"):
        return {}
    back = payment.payable_back
    amount = f"{back.currency} {back.minor // 100}.{back.minor % 100:02d}"
    return {"description": f"The subscriber has left: {amount} can be paid out of this account."}


def shown_channel(payment: Payment) -> dict[str, str]:
    return {"id": payment.payment_channel, "name": payment.payment_channel}


BASE = "/tmf-api/paymentManagement/v4"
