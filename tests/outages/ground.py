"""What is killed: a database server, a broker and a pretend network, each a process of its own."""

import os
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # ships no types

import launch.postgres
from launch.free_port import LOOPBACK, answers, free_port
from launch.health import is_ready
from launch.key_files import KeyFiles
from launch.postgres import Postgres
from launch.postgres_cluster import cluster_folder
from launch.program import Program, Running
from launch.waiting import comes_true
from runtime.database.migrations import run_migrations
from runtime.settings.service_settings import ServiceSettings

TOPIC = "boss.said.v1"
TO_START = 60.0
"""Seconds."""
BESIDE = "beside"
TOPICS = "topics:\n" + "".join(
    f"  - {{name: {name}, partitions: 1, listeners: []}}\n" for name in (TOPIC, BESIDE)
)
USER, PASSWORD = "boss", "outages"


@dataclass(slots=True)
class Ground:
    """Three servers, and how each of them dies."""

    folder: Path
    postgres: Postgres
    settings: ServiceSettings
    broker: Program
    element: Program
    ports: dict[str, int]
    running: dict[str, Running]

    def begin(self) -> None:
        """Start broker and element."""
        self.start_broker()
        self.start_element()

    def end(self) -> None:
        for process in self.running.values():
            process.end(within=10)

    def start_broker(self) -> None:
        self.running["broker"] = self.broker.start()
        if not comes_true(lambda: answers(self.ports["kafka"]), within=TO_START):
            raise RuntimeError(f"the broker does not start: see {self.broker.log}")

    def start_element(self) -> None:
        self.running["element"] = self.element.start()
        if not comes_true(lambda: is_ready(self.ports["health"]), within=TO_START):
            raise RuntimeError(f"the element does not start: see {self.element.log}")

    def kill_postgres(self, rest: float) -> None:
        """Kill the server (-9), and start it again after a while."""
        self.postgres.kill()
        time.sleep(rest)
        self.postgres.run()

    def stop_postgres(self, rest: float) -> None:
        """End it in order: it cuts all sessions with a word."""
        self.postgres.stop()
        time.sleep(rest)
        self.postgres.run()

    def crash_backend(self, rest: float) -> None:
        """Kill one session's process (-9): the server ends all others and recovers."""
        told = cluster_folder(self.postgres.data_dir) / "postmaster.pid"
        backends = psutil.Process(int(told.read_text().split("\n", 1)[0])).children()
        if backends:
            secrets.choice(backends).kill()
        time.sleep(rest)
        comes_true(self.postgres.is_ready, within=TO_START)

    def cut_sessions(self, rest: float) -> None:
        """End every session with a word, as an administrator does."""
        time.sleep(rest / 10)
        self.postgres.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        )

    def kill_broker(self, rest: float) -> None:
        """Kill it (-9); its successor at the same port knows nothing."""
        self.running["broker"].kill()
        time.sleep(rest)
        self.start_broker()

    def cut_broker(self, rest: float) -> None:
        """Cut its connections and let it refuse new ones for a while; it forgets nothing."""
        os.kill(self.running["broker"].pid, signal.SIGUSR1)
        time.sleep(rest)
        os.kill(self.running["broker"].pid, signal.SIGUSR2)
        comes_true(lambda: answers(self.ports["kafka"]), within=TO_START)

    def kill_element(self, rest: float) -> None:
        self.running["element"].kill()
        time.sleep(rest)
        self.start_element()


@contextmanager
def ground() -> Iterator[Ground]:
    """Stand on three servers that are running."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kaitong-outages-")))
        folder.chmod(0o755)
        server = stack.enter_context(launch.postgres.temporary())
        standing = _ground(folder, server)
        stack.callback(standing.end)
        standing.begin()
        yield standing


def _ground(folder: Path, server: Postgres) -> Ground:
    (folder / "topics.yaml").write_text(TOPICS)
    keys = KeyFiles.make(folder / "secrets")
    ports = {name: free_port() for name in ("kafka", "mml", "gsup", "health")}
    settings = ServiceSettings(
        service="runtime",
        database_url=server.fresh_database("runtime"),
        kafka=f"{LOOPBACK}:{ports['kafka']}",
        call_key_file=keys.key("call"),
        embedded_broker=True,
        clock="settable",
        drain_seconds=2,
        log_level="CRITICAL",
    )
    run_migrations(settings, "runtime")
    network = settings.model_copy(
        update={"service": "emulator", "database_url": server.fresh_database("emulator")}
    )
    run_migrations(network, "emulator")
    said = ("--topics", str(folder / "topics.yaml"), "--address-file", str(folder / "broker.json"))
    broker = Program(
        name="broker",
        command=(sys.executable, "-m", "launch.broker", *said, "--port", str(ports["kafka"])),
        log=folder / "broker.log",
        environment=os.environ,
    )
    element = Program(
        name="emulator",
        command=(sys.executable, "-m", "emulator", "all"),
        log=folder / "emulator.log",
        environment={
            **os.environ,
            "BOSS_SERVICE": "emulator",
            "BOSS_DATABASE_URL": network.database_url,
            "BOSS_KAFKA": network.kafka,
            "BOSS_EMBEDDED_BROKER": "true",
            "BOSS_HOST": LOOPBACK,
            "BOSS_CALL_KEY_FILE": str(network.call_key_file),
            "BOSS_CDR_DIR": str(folder / "call-records"),
            "BOSS_OPERATOR_NAME": USER,
            "BOSS_OPERATOR_PASSWORD": PASSWORD,
            "BOSS_GRPC_PORT": "0",
            "BOSS_METRICS_PORT": "0",
            "BOSS_HEALTH_PORT": str(ports["health"]),
            "BOSS_MML_PORT": str(ports["mml"]),
            "BOSS_GSUP_PORT": str(ports["gsup"]),
        },
    )
    (folder / "call-records").mkdir()
    return Ground(folder, server, settings, broker, element, ports, {})
