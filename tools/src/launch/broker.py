"""The embedded broker: Kafka's protocol in memory, as a process of its own or inside a test.

`python -m launch.broker --address-file run/broker.json --port 19092`
writes `{"bootstrap": "host:port", "epoch": "…"}` and stays until SIGTERM. The epoch is
another one at every start: whoever knew another broker sends its day again. SIGUSR1
takes the broker down, SIGUSR2 up again with all it had.
"""

import argparse
import json
import secrets
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from launch.bell import Bell
from launch.mock_cluster import MockCluster
from launch.private_file import write_privately
from launch.topic_list import topics_of, topics_of_this_release

AWAITED = (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGUSR2)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a broker listens, and which one it is."""

    bootstrap: str
    epoch: str

    @classmethod
    def read(cls, path: Path) -> "Address":
        """Read what a broker process wrote; raises FileNotFoundError before it did."""
        return cls(**json.loads(path.read_text()))

    def write(self, path: Path) -> None:
        write_privately(path, json.dumps({"bootstrap": self.bootstrap, "epoch": self.epoch}))


class Broker:
    """A broker in this process, with what a test of bad days needs."""

    def __init__(self, topics: Mapping[str, int], *, port: int = 0) -> None:
        """Start it with `topics` (name → partitions) at `port` (0: a free one).

        Raises OSError where the port is taken.
        """
        self.epoch = secrets.token_hex(8)
        self.cluster = MockCluster(port=port)
        self._bell = Bell(port=int(self.bootstrap.rpartition(":")[2]))
        for name, partitions in topics.items():
            self.cluster.create_topic(name, partitions=partitions)

    @property
    def bootstrap(self) -> str:
        return self.cluster.bootstrap

    @property
    def address(self) -> Address:
        return Address(self.bootstrap, self.epoch)

    def create_topic(self, name: str, *, partitions: int) -> None:
        self.cluster.create_topic(name, partitions=partitions)

    def go_down(self) -> None:
        """Cut all connections and refuse new ones; nothing is forgotten."""
        self.cluster.go_down()

    def come_up(self) -> None:
        self.cluster.come_up()

    def close(self) -> None:
        self._bell.close()
        self.cluster.close()


@contextmanager
def temporary(topics: Mapping[str, int] | Path, *, port: int = 0) -> Iterator[Broker]:
    """Run a broker for a test: topics as name → partitions, or the path of a topics.yaml."""
    broker = Broker(topics_of(topics) if isinstance(topics, Path) else topics, port=port)
    try:
        yield broker
    finally:
        broker.close()


def serve(topics: Mapping[str, int], *, address_file: Path, port: int) -> None:
    """Run a broker until SIGTERM or SIGINT; signals are blocked before its threads start."""
    signal.pthread_sigmask(signal.SIG_BLOCK, AWAITED)
    with temporary(topics, port=port) as broker:
        broker.address.write(address_file)
        while (told := signal.sigwait(AWAITED)) not in (signal.SIGTERM, signal.SIGINT):
            if told == signal.SIGUSR1:
                broker.go_down()
            else:
                broker.come_up()


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m launch.broker", description=__doc__)
    parser.add_argument(
        "--topics", type=Path, help="such as proto/topics.yaml; left out: all of this release"
    )
    parser.add_argument("--address-file", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0, help="0: a free one")
    given = parser.parse_args(arguments)
    topics = topics_of(given.topics) if given.topics else topics_of_this_release()
    serve(topics, address_file=given.address_file, port=given.port)


if __name__ == "__main__":
    main(sys.argv[1:])
