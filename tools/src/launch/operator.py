"""The whole operator on one machine: database server, broker and every service, kept running.

with Operator.temporary() as operator:
    httpx.get(f"{operator.rest}/v1/clock")
    operator.kill("billing")
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from launch.environment import Surroundings
from launch.health import is_ready
from launch.key_files import KeyFiles
from launch.parts import TO_START, Processes
from launch.plan import Plan
from launch.ports import BROKER, BROKER_DOOR, REST_DOOR, Ports
from launch.progress import Progress, Silence
from launch.running_list import RunningList
from launch.waiting import comes_true

HOPELESS = 5
"""Deaths in a row after which a service is given up while the operator comes up."""
LAST_LINES = 15


class Operator:
    """A running operator: where its doors are, what its processes say, and how they die."""

    def __init__(self, processes: Processes, *, surroundings: Surroundings) -> None:
        self.processes = processes
        self.surroundings = surroundings

    @classmethod
    @contextmanager
    def running(cls, plan: Plan, *, progress: Progress | None = None) -> "Iterator[Operator]":
        """Bring the operator up, and end it cleanly afterwards.

        Raises AlreadyRunning where another one has the data folder, and RuntimeError with
        the name of a log where something does not come up.
        """
        plan = replace(plan, data_dir=plan.data_dir.absolute())
        plan.data_dir.mkdir(parents=True, exist_ok=True)
        progress = progress or Silence()
        with RunningList(plan.data_dir) as running_list:
            running_list.end_leftovers()
            processes = Processes(plan, running_list=running_list)
            try:
                operator = cls(processes, surroundings=bring_up(plan, processes, progress))
                with progress.step("Services ready"):
                    operator.wait_until_ready()
                yield operator
            finally:
                end(processes, progress)
                running_list.clear()

    @classmethod
    @contextmanager
    def temporary(cls, plan: Plan | None = None, *, clock: str = "") -> "Iterator[Operator]":
        """Run an operator for tests: empty, forgetful, on free ports; deleted afterwards.

        The clock can be moved unless `clock` says `system`. Of a `plan` the services,
        topics and what is added to their environment are kept.
        """
        folder = Path(tempfile.mkdtemp(prefix="kaitong-"))
        folder.chmod(0o755)
        wanted = plan or Plan(data_dir=folder, clock="settable")
        wanted = replace(
            wanted, data_dir=folder, durable=False, rest_port=0, clock=clock or wanted.clock
        )
        try:
            with cls.running(wanted) as operator:
                yield operator
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @property
    def rest(self) -> str:
        """Where the gateway answers, `http://host:port`."""
        return f"http://{self.surroundings.ports.address('gateway', REST_DOOR)}"

    @property
    def grpc(self) -> Mapping[str, str]:
        """Where each service answers gRPC, `host:port`; handsets are played at the emulator's."""
        surroundings = self.surroundings
        return {one: surroundings.ports.address(one) for one in surroundings.services}

    @property
    def kafka(self) -> str:
        """Where the broker listens, `host:port`: at the same place again after it died."""
        return self.processes.broker.bootstrap

    def database(self, service: str) -> str:
        """Return the address of a service's database, its password included."""
        return self.surroundings.databases[service]

    def environment(self, service: str) -> dict[str, str]:
        """Return the environment a service is started with now."""
        return self.surroundings.of(service, broker=self.processes.broker)

    def kill(self, name: str) -> None:
        """End a process as a crash would (kill -9): a service, `broker` or `postgres`."""
        self.processes.kill(name)

    def log(self, name: str) -> str:
        """Return what a process has said so far."""
        return self.processes.log(name).read_text(errors="replace")

    def wait_until_ready(self, services: Sequence[str] = (), *, within: float = TO_START) -> None:
        """Wait for services (left out: all); raises RuntimeError naming who is not ready.

        Each may take `within` seconds.
        """
        for service in services or self.surroundings.services:
            self._wait_for(service, within)

    def _wait_for(self, service: str, within: float) -> None:
        """Wait for one; whoever dies at every start is not waited for to the end."""
        port, log = self.surroundings.ports.of[service, "health"], self.processes.log(service)
        enough = self.processes.deaths(service) + HOPELESS
        comes_true(
            lambda: is_ready(port) or self.processes.deaths(service) >= enough, within=within
        )
        if not is_ready(port):
            last = "".join(log.read_text(errors="replace").splitlines(keepends=True)[-LAST_LINES:])
            raise RuntimeError(f"{service} is not ready; the end of {log}:\n{last}")


def bring_up(plan: Plan, processes: Processes, progress: Progress) -> Surroundings:
    """Start everything in order; return what the services were told."""
    keys = KeyFiles.make(plan.data_dir / "secrets")
    (plan.data_dir / "call-records").mkdir(exist_ok=True)
    ports = Ports.choose(plan.services, rest=plan.rest_port, folder=plan.data_dir)
    with progress.step("PostgreSQL, with a database per service"):
        databases = processes.start_postgres()
    with progress.step("Broker, with every topic"):
        processes.start_broker(ports.of[BROKER, BROKER_DOOR])
    surroundings = Surroundings(
        plan=plan,
        ports=ports,
        keys=keys,
        databases=databases,
    )
    with progress.step("Schemas"):
        processes.migrate(surroundings)
    with progress.step("Services started"):
        processes.start_services(surroundings)
    return surroundings


def end(processes: Processes, progress: Progress) -> None:
    """End every process in order; say who did not end by itself."""
    with progress.step("Everything ended"):
        killed = processes.end()
    for name in killed:
        progress.say(f"  {name} did not end in time and was killed: see {processes.log(name)}")
