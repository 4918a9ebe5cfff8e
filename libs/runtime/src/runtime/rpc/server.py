"""Answering other services: the server, its gate and its limits."""

from collections.abc import Callable, Sequence
from typing import Any

import grpc
from grpc_reflection.v1alpha import reflection

from runtime.rpc.answering import Answering
from runtime.rpc.certificates import server_credentials
from runtime.rpc.gate import Allowed, Gate
from runtime.rpc.signing import Signer, read_call_key
from runtime.settings import ServiceSettings

__all__ = ["Answering", "RpcServer"]

Servicers = Sequence[tuple[Callable[[Any, Any], None], Any]]

# Longer than any deadline somebody would wait for; a call without one gets it too.
_LONGEST_SECONDS = 60.0
_OPTIONS = [
    ("grpc.max_connection_age_ms", 120_000),
    ("grpc.max_connection_age_grace_ms", 30_000),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
    ("grpc.max_receive_message_length", 16 * 1024 * 1024),
    ("grpc.so_reuseport", 0),
]


class RpcServer:
    """The gRPC server of a service."""

    def __init__(
        self, settings: ServiceSettings, servicers: Servicers, *, allowed: Allowed
    ) -> None:
        signer = Signer(read_call_key(settings.call_key_file), service=settings.service)
        gate = Gate(
            signer, service=settings.service, allowed=allowed, longest_seconds=_LONGEST_SECONDS
        )
        self._settings = settings
        self._servicers = servicers
        self._server = grpc.aio.server(
            interceptors=[gate], options=_OPTIONS, maximum_concurrent_rpcs=settings.max_calls
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


class _Names:
    """Stands in for a server, to learn the full names of what would be registered."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add_generic_rpc_handlers(self, handlers: Sequence[Any]) -> None:
        self.found += [handler.service_name() for handler in handlers]

    def add_registered_method_handlers(self, service: str, handlers: Any) -> None:
        """Know nothing more from this than from the generic ones."""
