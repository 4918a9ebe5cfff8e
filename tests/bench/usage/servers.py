"""A database server, a broker and billing's schema: what usage is measured on."""

import asyncio
import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bench.ground import FOLDER
from billing.bootstrap import build
from billing.settings import BillingSettings
from boss.billing.v1 import commands_pb2
from kernel.clock import SystemClock
from kernel.ids import new_id
from launch.environment import Surroundings
from launch.key_files import KeyFiles
from launch.operator import end
from launch.parts import Processes
from launch.plan import REPOSITORY, Plan
from launch.ports import BROKER, BROKER_DOOR, Ports
from launch.program import Program
from launch.progress import Progress
from launch.running_list import RunningList
from runtime.database.database import Database
from runtime.host.service import Plumbing
from runtime.messaging.outbox import Outbox

BILLING = "billing"
CATALOGUE = REPOSITORY / "services" / "billing" / "catalogue"


@dataclass(frozen=True, slots=True)
class Servers:
    """Where the database and the broker are; no service runs until it is measured."""

    processes: Processes
    surroundings: Surroundings

    @property
    def database(self) -> str:
        """The address of billing's database."""
        return self.surroundings.databases[BILLING]

    @property
    def dsn(self) -> str:
        """The same for asyncpg alone."""
        return self.database.replace("+asyncpg", "", 1)

    @property
    def kafka(self) -> str:
        return self.processes.broker.bootstrap

    @property
    def environment(self) -> dict[str, str]:
        """What billing is told at its start."""
        return self.surroundings.of(BILLING, broker=self.processes.broker)

    def program(self, *words: str, has_own_ports: bool = False) -> Program:
        """Return a program of one side, told what billing is told; it logs under its first word.

        `has_own_ports`: other ones than billing is asked at, so that several may run.
        """
        return Program(
            name=words[0],
            command=(sys.executable, "-m", *words),
            log=self.surroundings.plan.data_dir / "logs" / f"{words[0]}.log",
            environment={
                **self.environment,
                **(self.surroundings.ports_beside() if has_own_ports else {}),
                "BENCH_DATABASE": self.dsn,
                "PYTHONPATH": str(REPOSITORY / "tests"),
            },
            folder=REPOSITORY,
        )

    def pids(self) -> dict[str, int]:
        return {name: self.processes.pid(name) for name in ("postgres", "broker")}


@contextmanager
def servers(*, durable: bool, progress: Progress) -> Iterator[Servers]:
    """Run both servers with billing's empty schema and its shipped catalogue."""
    folder = FOLDER / "usage"
    folder.mkdir(parents=True, exist_ok=True)
    with RunningList(folder) as left:
        left.end_leftovers()
        shutil.rmtree(folder)
        folder.mkdir()
        plan = Plan(data_dir=folder, durable=durable, services=(BILLING,))
        processes = Processes(plan, running_list=left)
        try:
            with progress.step("PostgreSQL, broker, schema and catalogue"):
                standing = _stand(plan, processes)
                asyncio.run(_load_catalogue(standing.database))
            yield standing
        finally:
            end(processes, progress)
            left.clear()


def _stand(plan: Plan, processes: Processes) -> Servers:
    databases = processes.start_postgres()
    ports = Ports.choose(plan.services, rest=0, folder=plan.data_dir)
    processes.start_broker(ports.of[BROKER, BROKER_DOOR])
    surroundings = Surroundings(
        plan=plan,
        ports=ports,
        keys=KeyFiles.make(plan.data_dir / "secrets"),
        databases=databases,
    )
    processes.migrate(surroundings)
    return Servers(processes, surroundings)


async def _load_catalogue(url: str) -> None:
    database = Database.connect(url, name="bench")
    settings = BillingSettings(
        service=BILLING, database_url=url, kafka="nowhere:1", call_key_file=Path("/nowhere")
    )
    plumbing: Any = Plumbing(
        settings=settings,
        database=database,
        clock=SystemClock(),  # type: ignore[arg-type]  # any clock will do
        outbox=Outbox(database),
        channels=None,  # type: ignore[arg-type]  # nobody is called
    )
    commands: Any = build(plumbing).servicers[1][1]
    files = {path.name: yaml.safe_load(path.read_text()) for path in CATALOGUE.glob("*.yaml")}
    request = commands_pb2.LoadCatalogueRequest(
        request_id=new_id(), catalogue=json.dumps(files, default=str)
    )
    await commands.LoadCatalogue(request, None)
    await database.close()
