"""Calling other services: deadlines, retries, who asks, and the trace."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, cast

import grpc
from opentelemetry.trace import SpanKind, Status, StatusCode

from kernel.clock import monotonic
from runtime.errors import Misconfigured
from runtime.rpc.calling import current_caller
from runtime.rpc.certificates import channel_credentials
from runtime.rpc.deadline import budget
from runtime.rpc.signing import TOKEN, Signer, read_call_key
from runtime.telemetry import metrics
from runtime.telemetry.tracing import call_tracer, current_order, traceparent_of

TRACE, ORDER = "traceparent", "order-id"

# No `timeout` here: gRPC's core fires it early (grpc#34547); deadlines are set on each call.
_SERVICE_CONFIG = json.dumps(
    {
        "loadBalancingConfig": [{"round_robin": {}}],
        "methodConfig": [
            {
                "name": [{}],
                "waitForReady": True,
                "retryPolicy": {
                    "maxAttempts": 4,
                    "initialBackoff": "0.05s",
                    "maxBackoff": "1s",
                    "backoffMultiplier": 2,
                    "retryableStatusCodes": ["UNAVAILABLE"],
                },
            }
        ],
    }
)
_OPTIONS = [
    ("grpc.service_config", _SERVICE_CONFIG),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.max_receive_message_length", 16 * 1024 * 1024),
    ("grpc.max_reconnect_backoff_ms", 2_000),
    ("grpc.initial_reconnect_backoff_ms", 100),
    # Where all pods of a service have gone within seconds, its new ones are found as soon; usually
    # a name is asked for no more than every half minute.
    ("grpc.dns_min_time_between_resolutions_ms", 1_000),
]


class CallerSettings(Protocol):
    """What a caller must be told; every service's settings do."""

    @property
    def service(self) -> str: ...
    @property
    def peers(self) -> Mapping[str, str]: ...
    @property
    def call_key_file(self) -> Path: ...
    @property
    def tls_dir(self) -> Path | None: ...
    @property
    def call_seconds(self) -> float: ...


class Channels:
    """Channels to the services named in `peers`, opened when first used."""

    def __init__(self, settings: CallerSettings) -> None:
        self._settings = settings
        self._signer = Signer(read_call_key(settings.call_key_file), service=settings.service)
        self._open: dict[str, _Channel] = {}

    def __getitem__(self, service: str) -> grpc.aio.Channel:
        """Answer the channel to a service; raises `Misconfigured` where its address is unknown."""
        if service not in self._open:
            self._open[service] = self._connect(service)
        return cast(grpc.aio.Channel, self._open[service])

    async def close(self) -> None:
        """Close all channels."""
        for channel in self._open.values():
            await channel.real.close()
        self._open.clear()

    def _connect(self, service: str) -> "_Channel":
        address = self._settings.peers.get(service)
        if address is None:
            raise Misconfigured(
                f"{self._settings.service} does not know where {service} answers. Add it to "
                f'BOSS_PEERS, for example {{"{service}": "127.0.0.1:50051"}}.'
            )
        target = address if "://" in address else f"dns:///{address}"
        credentials = channel_credentials(self._settings.tls_dir)
        real = (
            grpc.aio.secure_channel(target, credentials, options=_OPTIONS)
            if credentials
            else grpc.aio.insecure_channel(target, options=_OPTIONS)
        )
        return _Channel(real, service, self._signer, self._settings.call_seconds)


class _Channel:
    """Stands in for a channel towards generated stubs, and dresses each call.

    Cheaper than interceptors, which wrap every call in tasks and objects of their own.
    """

    def __init__(
        self, real: grpc.aio.Channel, service: str, signer: Signer, call_seconds: float
    ) -> None:
        self.real = real
        self.call_seconds = call_seconds
        self._service = service
        self._signer = signer

    def unary_unary(self, method: str, *serializers: Any, **more: Any) -> "_Method":
        return _Method(self, method, self.real.unary_unary(method, *serializers, **more))

    def unary_stream(self, method: str, *serializers: Any, **more: Any) -> "_Method":
        return _Method(self, method, self.real.unary_stream(method, *serializers, **more))

    async def close(self, grace: float | None = None) -> None:
        await self.real.close(grace)

    def dress(self, metadata: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Add who asks and which order it is about."""
        token = self._signer.sign(current_caller(), audience=self._service)
        order_id = current_order()
        about = ((ORDER, order_id),) if order_id else ()
        return (*metadata, (TOKEN, token), *about)


class _Method:
    """One method of another service."""

    def __init__(self, channel: _Channel, method: str, real: Any) -> None:
        self._channel = channel
        self._method = method
        self._real = real

    def __call__(
        self,
        request: Any,
        *,
        timeout: float | None = None,
        metadata: Sequence[tuple[str, str]] = (),
        **more: Any,
    ) -> Any:
        span = call_tracer().start_span(f"call {self._method}", kind=SpanKind.CLIENT)
        dressed = self._channel.dress(metadata)
        trace = traceparent_of(span)
        if trace:
            dressed = (*dressed, (TRACE, trace))
        seconds = budget(self._channel.call_seconds if timeout is None else timeout)
        started = monotonic()
        call = self._real(request, timeout=seconds, metadata=dressed, **more)

        def ended(call: Any) -> None:
            status = _status_of(call)
            metrics.CALL_SECONDS.labels(self._method, status).observe(monotonic() - started)
            if status != "OK":
                span.set_status(Status(StatusCode.ERROR, status))
            span.end()

        call.add_done_callback(ended)
        return call


def _status_of(call: Any) -> str:
    """Answer the status of a call that has ended: its `code()` is there without waiting."""
    asked = call.code()
    try:
        asked.send(None)
    except StopIteration as found:
        code: grpc.StatusCode = found.value
        return code.name
    asked.close()
    return grpc.StatusCode.UNKNOWN.name
