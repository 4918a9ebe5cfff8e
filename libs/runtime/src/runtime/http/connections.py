"""Connections to the web door: how many, from where, and how long each may keep us waiting.

uvicorn waits for ever for a first byte, for the rest of a header or body, and for a reader who
does not read; each of these waits has an end here (RFC 9110, 15.5.9: 408). Where the door is full,
whoever keeps us waiting longest makes room for who comes: silence keeps nobody else out.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Protocol

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from runtime.http.answers import ANSWERS_TO_NO_HTTP, TOO_SLOW, TRY_LATER
from runtime.telemetry import metrics

SILENT, SLOW_HEADER, SLOW_BODY, NOT_READING = "silent", "slow_header", "slow_body", "not_reading"
NOT_HTTP, CROWDED_OUT = "not_http", "crowded_out"
NEXT = "next_request"
TOO_MANY, TOO_MANY_OF_ONE = "connections", "connections_of_address"
# An application answers 408 to a slow body itself; who sends on all the same is cut off.
GRACE_SECONDS = 2.0


class ConnectionLimits(Protocol):
    """What bounds connections; every service's settings do."""

    @property
    def http_connections(self) -> int: ...
    @property
    def http_connections_of_address(self) -> int: ...
    @property
    def http_header_seconds(self) -> float: ...
    @property
    def http_body_seconds(self) -> float: ...
    @property
    def http_write_seconds(self) -> float: ...
    @property
    def http_crowded_seconds(self) -> float: ...


class Waiting(Protocol):
    """A connection that owes us something: a request, or the rest of one."""

    def make_room(self) -> None:
        """Leave the door to somebody else."""


@dataclass(slots=True)
class Keeper:
    """Counts who stands in the door."""

    limits: ConnectionLimits
    _inside: int = 0
    _by_address: Counter[str] = field(default_factory=Counter)
    _waiting: dict[Waiting, float] = field(default_factory=dict)
    """Since when each keeps us waiting, longest first."""

    def waits(self, connection: Waiting, *, now: float) -> None:
        """Note that it owes us something from now on."""
        self._waiting.pop(connection, None)
        self._waiting[connection] = now

    def waits_no_more(self, connection: Waiting) -> None:
        self._waiting.pop(connection, None)

    def make_room(self, *, now: float) -> bool:
        """Have whoever waits longest leave; False where nobody waits for long."""
        longest = next(iter(self._waiting.items()), None)
        if longest is None or now - longest[1] < self.limits.http_crowded_seconds:
            return False
        connection = longest[0]
        self.waits_no_more(connection)
        connection.make_room()
        return True

    def enter(self, address: str, *, now: float) -> str:
        """Count a connection; answers why it may not stay, or nothing."""
        self._inside += 1
        self._by_address[address] += 1
        metrics.HTTP_CONNECTIONS.set(self._inside)
        if self._by_address[address] > self.limits.http_connections_of_address:
            return TOO_MANY_OF_ONE
        if self._inside > self.limits.http_connections and not self.make_room(now=now):
            return TOO_MANY
        return ""

    def leave(self, address: str) -> None:
        """Count a connection no more."""
        self._inside -= 1
        self._by_address[address] -= 1
        if not self._by_address[address]:
            del self._by_address[address]
        metrics.HTTP_CONNECTIONS.set(self._inside)


class GuardedProtocol(H11Protocol):
    """One connection, with an end to each of its waits."""

    def __init__(self, *given: Any, keeper: Keeper, **named: Any) -> None:
        super().__init__(*given, **named)
        self._keeper = keeper
        self._address = ""
        self._is_refused = False
        self._has_sent = False
        self._waits_for = ""
        self._patience: asyncio.TimerHandle | None = None
        self._writing: asyncio.TimerHandle | None = None

    # asyncio types it as any transport, uvicorn as one that writes.
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        peer = transport.get_extra_info("peername")
        self._address = str(peer[0]) if peer else ""
        refused = self._keeper.enter(self._address, now=self.loop.time())
        if refused:
            self._is_refused = True
            self._refuse(refused, TRY_LATER)
        else:
            self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        self._keeper.leave(self._address)
        self._keeper.waits_no_more(self)
        self._rest()
        self._stop_writing_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._is_refused:
            return
        self._has_sent = True
        super().data_received(data)
        if not self._is_refused:
            self._look()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._look()

    def make_room(self) -> None:
        """Leave to somebody else; who waits between two requests sends again elsewhere."""
        self._is_refused = True
        self._cut_off(CROWDED_OUT)

    def pause_writing(self) -> None:
        super().pause_writing()
        seconds = self._keeper.limits.http_write_seconds
        self._writing = self.loop.call_later(seconds, self._cut_off, NOT_READING)

    def resume_writing(self) -> None:
        self._stop_writing_timer()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no request, as every refusal is answered; uvicorn has a text for it."""
        metrics.HTTP_REFUSED.labels(NOT_HTTP).inc()
        hint = getattr(sys.exception(), "error_status_hint", HTTPStatus.BAD_REQUEST)
        status, body = ANSWERS_TO_NO_HTTP.get(hint, ANSWERS_TO_NO_HTTP[HTTPStatus.BAD_REQUEST])
        # Behind an answer that has begun nothing can be said any more.
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            start = h11.Response(
                status_code=status.value,
                headers=[
                    ("Content-Type", "application/json"),
                    ("Content-Length", str(len(body))),
                    ("Connection", "close"),
                ],
                reason=status.phrase.encode(),
            )
            end = h11.EndOfMessage()
            said = (start, end) if self._is_head else (start, h11.Data(data=body), end)
            for event in said:
                self.transport.write(self.conn.send(event) or b"")
            self._close_behind_the_answer()
        else:
            self.transport.close()

    def _close_behind_the_answer(self) -> None:
        """Read on for a moment and think nothing of it: a reset would take the answer away."""
        self._is_refused = True
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.loop.call_later(GRACE_SECONDS, self.transport.close)

    @property
    def _is_head(self) -> bool:
        begun = self.cycle is not None and self.conn.our_state is h11.SEND_RESPONSE
        return begun and self.cycle.scope["method"] == "HEAD"

    def _look(self) -> None:
        """See what the other side owes us now, and by when; an earlier wait for it goes on."""
        limits, theirs = self._keeper.limits, self.conn.their_state
        if theirs is h11.SEND_BODY:
            seconds = limits.http_body_seconds + GRACE_SECONDS
            self._wait(SLOW_BODY, seconds, self._cut_off)
        elif theirs is h11.IDLE and (self.cycle is None or self.conn.trailing_data[0]):
            self._wait(SLOW_HEADER, limits.http_header_seconds, self._end)
        elif theirs is h11.IDLE:
            # uvicorn ends the wait for a next request without a byte of it.
            self._wait(NEXT, limits.http_header_seconds, None)
        else:
            self._rest()

    def _wait(self, why: str, seconds: float, then: Callable[[str], None] | None) -> None:
        if self._waits_for == why:
            return
        self._rest()
        self._waits_for = why
        self._keeper.waits(self, now=self.loop.time())
        if then is not None:
            self._patience = self.loop.call_later(seconds, then, why)

    def _rest(self) -> None:
        self._keeper.waits_no_more(self)
        if self._patience is not None:
            self._patience.cancel()
        self._patience, self._waits_for = None, ""

    def _stop_writing_timer(self) -> None:
        if self._writing is not None:
            self._writing.cancel()
            self._writing = None

    def _end(self, why: str) -> None:
        if self._has_sent:
            self._refuse(why, TOO_SLOW)
        else:
            self._refuse(SILENT, b"")

    def _refuse(self, why: str, answer: bytes) -> None:
        metrics.HTTP_REFUSED.labels(why).inc()
        if answer:
            self.transport.write(answer)
        self.transport.close()

    def _cut_off(self, why: str) -> None:
        """End it without waiting for what is still to be written."""
        metrics.HTTP_REFUSED.labels(why).inc()
        self.transport.abort()


def guarded(limits: ConnectionLimits) -> type[GuardedProtocol]:
    """Make the class of connections to one door."""
    keeper = Keeper(limits)

    class Guarded(GuardedProtocol):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, keeper=keeper, **named)

    return Guarded
