"""A counter that asks again where it gets no answer, as every client of ours is told to."""

import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from kernel.clock import monotonic
from launch.counter import BUSY, Counter, Order

PATIENCE_SECONDS = 30.0
BETWEEN_SECONDS = 0.2
ANSWER_SECONDS = 15.0
ORDER_SECONDS = 180.0
"""One machine starts every door of a release at once."""


ASK_AGAIN = frozenset({502, BUSY, 504})
"""Nobody answered, or the ingress found nobody who would."""
_given: set[str] = set()
_choosing = threading.Lock()


class Again(httpx.BaseTransport):
    """Sends a request again, with its idempotency key, until somebody has time to answer it."""

    def __init__(self, trusted: ssl.SSLContext) -> None:
        self._through = httpx.HTTPTransport(verify=trusted)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Raises what the last try raised."""
        request.read()
        until = monotonic() + PATIENCE_SECONDS
        while True:
            try:
                answer = self._through.handle_request(request)
                if answer.status_code not in ASK_AGAIN or monotonic() > until:
                    return answer
                answer.close()
            except httpx.TransportError:
                if monotonic() > until:
                    raise
            time.sleep(BETWEEN_SECONDS)

    def close(self) -> None:
        self._through.close()


class PatientCounter(Counter):
    """One clerk, signed in, who tries again."""

    def __init__(self, rest: str, *, token: str, trusted: ssl.SSLContext) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self._http = httpx.Client(
            base_url=rest, headers=headers, timeout=ANSWER_SECONDS, transport=Again(trusted)
        )

    def _taken(self, free: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
        """Return what no other clerk of this program has in hand."""
        with _choosing:
            for one in free:
                name = str(one.get("iccid") or one["msisdn"])
                if name not in _given:
                    _given.add(name)
                    return one
        raise RuntimeError("other clerks have all of it in hand")

    def finished(self, order: Order, *, within: float = ORDER_SECONDS) -> Order:
        return super().finished(order, within=within)
