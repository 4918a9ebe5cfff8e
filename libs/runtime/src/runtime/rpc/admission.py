"""Who is let in: a call that is signed, by a service on the list, that has not too much in hand."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from kernel.errors import NotAllowed, Refusal, TryLater
from runtime.rpc.certificates import shows_its_own_certificate
from runtime.rpc.signing import TOKEN, Asking, Signer
from runtime.telemetry import metrics

Allowed = Mapping[str, frozenset[str]]
REFLECTION = "/grpc.reflection."
"""Served only where it is turned on, to whoever can sign."""
_UNKNOWN = "unknown"


class Admission:
    """Looks at a call by its metadata alone: its content is read afterwards."""

    def __init__(self, signer: Signer, *, allowed: Allowed, most_of_one: int) -> None:
        self._signer = signer
        self._allowed = allowed
        self._most_of_one = most_of_one
        self._in_hand: Counter[str] = Counter()

    def refusal(self, method: str, sent: Mapping[str, Any]) -> Refusal | None:
        """Answer why a call is not let in, before any of its content is read."""
        try:
            self.verified(method, sent)
        except Refusal as refusal:
            return refusal
        return None

    def verified(self, method: str, sent: Mapping[str, Any]) -> Asking:
        """Answer who asks; raises `NOT_SIGNED` or `CALLER_NOT_ALLOWED`."""
        try:
            asking = self._signer.verify(str(sent.get(TOKEN, "")))
        except Refusal as refusal:
            metrics.RPC_REFUSED.labels(refusal.code, _UNKNOWN).inc()
            raise
        if method.startswith(REFLECTION):
            return asking
        if asking.caller not in self._allowed.get(method, frozenset()):
            raise self._refused(asking, f"{asking.caller} may not call {method}.")
        return asking

    @contextmanager
    def counted(self, asking: Asking, context: Any) -> Iterator[None]:
        """Count a call while it is answered; raises `CALLER_NOT_ALLOWED`, `TOO_MANY_CALLS`."""
        caller = asking.caller
        if not shows_its_own_certificate(caller, context.auth_context()):
            raise self._refused(asking, f"This is not the certificate of {caller}.")
        if self._in_hand[caller] >= self._most_of_one:
            metrics.RPC_REFUSED.labels("TOO_MANY_CALLS", caller).inc()
            sentence = f"Too many calls of {caller} are being answered."
            raise TryLater("TOO_MANY_CALLS", sentence, seconds=0.1)
        self._in_hand[caller] += 1
        gauge = metrics.RPC_IN_HAND.labels(caller)
        gauge.inc()
        try:
            yield
        finally:
            self._in_hand[caller] -= 1
            gauge.dec()

    def _refused(self, asking: Asking, sentence: str) -> NotAllowed:
        metrics.RPC_REFUSED.labels("CALLER_NOT_ALLOWED", asking.caller).inc()
        return NotAllowed("CALLER_NOT_ALLOWED", sentence)
