"""Answering other services: the server, its gate and its limits."""

from collections.abc import Callable, Sequence
from typing import Any

import grpc
from grpc_reflection.v1alpha import reflection

from runtime.rpc.admission import Admission, Allowed
from runtime.rpc.answering import Answering
from runtime.rpc.certificates import server_credentials
from runtime.rpc.gate import Gate
from runtime.rpc.signing import Signer, read_call_key
from runtime.settings.service_settings import ServiceSettings

__all__ = ["Answering", "RpcServer"]

Servicers = Sequence[tuple[Callable[[Any, Any], None], Any]]

# Longer than any deadline somebody would wait for; a call without one gets it too.
_LONGEST_SECONDS = 60.0
MOST_METADATA = 8 * 1024
"""Octets; a signature is shorter than one."""
_OPTIONS: list[tuple[str, int]] = [
    ("grpc.max_connection_age_ms", 120_000),
    ("grpc.max_connection_age_grace_ms", 30_000),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
    ("grpc.so_reuseport", 0),
]


class RpcServer:
    """The gRPC server of a service."""

    def __init__(
        self, settings: ServiceSettings, servicers: Servicers, *, allowed: Allowed
    ) -> None:
        signer = Signer(read_call_key(settings.call_key_file), service=settings.service)
        admission = Admission(signer, allowed=allowed, most_of_one=settings.max_calls_of_one)
        gate = Gate(admission, service=settings.service, longest_seconds=_LONGEST_SECONDS)
        self._settings = settings
        self._servicers = servicers
        self._server = grpc.aio.server(
            interceptors=[gate],
            options=_limits_of(settings),
            maximum_concurrent_rpcs=settings.max_calls,
        )
        for add, servicer in servicers:
            add(servicer, self._server)

    async def start(self) -> int:
        """Answer at the configured address; gives the port."""
        settings = self._settings
        address = f"{settings.host}:{settings.grpc_port}"
        if settings.reflection:
            self._reflect()
        credentials = server_credentials(settings.tls_dir)
        port = (
            self._server.add_secure_port(address, credentials)
            if credentials
            else self._server.add_insecure_port(address)
        )
        await self._server.start()
        return int(port)

    async def stop(self, seconds: float) -> None:
        """Take no new calls and let those in flight end within `seconds`."""
        await self._server.stop(seconds)

    def _reflect(self) -> None:
        names = _Names()
        for add, servicer in self._servicers:
            add(servicer, names)
        reflection.enable_server_reflection((*names.found, reflection.SERVICE_NAME), self._server)


def _limits_of(settings: ServiceSettings) -> list[tuple[str, int]]:
    """Answer what is waited for and taken: before a call is looked at, and of one connection."""
    return [
        *_OPTIONS,
        ("grpc.server_handshake_timeout_ms", round(settings.connect_seconds * 1000)),
        ("grpc.max_allowed_incoming_connections", settings.max_connections),
        ("grpc.max_concurrent_streams", settings.max_calls),
        ("grpc.max_receive_message_length", settings.max_message_bytes),
        ("grpc.max_metadata_size", MOST_METADATA),
        ("grpc.absolute_max_metadata_size", 2 * MOST_METADATA),
    ]


class _Names:
    """Stands in for a server, to learn the full names of what would be registered."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add_generic_rpc_handlers(self, handlers: Sequence[Any]) -> None:
        self.found += [handler.service_name() for handler in handlers]

    def add_registered_method_handlers(self, service: str, handlers: Any) -> None:
        """Know nothing more from this than from the generic ones."""
