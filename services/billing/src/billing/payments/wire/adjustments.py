"""Adjustments and refunds, from and to their messages."""

from billing.accounts.wire.values import id_of, money_of
from billing.ledger.domain.adjustment import REASONS, REFUND
from billing.payments.usecases.adjust_balance import AskAdjustment
from boss.billing.v1 import commands_pb2
from kernel.caller import Caller
from kernel.errors import Invalid

_SAID = sorted(set(REASONS) - {REFUND})


def adjustment_asked(
    request: commands_pb2.AskAdjustmentRequest, *, caller: Caller, reason: str
) -> AskAdjustment:
    """Return what is asked for; raises `FIELD_NOT_VALID` with the field that is wrong."""
    if request.reason_code not in _SAID:
        sentence = f"One of {', '.join(_SAID)}."
        raise Invalid("FIELD_NOT_VALID", sentence, field="reason_code")
    return AskAdjustment(
        request_id=request.request_id,
        account_id=id_of(request.account_id, field="account_id"),
        amount=money_of(request.amount, field="amount"),
        reason_code=request.reason_code,
        caller=caller,
        reason=reason,
    )


def refund_asked(
    request: commands_pb2.PayOutRefundRequest, *, caller: Caller, reason: str
) -> AskAdjustment:
    """Return what is to be paid out; raises `FIELD_NOT_VALID` with the field that is wrong."""
    has_amount = request.HasField("amount")
    return AskAdjustment(
        request_id=request.request_id,
        account_id=id_of(request.account_id, field="account_id"),
        amount=money_of(request.amount, field="amount") if has_amount else None,
        reason_code=REFUND,
        caller=caller,
        reason=reason,
    )
