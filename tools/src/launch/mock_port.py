"""The port of the embedded broker: chosen by us, so that one that died comes back where it was.

librdkafka binds its mock broker to a free port and has no word for another one. But a broker that
is taken down binds a new socket to the address it keeps in memory, and tells clients the port it
keeps beside it: both are written there. Where anything is not as this file knows it - another
version, another layout - nothing is touched and `RuntimeError` says so.
"""

import ctypes

from launch.free_port import LOOPBACK


class _Cluster(ctypes.Structure):
    """The beginning of `rd_kafka_mock_cluster_s`."""

    _fields_ = (
        ("id", ctypes.c_char * 32),
        ("client", ctypes.c_void_p),
        ("controller", ctypes.c_int32),
        ("first_broker", ctypes.c_void_p),
    )


class _Broker(ctypes.Structure):
    """The beginning of `rd_kafka_mock_broker_s`."""

    _fields_ = (
        ("next", ctypes.c_void_p),
        ("previous", ctypes.c_void_p),
        ("id", ctypes.c_int32),
        ("host", ctypes.c_char * 128),
        ("bound", ctypes.c_ubyte * 16),
        ("port", ctypes.c_uint16),
    )


def move(*, cluster: int, client: int, chosen: int, wanted: int) -> None:
    """Let the only broker of a mock cluster bind to `wanted` when it is next taken down.

    `cluster` and `client` are librdkafka's own pointers, `chosen` is the port it took. Raises
    RuntimeError where librdkafka looks otherwise than expected.
    """
    broker = _broker_of(cluster, client, chosen)
    broker.bound[2:4] = list(wanted.to_bytes(2, "big"))
    broker.port = wanted


def _broker_of(cluster: int, client: int, port: int) -> _Broker:
    """Find the broker in memory, and look at everything that is known of it before."""
    if ctypes.sizeof(ctypes.c_void_p) == 8:
        seen = _Cluster.from_address(cluster)
        if seen.client == client and seen.id.startswith(b"mockCluster") and seen.first_broker:
            broker = _Broker.from_address(seen.first_broker)
            where = port.to_bytes(2, "big")
            if (
                broker.id == 1
                and broker.host == LOOPBACK.encode()
                and broker.port == port
                and bytes(broker.bound[2:4]) == where
            ):
                return broker
    raise RuntimeError(
        "this librdkafka keeps its mock broker otherwise than launch.mock_port knows"
    )
