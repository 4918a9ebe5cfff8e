"""How a refusal travels: the one table between our errors and gRPC statuses.

google.rpc.Status with `ErrorInfo(reason, domain="boss.<service>")` and `BadRequest` for a field.
"""

from collections.abc import Awaitable
from itertools import accumulate
from typing import TypeVar

import grpc
from google.protobuf import any_pb2
from google.rpc import (  # type: ignore[import-untyped]  # it has no types
    code_pb2,
    error_details_pb2,
    status_pb2,
)
from grpc_status import rpc_status

from kernel.errors import Invalid, NotAllowed, NotFound, Refusal, Stale, TryLater
from runtime.errors import Unanswered

Answer = TypeVar("Answer")

_DOMAIN = "boss."
_KINDS: dict[str, type[Refusal]] = {
    "Refusal": Refusal, "NotFound": NotFound, "NotAllowed": NotAllowed, "Stale": Stale,
    "Invalid": Invalid, "TryLater": TryLater,
}  # fmt: skip
_BY_KIND: tuple[tuple[type[Refusal], int], ...] = (
    (NotFound, code_pb2.NOT_FOUND),
    (TryLater, code_pb2.RESOURCE_EXHAUSTED),
    (Stale, code_pb2.ABORTED),
    (NotAllowed, code_pb2.FAILED_PRECONDITION),
    (Invalid, code_pb2.INVALID_ARGUMENT),
    (Refusal, code_pb2.FAILED_PRECONDITION),
)
_BY_CODE: dict[str, int] = {
    "NOT_YOURS": code_pb2.PERMISSION_DENIED,
    "REQUEST_ID_REUSED": code_pb2.ALREADY_EXISTS,
}
# Trailers hold 8 KiB: a sentence or field that repeats what was sent must not burst them.
_LONGEST_SENTENCE, _LONGEST_FIELD = 900, 600
_MAY_BE_DONE = frozenset(
    {
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.CANCELLED,
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        grpc.StatusCode.ABORTED,
        grpc.StatusCode.INTERNAL,
        grpc.StatusCode.UNKNOWN,
    }
)


def status_of(refusal: Refusal, *, service: str) -> status_pb2.Status:
    """Write a refusal of `service` as a status."""
    details = [_packed(_info(refusal, service))]
    sentence = _shown(refusal.sentence, _LONGEST_SENTENCE)
    if refusal.field:
        where = _shown(refusal.field, _LONGEST_FIELD)
        violation = error_details_pb2.BadRequest.FieldViolation(
            field=where, description=sentence, reason=refusal.code
        )
        details.append(_packed(error_details_pb2.BadRequest(field_violations=[violation])))
    if isinstance(refusal, TryLater):
        details.append(_packed(_retry_info(refusal.seconds)))
    return status_pb2.Status(code=_code_of(refusal), message=sentence, details=details)


def refusal_of(error: grpc.RpcError) -> Refusal | None:
    """Read a refusal back, of the kind it was; None where the error is none of ours."""
    status = rpc_status.from_call(error)
    if status is None:
        return None
    info, field, seconds = error_details_pb2.ErrorInfo(), None, 1.0
    for detail in status.details:
        if detail.Is(error_details_pb2.BadRequest.DESCRIPTOR):
            field = _field_of(detail)
        if detail.Is(error_details_pb2.RetryInfo.DESCRIPTOR):
            seconds = _seconds_of(detail)
        detail.Unpack(info)
    if not info.domain.startswith(_DOMAIN):
        return None
    kind = _KINDS.get(info.metadata["kind"], Refusal)
    if kind is TryLater:
        return TryLater(info.reason, status.message, seconds=seconds, field=field)
    return kind(info.reason, status.message, field=field)


async def answered(call: Awaitable[Answer]) -> Answer:
    """Await a call's answer.

    Raises the other side's `Refusal`, or `Unanswered` where it may or may not have been done.
    """
    try:
        return await call
    except grpc.aio.AioRpcError as error:
        raise problem_of(error) from error


def problem_of(error: grpc.aio.AioRpcError) -> Refusal | Unanswered | grpc.aio.AioRpcError:
    """Answer what a failed call means: a `Refusal`, `Unanswered`, or the error as it is."""
    refusal = refusal_of(error)
    if refusal is not None:
        return refusal
    if error.code() in _MAY_BE_DONE:
        return Unanswered(f"{error.code().name}: {error.details()}")
    return error


def _info(refusal: Refusal, service: str) -> error_details_pb2.ErrorInfo:
    kind = next(name for name, kind in reversed(_KINDS.items()) if isinstance(refusal, kind))
    return error_details_pb2.ErrorInfo(
        reason=refusal.code, domain=_DOMAIN + service, metadata={"kind": kind}
    )


def _code_of(refusal: Refusal) -> int:
    if refusal.code in _BY_CODE:
        return _BY_CODE[refusal.code]
    if refusal.field and not isinstance(refusal, TryLater):
        return int(code_pb2.INVALID_ARGUMENT)
    return next(code for kind, code in _BY_KIND if isinstance(refusal, kind))


def _field_of(detail: any_pb2.Any) -> str | None:
    request = error_details_pb2.BadRequest()
    detail.Unpack(request)
    return next((violation.field for violation in request.field_violations), None)


def _retry_info(seconds: float) -> error_details_pb2.RetryInfo:
    info = error_details_pb2.RetryInfo()
    info.retry_delay.FromMilliseconds(round(seconds * 1000))
    return info


def _seconds_of(detail: any_pb2.Any) -> float:
    info = error_details_pb2.RetryInfo()
    detail.Unpack(info)
    return float(info.retry_delay.ToMilliseconds()) / 1000


def _shown(text: str, longest: int) -> str:
    """Return as much of it as may travel: what is not ASCII is written as several signs there."""
    sizes = accumulate(1 if sign.isascii() else 3 for sign in text)
    kept = sum(size <= longest for size in sizes)
    return text if kept == len(text) else f"{text[:kept]}…"


def _packed(
    message: error_details_pb2.ErrorInfo
    | error_details_pb2.BadRequest
    | error_details_pb2.RetryInfo,
) -> any_pb2.Any:
    packed = any_pb2.Any()
    packed.Pack(message)
    return packed
