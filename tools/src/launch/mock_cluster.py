"""The broker inside librdkafka: Kafka's protocol in memory, driven through its C functions.

Made for tests of librdkafka, complete enough to run the house on: groups, commits,
idempotent producers. It keeps 5 MiB per partition and forgets the rest; it knows no
access rules, no compaction and no creation of topics by clients.
"""

import ctypes
import importlib.util
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from confluent_kafka import KafkaError

from launch import mock_port
from launch.free_port import answers, is_free

PRODUCER = 0
ONLY_BROKER = 1
ERROR_TEXT = 512


class MockCluster:
    """One broker in this process; its threads are librdkafka's own."""

    def __init__(self, *, first_join_delay: int = 300, port: int = 0) -> None:
        """Start it at `port` (0: a free one).

        A group's first members wait `first_join_delay` milliseconds for others. Raises OSError
        where the port is taken.
        """
        self._library = _library()
        said = ctypes.create_string_buffer(ERROR_TEXT)
        self._client = self._library.rd_kafka_new(
            PRODUCER, self._library.rd_kafka_conf_new(), said, ERROR_TEXT
        )
        if not self._client:
            raise RuntimeError(f"librdkafka does not start: {said.value.decode()}")
        self._cluster = self._library.rd_kafka_mock_cluster_new(self._client, ONLY_BROKER)
        if not self._cluster:
            raise RuntimeError("librdkafka does not start its broker")
        self._library.rd_kafka_mock_group_initial_rebalance_delay_ms(
            self._cluster, first_join_delay
        )
        said_where = self._library.rd_kafka_mock_cluster_bootstraps(self._cluster).decode()
        self._host, _, chosen = str(said_where).rpartition(":")
        self._port = int(chosen)
        if port:
            self._move(port)

    @property
    def bootstrap(self) -> str:
        """Where it listens, host:port."""
        return f"{self._host}:{self._port}"

    def create_topic(self, name: str, *, partitions: int) -> None:
        """Create a topic; one that is there with as many partitions is left as it is."""
        self._done(
            self._library.rd_kafka_mock_topic_create(self._cluster, name.encode(), partitions, 1),
            f"creating {name}",
        )

    def go_down(self) -> None:
        """Cut all connections and take no new ones, as a broker that lost its machine."""
        self._done(
            self._library.rd_kafka_mock_broker_set_down(self._cluster, ONLY_BROKER), "going down"
        )

    def come_up(self) -> None:
        """Listen again, with everything that was there before."""
        self._done(
            self._library.rd_kafka_mock_broker_set_up(self._cluster, ONLY_BROKER), "coming up"
        )

    def lose_leader(self, topic: str, *, partition: int) -> None:
        """Leave a partition without a leader."""
        self._lead(topic, partition, -1)

    def elect_leader(self, topic: str, *, partition: int) -> None:
        """Give a partition its leader back."""
        self._lead(topic, partition, ONLY_BROKER)

    def close(self) -> None:
        """End the broker; everything in it is gone."""
        if self._cluster:
            self._library.rd_kafka_mock_cluster_destroy(self._cluster)
            self._library.rd_kafka_destroy(self._client)
            self._cluster = None

    def _move(self, port: int) -> None:
        if not is_free(port):
            self.close()
            raise OSError(f"port {port} is in use")
        try:
            mock_port.move(
                cluster=self._cluster, client=self._client, chosen=self._port, wanted=port
            )
        except RuntimeError:
            self.close()
            raise
        self._port = port
        self.go_down()
        self.come_up()
        if not answers(port):
            self.close()
            raise OSError(f"the broker does not listen at port {port}")

    def _lead(self, topic: str, partition: int, leader: int) -> None:
        self._done(
            self._library.rd_kafka_mock_partition_set_leader(
                self._cluster, topic.encode(), partition, leader
            ),
            f"choosing the leader of {topic}",
        )

    @staticmethod
    def _done(code: int, what: str) -> None:
        if code not in (KafkaError.NO_ERROR, KafkaError.TOPIC_ALREADY_EXISTS):
            raise RuntimeError(f"{what} failed: {KafkaError(code).str()}")


@cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(str(next(_places())))
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    functions = {
        "conf_new": (pointer, ()),
        "new": (pointer, (number, pointer, text, ctypes.c_size_t)),
        "destroy": (None, (pointer,)),
        "mock_cluster_new": (pointer, (pointer, number)),
        "mock_cluster_destroy": (None, (pointer,)),
        "mock_cluster_bootstraps": (text, (pointer,)),
        "mock_group_initial_rebalance_delay_ms": (None, (pointer, ctypes.c_int32)),
        "mock_topic_create": (number, (pointer, text, number, number)),
        "mock_broker_set_down": (number, (pointer, ctypes.c_int32)),
        "mock_broker_set_up": (number, (pointer, ctypes.c_int32)),
        "mock_partition_set_leader": (number, (pointer, text, ctypes.c_int32, ctypes.c_int32)),
    }
    for name, (returned, taken) in functions.items():
        function = getattr(library, f"rd_kafka_{name}")
        function.restype, function.argtypes = returned, list(taken)
    return library


def _places() -> Iterator[Path]:
    """Find the library the package brings along: Linux keeps it beside, macOS inside."""
    spec = importlib.util.find_spec("confluent_kafka")
    if spec is None or spec.origin is None:
        raise RuntimeError("confluent_kafka is not installed: run make setup")
    package = Path(spec.origin).parent
    yield from (package.parent / "confluent_kafka.libs").glob("librdkafka-*.so*")
    yield from (package / ".dylibs").glob("librdkafka*.dylib")
    raise RuntimeError(f"no librdkafka beside {package}")
