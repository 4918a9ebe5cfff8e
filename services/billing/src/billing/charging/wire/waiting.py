"""Records that wait, from their messages and back."""

from collections.abc import Mapping, Sequence

from billing.accounts.wire.values import one_of, own_moment
from billing.allowances.domain.usage import Reason
from billing.charging.usecases.decide_waiting import Decide
from billing.rating.ports.waiting import WaitingRecord, WhichWait
from boss.billing.v1 import waiting_pb2
from kernel.caller import Caller
from kernel.errors import Invalid
from kernel.use import is_record_id

_USUAL, _MOST = 100, 1000


def which_of(request: waiting_pb2.ListWaitingUsageRequest) -> WhichWait:
    """Return which are asked for; raises `FIELD_NOT_VALID` with the field that is wrong."""
    limit = min(request.limit, _MOST) if request.limit > 0 else _USUAL
    reason = one_of(Reason, request.reason, field="reason")
    return WhichWait(limit, reason, request.after_record_id)


def decision_of(
    request: waiting_pb2.ChargeWaitingUsageRequest | waiting_pb2.SetUsageAsideRequest,
    *,
    caller: Caller,
    reason: str,
) -> Decide:
    """Return what is decided about which record; raises `FIELD_NOT_VALID`."""
    if not is_record_id(request.record_id):
        raise Invalid("FIELD_NOT_VALID", "This is not an id of a record.", field="record_id")
    return Decide(request.record_id, caller, reason)


def waiting_message(
    counts: Mapping[Reason, int], page: Sequence[WaitingRecord]
) -> waiting_pb2.ListWaitingUsageResponse:
    return waiting_pb2.ListWaitingUsageResponse(
        counts=[
            waiting_pb2.WaitingCount(reason=reason.value, records=number)
            for reason, number in sorted(counts.items())
        ],
        records=map(_message, page),
    )


def _message(waiting: WaitingRecord) -> waiting_pb2.WaitingUsage:
    return waiting_pb2.WaitingUsage(
        record_id=waiting.record.id,
        subscriber_id=waiting.record.subscriber_id,
        kind=waiting.record.kind,
        started_at=own_moment(waiting.record.started_at),
        quantity=waiting.record.quantity,
        waits_for=waiting.reason.value,
        heard_at=own_moment(waiting.received_at),
    )
