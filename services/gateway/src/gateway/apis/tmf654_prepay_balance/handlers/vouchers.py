"""Topping up with a voucher card (充值卡): the number gets what the card is worth."""

from collections.abc import Mapping
from typing import Any

from boss.billing.v1.commands_pb2 import RedeemVoucherRequest
from boss.billing.v1.questions_pb2 import Payment
from gateway.clients.services import Services
from gateway.records.payments import as_it_was_booked
from gateway.records.whose_balance import WAYS, id_of
from gateway.rest.grammar.numbers import number_typed
from gateway.rest.request.api_request import ApiRequest, text
from kernel.errors import Invalid
from runtime.rpc.client import answered

CHANNEL = "card"
NUMBER = "logicalResource"


async def redeemed(body: Mapping[str, Any], *, request: ApiRequest, services: Services) -> Payment:
    """Redeem the card for a number; raises `FIELD_MISSING`, `FIELD_NOT_VALID`.

    Its code is in no answer, and who may not see the account learns only what it was worth.
    """
    if body.get("amount"):
        sentence = "The voucher says how much it is worth."
        raise Invalid("FIELD_NOT_VALID", sentence, field="amount")
    others = [name for name in WAYS if name != NUMBER and body.get(name)]
    if others or not body.get(NUMBER):
        code = "FIELD_NOT_VALID" if others else "FIELD_MISSING"
        sentence = "A voucher is redeemed for a number: its logicalResource."
        raise Invalid(code, sentence, field=others[0] if others else NUMBER)
    message = RedeemVoucherRequest(
        request_id=request.request_id,
        msisdn=number_typed(id_of(body, NUMBER)),
        code=text(body, "voucher"),
    )
    paid = await answered(services.tell_billing.RedeemVoucher(message))
    said = Payment(
        id=paid.payment_id,
        account_id=paid.account.id,
        payment_channel=CHANNEL,
        amount=paid.amount,
        status=paid.status,
    )
    return await as_it_was_booked(said, paid.account, request=request, services=services)
