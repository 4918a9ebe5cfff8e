"""The operator as a test sees it: where its doors are, its clock, its handsets, and how it dies.

with Operator() as operator:
    order = operator.counter().order("new_subscription", ...)
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from kaitong_testkit.clock import MovableClock
from kaitong_testkit.containers import KAFKA, POSTGRES, Containers
from kaitong_testkit.errors import CannotStart
from kaitong_testkit.images import Images
from kaitong_testkit.telling import GRPC, REST
from launch.counter import Counter
from launch.handsets import Handsets
from launch.issuer import issue
from launch.progress import Progress, Silence
from launch.stock_files import StockFiles

CATALOGUE = Path(__file__).parent / "catalogue"
EVERY_ROLE = ("clerk", "supervisor", "operations")
HOST = "127.0.0.1"
PATIENCE = 120.0
"""Seconds one command of bossctl may take."""


class Operator:
    """A whole operator in containers, empty but for stock and catalogue; forgotten afterwards."""

    def __init__(
        self,
        *,
        images: Images | None = None,
        clock: str = "settable",
        catalogue: Path | None = CATALOGUE,
        extra: Mapping[str, str] | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Describe it; nothing is started yet.

        `clock` is `settable` or `system`; `catalogue` a folder of offerings, None loads neither
        stock nor catalogue; `extra` is added to every service's environment.
        """
        self._images = images
        self._clock_kind = clock
        self._catalogue = catalogue
        self._extra = extra or {}
        self._progress = progress or Silence()
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Start it; raises EngineMissing, ImagesMissing or CannotStart, which say what to do."""
        with ExitStack() as stack:
            self._containers = stack.enter_context(
                Containers.running(
                    images=self._images or Images.chosen(),
                    clock=self._clock_kind,
                    extra=self._extra,
                    progress=self._progress,
                )
            )
            self._find_doors()
            self.stock = StockFiles.make(self._containers.folder / "stock")
            emulator, key = self.grpc["emulator"], self.call_key_file
            self.handsets = stack.enter_context(Handsets(emulator, call_key_file=key))
            self.clock = MovableClock(self.rest, token=self.token())
            stack.callback(self.clock.close)
            if self._catalogue is not None:
                self._load(self._catalogue)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._stack.close()

    def _find_doors(self) -> None:
        services = self._containers.services
        self.rest = f"http://{HOST}:{services['gateway'].ports[REST]}"
        """Where the gateway answers."""
        self.grpc = {name: f"{HOST}:{service.ports[GRPC]}" for name, service in services.items()}
        """Where each service answers gRPC, `host:port`; handsets and faults: the emulator."""
        self.kafka = f"localhost:{self._containers.ports[KAFKA]}"
        """Where the broker listens for this machine, `host:port`."""
        self.call_key_file = self._containers.telling.secrets.keys.key("call")
        """The key callers of gRPC sign with (`runtime.rpc.signing`)."""

    def database(self, service: str) -> str:
        """Return the address of a service's database, its password included."""
        at = f"{HOST}:{self._containers.ports[POSTGRES]}"
        return self._containers.telling.database(service, at=at)

    def token(self, *roles: str, channel: str = "hall") -> str:
        """Return a signed token for somebody with these roles (left out: staff who may all)."""
        keys = self._containers.telling.secrets.keys
        return issue(keys, subject="testkit", roles=roles or EVERY_ROLE, channel=channel)

    def counter(self, *roles: str) -> Counter:
        """Return a counter with somebody of these roles behind it."""
        return Counter(self.rest, token=self.token(*roles))

    def bossctl(self, *words: str) -> str:
        """Run a command of bossctl; return what it printed. Raises RuntimeError where it fails."""
        asked = subprocess.run(  # noqa: S603  # our own tool, in our own interpreter
            [sys.executable, "-m", "bossctl", *words],
            env={**os.environ, **self._addresses()},
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        if asked.returncode != 0:
            said = (asked.stderr or asked.stdout).strip()
            raise RuntimeError(f"bossctl {' '.join(words)} failed: {said}")
        return asked.stdout.strip()

    def log(self, name: str) -> str:
        """Return what a service, `kafka` or `postgres` has said so far."""
        return self._containers.log(name)

    def kill(self, name: str) -> None:
        """End a service, `kafka` or `postgres` with -9; it stays down until it is started."""
        self._containers.kill(name)

    def start(self, name: str) -> None:
        """Start again what was killed, with the data it had; return when a service is ready."""
        self._containers.start(name)

    def _addresses(self) -> dict[str, str]:
        keys = self._containers.telling.secrets.keys
        return {
            "BOSS_REST": self.rest,
            "BOSS_PEERS": json.dumps(dict(self.grpc)),
            "BOSS_CALL_KEY_FILE": str(keys.key("call")),
            "BOSS_TOKEN_SIGNING_KEY_FILE": str(keys.signing_key),
            "BOSS_TOKEN_KEYS_FILE": str(keys.key_set),
        }

    def _load(self, catalogue: Path) -> None:
        numbers, cards = str(self.stock.numbers), str(self.stock.cards)
        with self._progress.step("Numbers, cards, keys and catalogue loaded"):
            try:
                self.bossctl("stock", "load", "--numbers", numbers, "--cards", cards)
                self.bossctl("vault", "load", str(self.stock.keys))
                self.bossctl("catalogue", "load", str(catalogue))
            except RuntimeError as error:
                raise CannotStart(str(error)) from error
