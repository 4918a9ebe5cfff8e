"""How an operator is to be started on one machine."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).parents[3]
"""Where this file lies in a checkout; installed, an operator needs nothing of it."""
SERVICES = ("emulator", "accounts", "billing", "provisioning", "orders", "gateway")
"""In the order in which they are started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is wanted; a `rest_port` of 0 is chosen.

    `clock` is `system` or `settable`; `durable=False` does not wait for the disk;
    `extra` is added to every service's environment.
    """

    data_dir: Path
    rest_port: int = 0
    clock: str = "system"
    durable: bool = True
    services: tuple[str, ...] = SERVICES
    topics: Path | None = None
    """A file such as proto/topics.yaml; None: the topics the services were generated with."""
    doors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Of a service that runs as several processes the door of each, that of callers first; left
    out: one process behind all doors."""
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def processes(self) -> Mapping[str, tuple[str, str]]:
        """Service and door of every process, by its name: the first of a service has its name."""
        return {
            f"{service} {place}" if place else service: (service, door)
            for service in self.services
            for place, door in enumerate(self.doors.get(service, ("all",)))
        }

    @property
    def inherited(self) -> Mapping[str, str]:
        """Our own environment, without what speaks of another operator."""
        ours = {name: said for name, said in os.environ.items() if not name.startswith("BOSS_")}
        return {**ours, "GRPC_VERBOSITY": "ERROR", "PYTHONUNBUFFERED": "1"}
