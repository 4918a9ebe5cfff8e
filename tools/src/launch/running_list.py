"""Which processes of this data folder run, written down for the run after a crash."""

import fcntl
import json
import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

import psutil  # type: ignore[import-untyped]  # ships no types

from launch.free_port import LOOPBACK
from launch.ports import REST_DOOR, kept
from launch.private_file import write_privately
from launch.program import end_leftover


class AlreadyRunning(RuntimeError):
    """Another operator holds this data folder."""


class RunningList:
    """One operator per data folder: holds its lock and the list of its processes.

    The machine takes the lock back when its holder dies, however it dies.
    """

    def __init__(self, data_dir: Path) -> None:
        self._file = data_dir / "processes.json"
        self._lock = data_dir / "lock"
        self._held: int | None = None

    def __enter__(self) -> "RunningList":
        """Take the lock; raises AlreadyRunning while somebody else has it."""
        self._held = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._held)
            self._held = None
            raise AlreadyRunning(_who_runs(self._lock)) from None
        # Whoever comes second is told who is first.
        os.ftruncate(self._held, 0)
        os.pwrite(self._held, str(os.getpid()).encode(), 0)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def end_leftovers(self) -> int:
        """End what a crashed run left behind, if it really is that; return how many."""
        try:
            left = json.loads(self._file.read_text())
        except FileNotFoundError:
            return 0
        ended = sum(end_leftover(one["pid"], started=one["started"]) for one in left)
        # Who wrote it may end its own processes meanwhile, and take the list away itself.
        self._file.unlink(missing_ok=True)
        return ended

    def write(self, pids: Iterable[int]) -> None:
        """Write down who runs now: the pid and when it was started, which nobody shares."""
        write_privately(
            self._file, json.dumps([process for pid in pids if (process := _seen(pid))])
        )

    def clear(self) -> None:
        self._file.unlink(missing_ok=True)


def must_be_free(data_dir: Path) -> None:
    """Raise AlreadyRunning where an operator runs on this folder now; nothing is made in it."""
    lock = data_dir / "lock"
    if lock.exists():
        with lock.open() as looked_at:
            try:
                fcntl.flock(looked_at, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AlreadyRunning(_who_runs(lock)) from None


def _who_runs(lock: Path) -> str:
    pid = lock.read_text().strip()
    rest = kept(lock.parent).get(("gateway", REST_DOOR))
    known = [f"process {pid}"] if pid else []
    known += [f"REST at http://{LOOPBACK}:{rest}"] if rest else []
    which = f" ({', '.join(known)})" if known else ""
    return (
        f"An operator already runs on {lock.parent}{which}; stop it, or start a second one beside "
        'it: make run ARGS="--port 8081".'
    )


def _seen(pid: int) -> dict[str, float] | None:
    try:
        return {"pid": pid, "started": psutil.Process(pid).create_time()}
    except psutil.NoSuchProcess:
        return None
