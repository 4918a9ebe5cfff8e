"""What the web door answers before there is a request: written once, whole."""

from collections.abc import Mapping
from http import HTTPStatus

from runtime.http.told import error_body


def _told(status: HTTPStatus, code: str, sentence: str, *headers: str) -> bytes:
    """Return a whole answer."""
    body = error_body(status, code, sentence)
    lines = (
        f"HTTP/1.1 {status.value} {status.phrase}",
        *headers,
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Connection: close",
        "",
        "",
    )
    return "\r\n".join(lines).encode() + body


TRY_LATER = _told(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "TOO_MANY_CONNECTIONS",
    "There are too many connections; come again in some seconds.",
    "Retry-After: 5",
)
TOO_SLOW = _told(
    HTTPStatus.REQUEST_TIMEOUT,
    "TOO_SLOW",
    "The request did not arrive in time; send it again.",
)


ANSWERS_TO_NO_HTTP: Mapping[int, tuple[HTTPStatus, bytes]] = {
    status: (status, error_body(status, code, sentence))
    for status, code, sentence in (
        (
            HTTPStatus.BAD_REQUEST,
            "NOT_HTTP",
            "This is no request of HTTP/1.1. In its path and query other signs than printable ASCII"
            " are written as %XX, octet by octet of their UTF-8; so are blanks.",
        ),
        (
            HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
            "TOO_LARGE",
            "The path and headers of the request are too long: send less of them.",
        ),
        (
            HTTPStatus.NOT_IMPLEMENTED,
            "NOT_OFFERED",
            "Of transfer encodings there is chunked alone, said once.",
        ),
    )
}
"""What h11 may refuse before there is a request, by the status it hints at."""
