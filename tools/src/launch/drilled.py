"""A restored operator while it runs: its day said again, its groups reset, its books compared."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kernel.clock import SystemClock, monotonic
from launch.drill_report import Report
from launch.environment import Surroundings
from launch.key_files import KeyFiles
from launch.operations import tool_environment
from launch.operator import Operator, end
from launch.parts import Processes
from launch.plan import REPOSITORY, Plan
from launch.ports import BROKER, BROKER_DOOR, Ports
from launch.progress import Progress
from launch.running_list import RunningList

QUIET_SECONDS = 1800.0
LOOK_SECONDS = 1.0
COMMAND_SECONDS = 900.0


@dataclass(frozen=True, slots=True)
class Drilled:
    """The copy of an operator."""

    operator: Operator
    report: Report
    progress: Progress

    @classmethod
    @contextmanager
    def running(
        cls, plan: Plan, report: Report, progress: Progress, *, moment: datetime | None
    ) -> "Iterator[Drilled]":
        """Bring it up in the order docs/operations/backups.md tells; end it afterwards."""
        with RunningList(plan.data_dir) as running_list:
            processes = Processes(plan, running_list=running_list)
            try:
                yield cls(_brought_up(plan, processes, report, progress, moment), report, progress)
            finally:
                end(processes, progress)
                running_list.clear()

    def compare(self) -> None:
        """Wait until all is heard, then reconcile; the pretend network is filled first."""
        with self.progress.step("The day said again and heard"):
            self._wait_for_quiet()
        if not self.report.network_restored:
            with self.progress.step("Pretend network filled from what orders asked for"):
                self._asked("reconcile", "--repair")
                self._wait_for_quiet()
        with self.progress.step("Reconciled"):
            said = self._asked("reconcile")
        self.report.findings, self.report.agrees = said["findings"], bool(said["agrees"])
        self.report.orders = self._number_of_orders()
        self.report.held = len(self._asked("orders", "held").get("orders", ()))
        self.report.parked = len(self._asked("parked", "list").get("rows", ()))

    def _number_of_orders(self) -> int:
        listed = self._asked("orders", "list", "--limit", "1")
        return int(listed.get("total", len(listed.get("orders", ()))))

    def _wait_for_quiet(self) -> None:
        until = monotonic() + QUIET_SECONDS
        while loud := [
            f"{row['service']} ({row['outbox']} to say, {row['unheard']} to hear, {row['busy']})"
            for row in self._asked("clock", "show")["rows"]
            if row["quiet"] != "yes"
        ]:
            if monotonic() > until:
                raise RuntimeError(f"Not quiet after {QUIET_SECONDS:.0f} s: {', '.join(loud)}")
            time.sleep(LOOK_SECONDS)

    def _asked(self, *words: str) -> dict[str, Any]:
        """Return what bossctl answers, also where it says that something differs."""
        asked = subprocess.run(
            [sys.executable, "-m", "bossctl", "--as", "drill", "--json", *words],
            env={**self.operator.surroundings.plan.inherited, **tool_environment(self.operator)},
            cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=COMMAND_SECONDS,
        )  # fmt: skip
        if not asked.stdout.strip():
            if asked.returncode:
                raise RuntimeError(f"bossctl {' '.join(words)}: {asked.stderr.strip()}")
            return {}
        answer: dict[str, Any] = json.loads(asked.stdout)
        return answer


def _brought_up(
    plan: Plan,
    processes: Processes,
    report: Report,
    progress: Progress,
    moment: datetime | None,
) -> Operator:
    keys = KeyFiles.make(plan.data_dir / "secrets")
    (plan.data_dir / "call-records").mkdir(exist_ok=True)
    ports = Ports.choose(plan.services, rest=0, folder=plan.data_dir)
    with progress.step("Copy of PostgreSQL started"):
        databases = processes.start_postgres()
    with progress.step("Broker of its own, with every topic"):
        processes.start_broker(ports.of[BROKER, BROKER_DOOR])
    surroundings = Surroundings(plan=plan, ports=ports, keys=keys, databases=databases)
    with progress.step("Schemas"):
        processes.migrate(surroundings)
    with progress.step("Relays and groups set back"):
        for service in plan.services:
            told = _rewound(processes, surroundings, service, moment or SystemClock().now())
            report.said_again[service] = int(told["rows_sent_again"])
            report.set_back[service] = len(told["consumed_again"])
    operator = Operator(processes, surroundings=surroundings)
    with progress.step("Services started and ready"):
        processes.start_services(surroundings)
        operator.wait_until_ready()
    return operator


def _rewound(
    processes: Processes, surroundings: Surroundings, service: str, moment: datetime
) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", service, "rewind", moment.astimezone(UTC).isoformat()],
        env=surroundings.of(service, broker=processes.broker), cwd=surroundings.plan.data_dir,
        capture_output=True, text=True, check=False, timeout=COMMAND_SECONDS,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{service} did not go back: {done.stderr.strip()[-500:]}")
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told
