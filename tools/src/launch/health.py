"""Asking a service whether it is ready, at the health port of its own."""

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from launch.free_port import LOOPBACK

READY = "ready"


def is_ready(health_port: int, *, within: float = 1.0) -> bool:
    """Tell whether the service says it is ready; waits at most `within` seconds."""
    with grpc.insecure_channel(f"{LOOPBACK}:{health_port}") as channel:
        probe = health_pb2_grpc.HealthStub(channel)
        try:
            said = probe.Check(health_pb2.HealthCheckRequest(service=READY), timeout=within)
        except grpc.RpcError:
            return False
        return bool(said.status == health_pb2.HealthCheckResponse.SERVING)
