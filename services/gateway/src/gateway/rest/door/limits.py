"""What one caller may ask of this door: how fast, how much at once, how many bad tokens.

Kept in each process: who is spread over three replicas may do three times as much.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from gateway.domain.at_once import AtOnce
from gateway.domain.rate_limit import Buckets
from gateway.domain.roles import PROVIDER
from gateway.rest.door.problems import problem
from kernel.caller import Caller
from kernel.clock import monotonic
from kernel.errors import Refusal, TryLater
from runtime.http.access import seen
from runtime.telemetry import metrics

TOO_MANY_SIGN_INS = "TOO_MANY_SIGN_INS"
STREAMS_AGAIN_SECONDS = 30.0
Endpoint = Callable[[Request], Awaitable[Response]]
LEAVE: Mapping[str, str] = {"Connection": "close"}
"""Said to an address that asks too much: what it sent behind is not read any more."""


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def caller_of(actor: Caller) -> str:
    """Return under which name what they ask is counted: a customer's own, however they sign in.

    Of who signs nothing in, the address: a name in the path is whatever somebody writes there.
    """
    if PROVIDER in actor.roles:
        return f"address {actor.id.rpartition(' at ')[2]}"
    return f"customer {actor.customer_id}" if actor.customer_id else actor.id


@dataclass(frozen=True, slots=True)
class CallerLimits:
    """The limits of one process."""

    calls: Buckets
    sign_ins: Buckets
    """Bad tokens, by the address they came from."""
    at_once: AtOnce
    open_calls: Buckets
    """What needs no token, by the address that asks."""

    def without_token(self, *, address: str) -> None:
        """Count what anybody may ask; raises `TOO_MANY_REQUESTS`."""
        if wait := self.open_calls.take(address, seconds=monotonic()):
            sentence = "Your address asks faster than anybody needs without a token: wait."
            raise TryLater("TOO_MANY_REQUESTS", sentence, seconds=wait)

    def failed_sign_in(self, refusal: Refusal, *, address: str) -> Refusal:
        """Return what somebody with a bad token is told: to wait, after too many of them."""
        wait = self.sign_ins.take(address, seconds=monotonic())
        if not wait:
            return refusal
        sentence = "Too many tokens from your address were not valid: wait, then sign in again."
        return TryLater(TOO_MANY_SIGN_INS, sentence, seconds=wait)

    @contextmanager
    def counted(self, actor: Caller) -> Iterator[None]:
        """Count a call; raises `TOO_MANY_REQUESTS` or `TOO_MANY_AT_ONCE`."""
        caller = caller_of(actor)
        if wait := self.calls.take(caller, seconds=monotonic()):
            sentence = "You ask faster than agreed: wait, then go on."
            raise TryLater("TOO_MANY_REQUESTS", sentence, seconds=wait)
        if not self.at_once.begin(caller):
            sentence = "Too much of what you asked is still being done: wait for an answer."
            raise TryLater("TOO_MANY_AT_ONCE", sentence, seconds=1.0)
        try:
            yield
        finally:
            self.at_once.end(caller)


def open_to_all(endpoint: Endpoint, limits: CallerLimits) -> Endpoint:
    """Answer without a token, each address so often and no more."""

    async def answer(request: Request) -> Response:
        try:
            limits.without_token(address=address_of(request))
        except TryLater as refusal:
            seen(request.scope).refused = refusal.code
            return problem(refusal, headers=LEAVE)
        return await endpoint(request)

    return answer


class CountedStream(StreamingResponse):
    """A stream of events, counted until nobody reads it any more."""

    def count(self, streams: AtOnce, *, caller: str) -> "CountedStream":
        """Count it; raises `TOO_MANY_STREAMS`."""
        if not streams.begin(caller):
            sentence = "Too many streams of events are open: close one, or wait."
            raise TryLater("TOO_MANY_STREAMS", sentence, seconds=STREAMS_AGAIN_SECONDS)
        self._streams, self._caller = streams, caller
        metrics.HTTP_STREAMS.set(streams.all)
        return self

    def unread(self) -> None:
        """Count it no more: nobody reads it."""
        self._streams.end(self._caller)
        metrics.HTTP_STREAMS.set(self._streams.all)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.unread()
