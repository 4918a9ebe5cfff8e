"""Adjustments and refunds, as messages."""

from billing.accounts.wire.values import id_of, moment_message, money_message, one_of
from billing.ledger.domain.adjustment import Adjustment, AdjustmentState
from billing.ledger.ports.adjustments import AdjustmentKind, WhichAdjustments
from boss.billing.v1 import questions_pb2


def adjustments_asked(
    request: questions_pb2.ListAdjustmentsRequest, *, limit: int
) -> WhichAdjustments:
    """Return which are asked for; raises `FIELD_NOT_VALID` with the field that is wrong."""
    return WhichAdjustments(
        state=one_of(AdjustmentState, request.state, field="state"),
        kind=one_of(AdjustmentKind, request.kind, field="kind"),
        account_id=_id_or_none(request.account_id, field="account_id"),
        adjustment_id=_id_or_none(request.adjustment_id, field="adjustment_id"),
        offset=max(request.offset, 0),
        limit=limit,
    )


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
    credit = adjustment.limit
    if credit is not None:
        message.limit.CopyFrom(money_message(credit.limit))
        message.limit_valid_until = credit.last_day.isoformat() if credit.last_day else ""
    if adjustment.decided_at is not None:
        message.decided_at.CopyFrom(moment_message(adjustment.decided_at))
    return message


def _id_or_none(text: str, *, field: str) -> str:
    return id_of(text, field=field) if text else ""
