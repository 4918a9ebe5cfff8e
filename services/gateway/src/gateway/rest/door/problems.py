"""Errors as TMF630 says: a code, a reason, a message that tells what to do, and the field."""

from collections.abc import Mapping
from math import ceil

import grpc
from starlette.responses import JSONResponse

from kernel.errors import NotFound, Refusal, Stale, TryLater
from runtime.errors import Unanswered
from runtime.http.told import error_told

HTTP_STATUS: Mapping[str, int] = {
    "NOT_SIGNED_IN": 401,
    "TOKEN_NOT_VALID": 401,
    "SIGNATURE_NOT_VALID": 401,
    "NOTIFICATION_TOO_OLD": 401,
    "TOP_UP_PAID": 409,
    "TRANSACTION_USED": 409,
    "ROLE_NOT_ALLOWED": 403,
    "NOT_YOURS": 403,
    "CHANNEL_NOT_ALLOWED": 403,
    "CONTRADICTS_TOKEN": 403,
    "ROLE_REQUIRED": 403,
    "NO_SUCH_PATH": 404,
    "METHOD_NOT_ALLOWED": 405,
    "TOO_LARGE": 413,
    "MEDIA_TYPE_NOT_TAKEN": 415,
    "NOT_JSON": 400,
    "TOO_SLOW": 408,
    "REQUEST_ID_REUSED": 409,
    "OPEN_ORDER_EXISTS": 409,
    "NOT_QUIET": 409,
    "CLOCK_CANNOT_GO_BACK": 409,
    "TRY_AGAIN": 503,
    # Said of us by a service that has enough in hand: whoever asked us did nothing wrong.
    "TOO_MANY_CALLS": 503,
    "INTERNAL": 500,
    "NOT_OFFERED": 501,
    # Said by a service that does not take our signature: the operator is not set up well.
    "NOT_SIGNED": 500,
    "CALLER_NOT_ALLOWED": 500,
}
"""What is not here is 429 for who must wait, 404 for what does not exist, 400 for a bad field, else
422."""
LONGEST_SAID = 1000
"""Characters of what was sent that an error repeats."""
UNPROCESSABLE, BAD_REQUEST, NOT_FOUND, CONFLICT, TOO_MANY = 422, 400, 404, 409, 429


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status of a refusal."""
    if refusal.code in HTTP_STATUS:
        return HTTP_STATUS[refusal.code]
    if isinstance(refusal, TryLater):
        return TOO_MANY
    if isinstance(refusal, NotFound):
        return NOT_FOUND
    if isinstance(refusal, Stale):
        return CONFLICT
    return BAD_REQUEST if refusal.field else UNPROCESSABLE


def problem(refusal: Refusal, *, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Answer a refusal."""
    status, sentence = status_of(refusal), _readable(refusal.sentence)
    body = error_told(status, refusal.code, sentence, field=_readable(refusal.field or ""))
    told = dict(headers or {})
    if isinstance(refusal, TryLater):
        told["Retry-After"] = str(ceil(refusal.seconds) or 1)
    return JSONResponse(body, status_code=status, headers=told)


def _readable(said: str) -> str:
    """Return what repeats a name that was sent as JSON can hold it, and not longer than read."""
    return said[:LONGEST_SAID].encode(errors="replace").decode()


def unanswered(error: Unanswered | grpc.RpcError) -> JSONResponse:
    """Answer that a service is not there now: the same request with the same key is safe."""
    sentence = (
        "A service did not answer in time. Send the same request again with the same "
        "Idempotency-Key: it will be done once."
    )
    del error  # its text is in the trace, it may name machines
    return problem(Refusal("TRY_AGAIN", sentence), headers={"Retry-After": "1"})


def unexpected() -> JSONResponse:
    """Answer a bug of ours."""
    sentence = "Something went wrong on our side; it is logged under the request's trace."
    return problem(Refusal("INTERNAL", sentence))
