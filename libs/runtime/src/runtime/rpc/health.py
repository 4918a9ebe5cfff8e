"""Health (gRPC health protocol v1) on a plaintext port of its own: startup, ready and live."""

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

# Whoever probes asks one short question and leaves; who stays is told to go.
_MOST_CALLS = 32
_OPTIONS = [
    ("grpc.server_handshake_timeout_ms", 5_000),
    ("grpc.max_connection_age_ms", 60_000),
    ("grpc.max_connection_age_grace_ms", 5_000),
    ("grpc.max_allowed_incoming_connections", 64),
    ("grpc.max_concurrent_streams", 8),
    ("grpc.max_receive_message_length", 1024),
    ("grpc.max_metadata_size", 8 * 1024),
    ("grpc.so_reuseport", 0),
]
STARTUP, READY, LIVE = "startup", "ready", "live"


class Health:
    """What the probes of the platform are told."""

    def __init__(self) -> None:
        self._servicer = health.aio.HealthServicer()
        self._server: grpc.aio.Server | None = None
        self._told: dict[str, bool] = {}

    async def start(self, address: str) -> int:
        """Answer probes at `host:port`; gives the port."""
        self._server = grpc.aio.server(options=_OPTIONS, maximum_concurrent_rpcs=_MOST_CALLS)
        health_pb2_grpc.add_HealthServicer_to_server(self._servicer, self._server)
        port = int(self._server.add_insecure_port(address))
        await self._server.start()
        for name in (STARTUP, READY, LIVE):
            await self._tell(name, serving=name == LIVE)
        return port

    async def tell(self, name: str, *, serving: bool) -> bool:
        """Change what a probe is told; tells whether that was a change."""
        if self._told.get(name) == serving:
            return False
        await self._tell(name, serving=serving)
        return True

    async def leave(self) -> None:
        """Tell that we are going, for good: nothing sets it back."""
        await self._servicer.enter_graceful_shutdown()

    async def stop(self) -> None:
        """Stop answering probes."""
        if self._server is not None:
            await self._server.stop(0)

    async def _tell(self, name: str, *, serving: bool) -> None:
        self._told[name] = serving
        status = health_pb2.HealthCheckResponse
        code = status.SERVING if serving else status.NOT_SERVING
        await self._servicer.set(name, code)
        if name == READY:
            await self._servicer.set("", code)
