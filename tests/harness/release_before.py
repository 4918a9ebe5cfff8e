"""The release before, beside this one: its sources out of the history, its doors and ours on the
same databases, topics and network.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from harness.history import brought_on_from
from launch.environment import Surroundings
from launch.free_port import LOOPBACK
from launch.health import is_ready
from launch.operator import Operator
from launch.plan import REPOSITORY, SERVICES, Plan
from launch.ports import REST_DOOR, Ports
from launch.program import Program, Running
from launch.waiting import comes_true

ASIDE = {"BOSS_FIRST_PASSWORDS": "false"}
"""What is switched on when the release before is gone (docs/operations/upgrades.md)."""
BEFORE = "ebd2aca9796c9cea912603c998cf98e9a26e978b"
"""The first commit of the release before; moved on when a release is made.

Where revisions were written anew since, the first commit ours follow stands for it.
"""
ONCE = "emulator"
"""Never run twice: it is the network."""
OURS = tuple(service for service in SERVICES if service != ONCE)
START_SECONDS = 90.0
MIGRATE_SECONDS = 120.0
END_SECONDS = 20.0


def is_known() -> bool:
    """Tell whether the history around us reaches back so far."""
    return bool(brought_on_from(BEFORE))


def unpacked(folder: Path) -> str:
    """Lay the sources of the release before down; return the PYTHONPATH that leads to them."""
    folder.mkdir()
    said = subprocess.run(
        ["git", "archive", brought_on_from(BEFORE), "libs", "services", "tools", "proto"],
        cwd=REPOSITORY, capture_output=True, check=True,
    )  # fmt: skip
    subprocess.run(["tar", "-x", "-C", str(folder)], input=said.stdout, check=True)
    return ":".join(str(one) for one in [*sorted(folder.glob("*/*/src")), folder / "tools/src"])


@dataclass(frozen=True, slots=True)
class BothReleases:
    """An operator of the release before, and what is needed to start ours beside it."""

    operator: Operator
    ours: Surroundings
    catalogue: Path
    """Of the release before: it reads no section that came later."""

    @classmethod
    @contextmanager
    def beginning(cls, folder: Path) -> Iterator[BothReleases]:
        """Run the release before alone, on a schema of its own; our ports are chosen already."""
        path = unpacked(folder / "sources")
        data = folder / "operator"
        data.mkdir()
        (folder / "ours").mkdir()
        theirs = Ports.choose(SERVICES, rest=0, folder=data)
        ports = Ports.choose(SERVICES, rest=0, folder=folder / "ours")
        peers = json.dumps(dict(_peers(theirs, ports)))
        plan = Plan(
            data_dir=data, clock="settable", durable=False,
            topics=REPOSITORY / "proto/topics.yaml",
            extra={"PYTHONPATH": path, "BOSS_PEERS": peers},
        )  # fmt: skip
        with Operator.running(plan) as operator:
            beside = replace(
                operator.surroundings,
                ports=ports,
                plan=replace(plan, extra={"BOSS_PEERS": peers, **ASIDE, **_network(theirs)}),
            )
            yield cls(operator, beside, folder / "sources/services/billing/catalogue")

    @property
    def rest(self) -> str:
        """Where our own gateway answers."""
        return f"http://{self.ours.ports.address('gateway', REST_DOOR)}"

    def migrate(self) -> None:
        """Bring every database to our schema, while the release before uses it."""
        for service in SERVICES:
            running = self._program(service, "migrate").start()
            _wait_for_end(running)
            assert running.exit_code == 0, running.program.log.read_text()

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Open our doors beside those of the release before; close them in order."""
        running = {service: self._program(service, "all").start() for service in OURS}
        try:
            for service, process in running.items():
                self._must_be_ready(service, process)
            yield
        finally:
            for process in running.values():
                process.ask_to_end()
            killed = [
                name for name, process in running.items() if not process.end(within=END_SECONDS)
            ]
        assert not killed, f"did not end in order: {killed}"

    def log(self, service: str) -> str:
        """Return what our own door of a service has said."""
        return self._log(service).read_text(errors="replace")

    def _must_be_ready(self, service: str, running: Running) -> None:
        port = self.ours.ports.of[service, "health"]
        comes_true(lambda: is_ready(port) or not running.is_alive(), within=START_SECONDS)
        assert is_ready(port), f"{service}: {self.log(service)[-2000:]}"

    def _program(self, service: str, door: str) -> Program:
        environment = self.ours.of(service, broker=self.operator.processes.broker)
        return Program(
            name=service,
            command=(sys.executable, "-m", service, door),
            log=self._log(service),
            environment=environment,
            folder=self.ours.plan.data_dir,
        )

    def _log(self, service: str) -> Path:
        return self.ours.plan.data_dir / "logs" / f"{service}-ours.log"


def _wait_for_end(running: Running) -> None:
    comes_true(lambda: not running.is_alive(), within=MIGRATE_SECONDS)


def _peers(theirs: Ports, ours: Ports) -> Iterator[tuple[str, str]]:
    """Name every service at both places: calls go round."""
    for service in SERVICES:
        ports = [theirs.of[service, "grpc"]]
        if service != ONCE:
            ports.append(ours.of[service, "grpc"])
        yield service, "ipv4:///" + ",".join(f"{LOOPBACK}:{port}" for port in ports)


def _network(theirs: Ports) -> Mapping[str, str]:
    """Tell our adapter where the one network is."""
    return {
        "BOSS_MML_ADDRESS": theirs.address(ONCE, "mml"),
        "BOSS_GSUP_ADDRESS": theirs.address(ONCE, "gsup"),
        "BOSS_SMSC_ADDRESS": theirs.address(ONCE, "smpp"),
    }
