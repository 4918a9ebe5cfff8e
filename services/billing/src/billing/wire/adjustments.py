"""Adjustments and refunds, from and to their messages."""

from billing.domain.adjustment import REASONS, REFUND, Adjustment, AdjustmentState
from billing.domain.person import Person
from billing.usecases.adjust import AskAdjustment
from billing.wire.values import id_of, moment_message, money_message, money_of
from boss.billing.v1 import commands_pb2, questions_pb2
from kernel.errors import Invalid

_SAID = sorted(set(REASONS) - {REFUND})


def adjustment_asked(
    request: commands_pb2.AskAdjustmentRequest, *, person: Person
) -> AskAdjustment:
    """Return what is asked for; raises `INVALID_ARGUMENT` with the field that is wrong."""
    if request.reason_code not in _SAID:
        sentence = f"One of {', '.join(_SAID)}."
        raise Invalid("INVALID_ARGUMENT", sentence, field="reason_code")
    return AskAdjustment(
        request_id=request.request_id,
        account_id=id_of(request.account_id, field="account_id"),
        amount=money_of(request.amount, field="amount"),
        reason_code=request.reason_code,
        person=person,
    )


def refund_asked(request: commands_pb2.PayOutRefundRequest, *, person: Person) -> AskAdjustment:
    """Return what is to be paid out; raises `INVALID_ARGUMENT` with the field that is wrong."""
    has_amount = request.HasField("amount")
    return AskAdjustment(
        request_id=request.request_id,
        account_id=id_of(request.account_id, field="account_id"),
        amount=money_of(request.amount, field="amount") if has_amount else None,
        reason_code=REFUND,
        person=person,
    )


def state_of(text: str) -> AdjustmentState | None:
    """Return the state asked for, None for all; raises `INVALID_ARGUMENT`."""
    if not text:
        return None
    try:
        return AdjustmentState(text)
    except ValueError:
        sentence = f"One of {', '.join(AdjustmentState)}."
        raise Invalid("INVALID_ARGUMENT", sentence, field="state") from None


def adjustment_message(adjustment: Adjustment) -> questions_pb2.Adjustment:
    message = questions_pb2.Adjustment(
        id=adjustment.id,
        account_id=adjustment.account_id,
        amount=money_message(adjustment.amount),
        reason_code=adjustment.reason_code,
        reason=adjustment.reason,
        state=adjustment.state.value,
        asked_by=adjustment.asked_by,
        asked_at=moment_message(adjustment.asked_at),
        decided_by=adjustment.decided_by,
    )
    if adjustment.decided_at is not None:
        message.decided_at.CopyFrom(moment_message(adjustment.decided_at))
    return message
