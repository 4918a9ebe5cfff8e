"""The operator both sides stand on: one server, one broker, one pretend network."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import yaml

from bench.floor.setting import floor_topic
from launch.free_port import LOOPBACK
from launch.operator import Operator
from launch.plan import REPOSITORY, SERVICES, Plan
from launch.postgres_cluster import SUPERUSER, passwords
from launch.progress import Progress
from launch.running_list import RunningList

FOLDER = REPOSITORY / "build" / "bench"
TOPICS = REPOSITORY / "proto" / "topics.yaml"
SAMPLER = Path(__file__).parent / "sampler"


@dataclass(frozen=True, slots=True)
class Ground:
    """A running operator and what the bench needs of its servers."""

    operator: Operator

    @property
    def data_dir(self) -> Path:
        return self.operator.surroundings.plan.data_dir

    @property
    def superuser(self) -> str:
        """The address of the database server for its superuser, without a database."""
        word = passwords(self.data_dir / "postgres")[SUPERUSER]
        somewhere = next(iter(self.operator.surroundings.databases.values()))
        port = somewhere.rpartition(":")[2].partition("/")[0]
        return f"postgresql://{SUPERUSER}:{word}@{LOOPBACK}:{port}"

    @property
    def server_log(self) -> Path:
        return self.data_dir / "postgres" / "postgres.log"

    @property
    def samples(self) -> Path:
        """Where the services leave what their samplers saw."""
        return self.data_dir / "samples"

    def pids(self) -> dict[str, int]:
        """Return the process of every service, of the broker and of the database server."""
        names = (*self.operator.surroundings.plan.processes, "broker", "postgres")
        return {name: self.operator.processes.pid(name) for name in names}


@contextmanager
def ground(
    *,
    durable: bool,
    services: tuple[str, ...] = SERVICES,
    doors: Mapping[str, Sequence[str]] = MappingProxyType({}),
    progress: Progress,
) -> Iterator[Ground]:
    """Run an empty operator whose broker knows the floor's topics too.

    Raises AlreadyRunning while another bench runs here.
    """
    folder = FOLDER / "operator"
    folder.mkdir(parents=True, exist_ok=True)
    with RunningList(folder) as left:
        left.end_leftovers()
        shutil.rmtree(folder)
    folder.mkdir()
    samples = folder / "samples"
    samples.mkdir()
    plan = Plan(
        data_dir=folder,
        clock="system",
        durable=durable,
        services=services,
        doors=doors,
        topics=_topics_of_both(folder / "topics.yaml"),
        extra={"PYTHONPATH": str(SAMPLER), "BENCH_SAMPLES": str(samples)},
    )
    with Operator.running(plan, progress=progress) as operator:
        yield Ground(operator)


def _topics_of_both(path: Path) -> Path:
    declared = yaml.safe_load(TOPICS.read_text())["topics"]
    bare = [{**topic, "name": floor_topic(topic["name"]), "listeners": []} for topic in declared]
    path.write_text(yaml.safe_dump({"topics": [*declared, *bare]}))
    return path
