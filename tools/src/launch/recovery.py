"""A copy of a PostgreSQL server as it was at a moment: from a base backup and its write-ahead log.

Nothing of the copy reaches anybody: it archives nothing, and listens on a socket in a folder of its
own alone. What the backup's server was told of its surroundings is put aside.
"""

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kernel.clock import monotonic
from launch.base_backup import NotRestored, owned
from launch.postgres_binaries import binaries
from launch.postgres_cluster import SUPERUSER
from launch.program import Program

RECOVER_SECONDS = 24 * 3600.0
LOOK_SECONDS = 0.2
TELL_EVERY = 32
"""Segments between two lines of progress: half a gigabyte."""
_RESTORED = re.compile(r"restored log file \"([0-9A-F]{24})\"")
_LAST = re.compile(r"last completed transaction was at log time ([^\n]+)")
_BEHIND = "recovery ended before configured recovery target was reached"
Tells = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """A copy that lies in `cluster`, the archived log, and the moment wanted."""

    cluster: Path
    wal: Path
    moment: datetime | None
    """None: as far as the log goes."""
    socket: Path
    log: Path


@dataclass(frozen=True, slots=True)
class Recovered:
    """What came of it."""

    segments: int
    last_transaction: str
    seconds: float


@contextmanager
def recovered(recovery: Recovery, tells: Tells) -> Iterator[Recovered]:
    """Replay the log up to the moment; within, the server answers `sql`, behind it has ended.

    Raises NotRestored where backup, log and moment do not go together.
    """
    begun = monotonic()
    (recovery.cluster / "recovery.signal").touch()
    owned(recovery.cluster)
    running = _server(recovery).start()
    try:
        told = 0
        while not _answers(recovery.socket):
            said = recovery.log.read_text(errors="replace")
            if not running.is_alive():
                raise NotRestored(_why(said))
            if monotonic() - begun > RECOVER_SECONDS:
                raise NotRestored(f"It is not there after a day; its log: {recovery.log}")
            done = len(set(_RESTORED.findall(said)))
            if done >= told + TELL_EVERY:
                tells(f"{done} segments of the log are replayed")
                told = done
            time.sleep(LOOK_SECONDS)
        said = recovery.log.read_text(errors="replace")
        last = _LAST.findall(said)
        segments = len(set(_RESTORED.findall(said)))
        yield Recovered(segments, last[-1] if last else "", monotonic() - begun)
    finally:
        running.end(within=60)


def sql(recovery: Recovery, statement: str) -> str:
    """Carry out a statement as the superuser of the copy; raises NotRestored."""
    asked = subprocess.run(
        [binaries().program("psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", str(recovery.socket),
         "-U", SUPERUSER, "-d", SUPERUSER, "-f", "-"],
        input=statement, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if asked.returncode:
        raise NotRestored(f"The copy refuses: {asked.stderr.strip()}")
    return asked.stdout.strip()


def _server(recovery: Recovery) -> Program:
    wanted = {
        "listen_addresses": "",
        "unix_socket_directories": str(recovery.socket),
        "archive_mode": "off",
        # While it is on, the copy must allow as many connections as its original.
        "hot_standby": "off",
        "restore_command": f'cp "{recovery.wal}/%f" "%p" 2>/dev/null'
        f' || cp "{recovery.wal}/%f.partial" "%p"',
        "recovery_target_action": "promote",
        "log_min_messages": "log",
    }
    if recovery.moment is not None:
        wanted["recovery_target_time"] = recovery.moment.astimezone(UTC).isoformat(" ")
    flags = [word for name, value in wanted.items() for word in ("-c", f"{name}={value}")]
    return Program(
        name="copy",
        command=(binaries().program("postgres"), "-D", str(recovery.cluster), *flags),
        log=recovery.log,
        environment={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
        folder=Path("/"),
        user=binaries().user,
    )


def _answers(socket: Path) -> bool:
    words = [binaries().program("pg_isready"), "-q", "-h", str(socket)]
    return subprocess.run(words, check=False).returncode == 0


def _why(said: str) -> str:
    """Say why the server ended by itself, from its log."""
    if _BEHIND in said:
        last = _LAST.findall(said)
        known = f" Its last transaction is of {last[-1]}." if last else ""
        return f"The archived log ends before the moment wanted.{known} Say an earlier --to."
    lines = [line for line in said.splitlines() if "FATAL" in line or "PANIC" in line]
    return "The copy does not start: " + (" / ".join(lines[-3:]) or said[-500:])
