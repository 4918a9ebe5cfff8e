"""How an operator is to be started on one machine."""

import os
from collections.abc import Mapping
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
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def inherited(self) -> Mapping[str, str]:
        """Our own environment, without what speaks of another operator."""
        ours = {name: said for name, said in os.environ.items() if not name.startswith("BOSS_")}
        return {**ours, "GRPC_VERBOSITY": "ERROR", "PYTHONUNBUFFERED": "1"}
