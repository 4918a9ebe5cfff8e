"""The restore drill: an operator is restored to a moment on a copy, and its books agree."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from harness.books import Books
from harness.chain import Town
from kernel.clock import SystemClock
from launch.postgres_binaries import binaries
from launch.postgres_cluster import SUPERUSER, passwords
from launch.waiting import comes_true

DRILL_SECONDS = 240


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("drill")
    yield path
    shutil.rmtree(path, ignore_errors=True)


def test_an_operator_is_restored_to_a_moment_beside_the_one_that_runs(
    town: Town, folder: Path
) -> None:
    server, books = Server(town), Books(town)
    keys, wal, base = folder / "keys", folder / "wal", folder / "base"
    shutil.copytree(town.operator.surroundings.keys.folder, keys)
    with server.archiving(wal) as archived:
        town.opens_for_somebody()
        server.back_up(base)
        known = town.opens_for_somebody()
        assert town.calls(known, seconds=90) == "let through"
        town.is_quiet()
        orders, moment = books.orders_by_state(), SystemClock().now()
        town.opens_for_somebody()
        archived()
    after = books.orders_by_state()

    done = drill(
        "--base", base, "--wal", wal, "--keys", keys, "--to", moment.isoformat(),
        "--folder", folder,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["agrees"] is True
    assert report["network_restored"] is True
    assert report["last_transaction"] < f"{moment:%Y-%m-%d %H:%M:%S.%f}"
    assert report["said_again"]["orders"] > 0
    assert report["offsets_reset"]["billing"] > 0
    assert (report["orders_held"], report["events_parked"]) == (0, 0)
    assert told_orders(report) == sum(orders.values()) < sum(after.values())
    assert books.orders_by_state() == after
    assert not list(folder.glob("kaitong-restored-*"))


def test_a_moment_the_log_does_not_reach_is_refused_and_leaves_nothing(
    town: Town, folder: Path
) -> None:
    server, keys, wal, base = Server(town), folder / "keys", folder / "wal", folder / "base"
    shutil.copytree(town.operator.surroundings.keys.folder, keys)
    wal.mkdir()
    server.back_up(base, "-Ft", "-z")

    done = drill(
        "--base", base, "--wal", wal, "--keys", keys, "--to", "2096-01-01T00:00:00Z",
        "--folder", folder,
    )  # fmt: skip

    assert done.returncode == 1
    assert "ends before the moment" in done.stderr
    assert not list(folder.glob("kaitong-restored-*"))


def test_a_backup_without_its_keys_is_not_begun(town: Town, folder: Path) -> None:
    (folder / "keys").mkdir()

    done = drill("--base", folder, "--wal", folder, "--keys", folder / "keys", "--folder", folder)

    assert done.returncode == 1
    assert "vault.key" in done.stderr
    assert "secrets save" in done.stderr


class Server:
    """The PostgreSQL of a town, as who backs it up knows it."""

    def __init__(self, town: Town) -> None:
        address = urlsplit(town.operator.database("orders"))
        word = passwords(town.operator.surroundings.plan.data_dir / "postgres")[SUPERUSER]
        self._where = ("-h", str(address.hostname), "-p", str(address.port), "-U", SUPERUSER)
        self._environment = {"PGPASSWORD": word, "PATH": os.defpath, "LC_ALL": "C"}

    def back_up(self, into: Path, *how: str) -> None:
        self._run("pg_basebackup", "-D", str(into), "-c", "fast", *how)

    @contextmanager
    def archiving(self, wal: Path) -> Iterator[Callable[[], None]]:
        """Take the log as it is written; what is given waits until all up to now is there."""
        wal.mkdir()
        words = (binaries().program("pg_receivewal"), *self._where, "-D", str(wal))
        taking = subprocess.Popen(words, env=self._environment)

        def archived() -> None:
            name = self._sql("SELECT pg_walfile_name(pg_switch_wal())")
            assert comes_true((wal / name).exists, within=30)

        try:
            yield archived
        finally:
            taking.terminate()
            taking.wait(30)

    def _sql(self, statement: str) -> str:
        return self._run("psql", "-XqAt", "-d", SUPERUSER, "-c", statement).strip()

    def _run(self, program: str, *words: str) -> str:
        done = subprocess.run(
            [binaries().program(program), *self._where, *words], env=self._environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout


def drill(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bossctl", "--json", "drill", "restore", *map(str, words)]
    environment = {key: said for key, said in os.environ.items() if not key.startswith("BOSS_")}
    return subprocess.run(
        [*command, "--clock", "settable"], env=environment, capture_output=True, text=True,
        check=False, timeout=DRILL_SECONDS,
    )  # fmt: skip


def told_orders(report: dict[str, object]) -> int:
    return int(str(report["orders"]))
