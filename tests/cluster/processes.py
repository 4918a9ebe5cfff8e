"""Programs of the cluster: started with a log of their own, ended in reverse."""

import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cluster.telling import Wrong
from kernel.clock import monotonic

END_SECONDS = 20
LOOK_SECONDS = 0.3
LAST_LINES = 15


@dataclass(slots=True)
class Processes:
    """All programs that were started here."""

    logs: Path
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, name: str, command: Sequence[str], **environment: str) -> None:
        """Start a program; what it says goes to its log."""
        self.logs.mkdir(parents=True, exist_ok=True)
        with (self.logs / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment or None
            )

    def wait(self, name: str, is_ready: Callable[[], bool], *, seconds: float) -> None:
        """Wait until the program is ready. Raises Wrong with its last words."""
        until = monotonic() + seconds
        while not is_ready():
            if self.running[name].poll() is not None or monotonic() > until:
                raise Wrong(f"{name} did not come up:\n{self.last_words(name)}")
            time.sleep(LOOK_SECONDS)

    def check(self) -> None:
        """Raise Wrong where one of them has ended by itself."""
        for name, process in self.running.items():
            if process.poll() is not None:
                raise Wrong(f"{name} has ended:\n{self.last_words(name)}")

    def last_words(self, name: str) -> str:
        lines = (self.logs / f"{name}.log").read_text(errors="replace").splitlines()
        return "\n".join(lines[-LAST_LINES:])

    def end(self, name: str) -> None:
        """End a program, in order if it goes."""
        process = self.running.pop(name)
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def end_all(self) -> None:
        for name in reversed(list(self.running)):
            self.end(name)
