"""The restore drill: the operator as it was at a moment, brought up on a copy and compared.

`python -m launch.drill --base FOLDER --wal FOLDER --to MOMENT --keys FOLDER`, or `bossctl drill
restore`. Databases come from the backup; broker and, where the backup has none, network are pretend
ones of this machine. Nothing that runs is asked or told anything, and the copy is deleted.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kernel.clock import monotonic
from launch.base_backup import NotRestored, lay_down, owned
from launch.drill_keys import take_keys
from launch.drill_report import Report
from launch.drilled import Drilled
from launch.plan import Plan
from launch.postgres_binaries import binaries, can_reach
from launch.postgres_cluster import SUPERUSER, cluster_folder, passwords
from launch.progress import Progress
from launch.recovery import Recovery, recovered, sql

NETWORK = "emulator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be restored, and where the copy lies."""

    base: Path
    wal: Path
    moment: datetime | None
    keys: Path
    folder: Path
    clock: str


def drill(wanted: Wanted, progress: Progress) -> Report:
    """Restore, replay, compare; raises NotRestored and RuntimeError with what to do."""
    begun = monotonic()
    plan = Plan(data_dir=wanted.folder, clock=wanted.clock)
    report = Report()
    take_keys(wanted.keys, wanted.folder / "secrets")
    _restore(wanted, plan, report, progress)
    with Drilled.running(plan, report, progress, moment=wanted.moment) as copy:
        copy.compare()
    report.seconds = monotonic() - begun
    return report


def _restore(wanted: Wanted, plan: Plan, report: Report, progress: Progress) -> None:
    data = plan.data_dir / "postgres"
    data.mkdir(parents=True)
    data.chmod(0o755)
    cluster = cluster_folder(data)
    with progress.step("Base backup laid down"):
        report.bytes = lay_down(wanted.base, cluster)
    with _sockets() as socket, progress.step("Log replayed to the moment"):
        recovery = Recovery(
            cluster=cluster,
            wal=_within_reach(wanted.wal, cluster.parent / f"{cluster.name}-wal"),
            moment=wanted.moment,
            socket=socket,
            log=plan.data_dir / "logs" / "recovery.log",
        )
        recovery.log.parent.mkdir(parents=True, exist_ok=True)
        word = passwords(data)[SUPERUSER]
        with recovered(recovery, lambda line: progress.say(f"    {line}")) as done:
            there = sql(recovery, "SELECT datname FROM pg_database").splitlines()
            if missing := sorted(set(plan.services) - {NETWORK} - set(there)):
                raise NotRestored(f"The backup has no database {', '.join(missing)}.")
            sql(recovery, f"ALTER ROLE \"{SUPERUSER}\" PASSWORD '{word}';")
            report.recovered, report.network_restored = done, NETWORK in there


@contextmanager
def _sockets() -> Iterator[Path]:
    """Make a folder nobody else can enter; a socket's path must be short."""
    with tempfile.TemporaryDirectory(prefix="kaitong-drill-") as folder:
        path = Path(folder)
        if (user := binaries().user) is not None:
            shutil.chown(path, user)
        yield path


def _within_reach(wal: Path, copy: Path) -> Path:
    """Return the archive, or a copy of it where the server's user cannot read it."""
    if binaries().user is None or can_reach(wal):
        return wal
    shutil.copytree(wal, copy)
    owned(copy)
    return copy


def main(arguments: Sequence[str]) -> int:
    given = options(arguments)
    progress = Progress(sys.stderr)
    folder = Path(tempfile.mkdtemp(prefix="kaitong-restored-", dir=given.folder))
    folder.chmod(0o755)
    try:
        report = drill(
            Wanted(
                base=given.base, wal=given.wal, moment=given.to, keys=given.keys,
                folder=folder, clock=given.clock,
            ),
            progress,
        )  # fmt: skip
    except (NotRestored, RuntimeError, OSError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    finally:
        if given.keep:
            progress.say(f"The copy is in {folder}: it holds what is personal. Delete it.")
        else:
            _remove_cluster(folder / "postgres")
            shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(report.as_json(), ensure_ascii=False) if given.json else str(report))
    return 0 if report.agrees else 1


def _remove_cluster(where: Path) -> None:
    """Remove the copy's data; where it was refused before there was any, there is nothing."""
    if where.exists():
        shutil.rmtree(cluster_folder(where), ignore_errors=True)


def a_moment(text: str) -> datetime:
    """Read a moment with its zone (RFC 3339)."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"say in which zone {text} is, such as {text}Z")
    return moment.astimezone(UTC)


def options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m launch.drill", description=__doc__)
    parser.add_argument("--base", type=Path, required=True, help="base backup by pg_basebackup")
    parser.add_argument("--wal", type=Path, required=True, help="folder of the archived log")
    parser.add_argument("--to", type=a_moment, help="moment (RFC 3339); left out: all of the log")
    parser.add_argument("--keys", type=Path, required=True, help="what `secrets save` wrote")
    parser.add_argument("--folder", type=Path, help="where the copy is made; usually /tmp")
    parser.add_argument("--clock", choices=("system", "settable"), default="system")
    parser.add_argument("--keep", action="store_true", help="leave the copy there")
    parser.add_argument("--json", action="store_true", help="report as one JSON document")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
