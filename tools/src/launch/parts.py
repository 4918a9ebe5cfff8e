"""The processes of one operator: how each is started, and what must go together."""

import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Event

from launch.broker import Address
from launch.environment import Surroundings
from launch.plan import Plan
from launch.ports import COLLECTED_FOR, PROVIDER, PROVIDER_DOOR
from launch.postgres import Postgres
from launch.program import Program, Running
from launch.running_list import RunningList
from launch.schemas import behind
from launch.supervisor import Kept, Supervisor
from launch.waiting import comes_true

TO_START = 60.0
"""Seconds a process may take until it can be used."""
TO_MIGRATE = 900.0
"""Seconds a schema may take: it builds indexes over all that is there, on a busy machine, too."""
TO_END = 15.0
"""Seconds a process may take to finish what it has in hand."""
SERVERS, NETWORK, HOUSE, FRONT = range(4)
"""Layers: the front is ended first, the servers last."""
LAYERS = {"emulator": NETWORK, "gateway": FRONT}
POSTGRES, BROKER = "postgres", "broker"


class Processes:
    """Starts and keeps the database server, the broker and the services."""

    def __init__(self, plan: Plan, *, running_list: RunningList) -> None:
        self._plan = plan
        self._postgres = Postgres.prepare(plan.data_dir / "postgres", durable=plan.durable)
        self._supervisor = Supervisor(changed=running_list.write)
        self.broker = Address("", "")

    def start_postgres(self) -> Mapping[str, str]:
        """Start the server; return the address of each service's database, made at first."""
        self._supervisor.keep(Kept(POSTGRES, self._postgres.run))
        return {service: self._postgres.create(service) for service in self._plan.services}

    def start_broker(self, port: int) -> None:
        """Start the broker at this port, at each start again.

        Where it dies all services start anew: its successor knows nothing, and they are told so by
        its epoch.
        """
        self._supervisor.keep(
            Kept(
                BROKER,
                partial(self._start_broker, port),
                takes_along=tuple(self._plan.processes),
            )
        )

    def migrate(self, surroundings: Surroundings) -> None:
        """Bring every database that is behind to its schema; raises RuntimeError naming the log.

        What is not done then is ended: nobody migrates on behind a start that has failed.
        """
        wanted = behind(surroundings.databases)
        services = [one for one in self._plan.services if one in wanted]

        given_up = Event()
        failed: list[str] = []

        def migrate(service: str) -> None:
            if given_up.is_set():
                return
            environment = surroundings.of(service, broker=self.broker)
            running = self._program(service, (service, "migrate"), environment).start()
            comes_true(lambda: given_up.is_set() or not running.is_alive(), within=TO_MIGRATE)
            if running.exit_code != 0 and not given_up.is_set():
                failed.append(service)
                given_up.set()
            running.end(within=TO_END)

        with ThreadPoolExecutor(max_workers=2) as hands:
            try:
                list(hands.map(migrate, services))
            finally:
                given_up.set()
        for service in failed:
            raise RuntimeError(f"{service} could not migrate: see {self.log(service)}")

    def start_services(self, surroundings: Surroundings) -> None:
        """Start every service and begin to restart what dies."""
        for name, (service, door) in self._plan.processes.items():
            self._keep_service(name, service, door, surroundings)
        if set(self._plan.services) >= COLLECTED_FOR:
            self._keep_provider(surroundings)
        self._supervisor.watch()

    def kill(self, name: str) -> None:
        """End a process as a crash would (kill -9)."""
        self._supervisor.running(name).kill()

    def deaths(self, name: str) -> int:
        """Tell how often a process died and was noticed."""
        return self._supervisor.deaths(name)

    def is_alive(self, name: str) -> bool:
        """Tell whether it runs now; waits while what it took along is started again."""
        return self._supervisor.running(name).is_alive()

    def pid(self, name: str) -> int:
        return self._supervisor.running(name).pid

    def end(self) -> list[str]:
        """End all, what others lean on last; return those that had to be killed."""
        return self._supervisor.end(within=TO_END)

    def log(self, name: str) -> Path:
        """Return the file with what a process has said."""
        return self._plan.data_dir / "logs" / f"{name}.log"

    def _keep_service(self, name: str, service: str, door: str, surroundings: Surroundings) -> None:
        def start() -> Running:
            environment = surroundings.of(service, broker=self.broker)
            # Callers know the first process of a service alone.
            beside = {} if name == service else surroundings.ports_beside()
            return self._program(name, (service, door), {**environment, **beside}).start()

        self._supervisor.keep(Kept(name, start, layer=LAYERS.get(service, HOUSE)))

    def _keep_provider(self, surroundings: Surroundings) -> None:
        """Keep somebody running who pretends to collect what customers pay."""
        words = (
            "pretend_provider",
            "--port", str(surroundings.ports.of[PROVIDER, PROVIDER_DOOR]),
            "--key-file", str(surroundings.provider_key),
            "--notify", surroundings.notifications,
        )  # fmt: skip
        program = self._program(PROVIDER, words, dict(self._plan.inherited))
        self._supervisor.keep(Kept(PROVIDER, program.start, layer=FRONT))

    def _start_broker(self, port: int) -> Running:
        told = self._plan.data_dir / "broker.json"
        told.unlink(missing_ok=True)
        topics = ("--topics", str(self._plan.topics)) if self._plan.topics else ()
        words = (*topics, "--address-file", str(told))
        at = ("--port", str(port))
        environment = dict(self._plan.inherited)
        running = self._program(BROKER, ("launch.broker", *words, *at), environment).start()
        comes_true(lambda: told.exists() or not running.is_alive(), within=TO_START)
        if not told.exists():
            running.kill()
            raise RuntimeError(f"The broker did not start: see {self.log(BROKER)}")
        self.broker = Address.read(told)
        return running

    def _program(
        self, name: str, words: tuple[str, ...], environment: Mapping[str, str]
    ) -> Program:
        return Program(
            name=name,
            command=(sys.executable, "-m", *words),
            log=self.log(name),
            environment=environment,
            folder=self._plan.data_dir,
        )
