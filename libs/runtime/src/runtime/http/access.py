"""What is noted of every request: a line in the log, counts and times; nothing personal.

The path is noted as its template: what stands in it may be a number in service.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from kernel.clock import monotonic
from runtime.http.told import error_body
from runtime.telemetry import metrics
from runtime.telemetry.logs import logger

# What ASGI calls a scope and a message are open mappings.
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

NO_ROUTE = "none"
TOO_MANY_OF_ONE = "TOO_MANY_OF_ADDRESS"
GONE = 499
"""They left before there was an answer; the status others use for it."""
_SEEN = "kaitong.seen"
_LENGTHS = frozenset({b"content-length", b"transfer-encoding"})
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_log = logger("access")


_TOO_MANY = error_body(
    HTTPStatus.TOO_MANY_REQUESTS,
    TOO_MANY_OF_ONE,
    "Too much of what your address asked is still being done: wait for an answer.",
)
TWO_LENGTHS = "FIELD_NOT_VALID"
"""The length of a body said in two ways: whoever stands before us may have believed the other."""
_TWO_LENGTHS = error_body(
    HTTPStatus.BAD_REQUEST,
    TWO_LENGTHS,
    "Say how long the body is in one way: Content-Length or Transfer-Encoding.",
    field="Transfer-Encoding",
)


class TooSlow(Exception):
    """A body did not arrive in time."""


@dataclass(slots=True)
class Seen:
    """What the application says of a request, for the log and the metrics."""

    route: str = NO_ROUTE
    """The template of its path."""
    actor: str = ""
    trace_id: str = ""
    refused: str = ""
    """The code it was refused with."""


def seen(scope: Scope) -> Seen:
    """Answer where to say what a request was; of no use, and harmless, outside the web door."""
    said: Seen = scope.setdefault(_SEEN, Seen())
    return said


class Access:
    """Stands before an application: notes each request and lets no body take for ever."""

    def __init__(self, application: Application, *, body_seconds: float, of_address: int) -> None:
        self._application = application
        self._body_seconds = body_seconds
        self._of_address = of_address
        self._in_hand: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        address = _address_of(scope)
        exchange = _Exchange(
            receive,
            send,
            until=monotonic() + self._body_seconds,
            answered=lambda: self._answered(address),
        )
        started, said = monotonic(), seen(scope)
        metrics.HTTP_IN_FLIGHT.inc()
        self._in_hand[address] += 1
        try:
            if self._in_hand[address] > self._of_address:
                said.refused = TOO_MANY_OF_ONE
                retry = (b"retry-after", b"1")
                await exchange.refuse(HTTPStatus.TOO_MANY_REQUESTS, _TOO_MANY, retry)
            elif _LENGTHS <= {name for name, _ in scope.get("headers", ())}:
                said.refused = TWO_LENGTHS
                await exchange.refuse(HTTPStatus.BAD_REQUEST, _TWO_LENGTHS)
            else:
                await self._application(scope, exchange.receive, exchange.send)
        finally:
            metrics.HTTP_IN_FLIGHT.dec()
            exchange.is_answered()
            seconds = monotonic() - started
            _note(scope, said, status=exchange.status or GONE, seconds=seconds)

    def _answered(self, address: str) -> None:
        self._in_hand[address] -= 1
        if not self._in_hand[address]:
            del self._in_hand[address]


def _address_of(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


class _Exchange:
    """One request and its answer; `answered` is told once, when the answer begins."""

    def __init__(
        self, receive: Receive, send: Send, *, until: float, answered: Callable[[], None]
    ) -> None:
        self._receive, self._send, self._until = receive, send, until
        self._answered: Callable[[], None] | None = answered
        self._is_whole = False
        self.status = 0

    def is_answered(self) -> None:
        """Say that nothing is computed for it any more: a stream may last, and is no load."""
        if self._answered is not None:
            self._answered()
            self._answered = None

    async def refuse(self, status: HTTPStatus, body: bytes, *more: tuple[bytes, bytes]) -> None:
        """Answer before the application sees it, and read nothing more of it."""
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            *more,
            (b"connection", b"close"),
        ]
        start = {"type": "http.response.start", "status": status.value, "headers": headers}
        await self.send(start)
        await self.send({"type": "http.response.body", "body": body})

    async def receive(self) -> MutableMapping[str, Any]:
        """Receive the body by its end, or raise `TooSlow`; what comes after it may last."""
        if self._is_whole:
            return await self._receive()
        try:
            async with asyncio.timeout(self._until - monotonic()):
                message = await self._receive()
        except TimeoutError as error:
            if self.status:
                return {"type": "http.disconnect"}
            raise TooSlow from error
        self._is_whole = not message.get("more_body", False)
        return message

    async def send(self, message: MutableMapping[str, Any]) -> None:
        self.status = message.get("status", self.status)
        self.is_answered()
        await self._send(message)


def _note(scope: Scope, said: Seen, *, status: int, seconds: float) -> None:
    method = scope["method"] if scope["method"] in _METHODS else "other"
    exemplar = {"trace_id": said.trace_id} if said.trace_id else None
    metrics.HTTP_SECONDS.labels(method, said.route, str(status)).observe(seconds, exemplar)
    if said.refused:
        metrics.HTTP_REFUSED.labels(said.refused).inc()
    _log.info(
        "request",
        method=method,
        route=said.route,
        status=status,
        ms=round(seconds * 1000),
        actor=said.actor,
        trace_id=said.trace_id,
        refused=said.refused,
    )
