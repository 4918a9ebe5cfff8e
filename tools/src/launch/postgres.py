"""A real PostgreSQL of our own: started from a wheel, on a port of the loopback address."""

import json
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # ships no types

from launch.free_port import LOOPBACK, free_port
from launch.postgres_binaries import binaries
from launch.postgres_cluster import (
    PASSWORDS,
    SUPERUSER,
    cluster_folder,
    end_leftover_of,
    make_cluster,
    passwords,
    server_program,
)
from launch.private_file import write_privately
from launch.program import Program, Running
from launch.waiting import comes_true

DRIVER = "postgresql+asyncpg"
TEMPORARY = "kaitong-postgres-"


class Postgres:
    """A running server with one role and one database per service."""

    def __init__(self, data_dir: Path, *, program: Program, port: int) -> None:
        self.data_dir = data_dir
        self.port = port
        self.program = program
        self._running: Running | None = None
        self._serial = count()
        self._passwords = passwords(data_dir)

    @classmethod
    def start(cls, data_dir: Path, *, durable: bool = True, port: int = 0) -> "Postgres":
        """Start the server of `data_dir`, made at first; `port` 0 takes a free one.

        `durable=False` does not wait for the disk: for tests only. A server left over
        from a crashed run is ended first. Raises RuntimeError when it does not come up.
        """
        server = cls.prepare(data_dir, durable=durable, port=port)
        server.run()
        return server

    @classmethod
    def prepare(cls, data_dir: Path, *, durable: bool = True, port: int = 0) -> "Postgres":
        """Make the cluster if there is none, and return the server not yet started."""
        data_dir = data_dir.absolute()
        data_dir.mkdir(parents=True, exist_ok=True)
        cluster = cluster_folder(data_dir)
        if not (data_dir / PASSWORDS).exists():
            # Somebody deleted the data folder: what lies elsewhere belongs to nobody now.
            end_leftover_of(cluster)
            shutil.rmtree(cluster, ignore_errors=True)
        if not (cluster / "PG_VERSION").exists():
            make_cluster(cluster, password=passwords(data_dir)[SUPERUSER], durable=durable)
        chosen = port or free_port()
        return cls(
            data_dir,
            program=server_program(cluster, data_dir, port=chosen, durable=durable),
            port=chosen,
        )

    def run(self) -> Running:
        """Start it, or start it again on the same port after it died; wait for connections.

        Raises RuntimeError when it does not come up.
        """
        end_leftover_of(cluster_folder(self.data_dir))
        for _ in range(3):
            self._running = running = self.program.start()
            comes_true(lambda: not self._is_alive() or self.is_ready(), within=60)
            if running.is_alive():
                return running
            # After a crash the old server's children may still be letting go of its memory.
            time.sleep(0.3)
        raise RuntimeError(f"PostgreSQL did not start: see {self.program.log}")

    def is_ready(self) -> bool:
        """Tell whether it takes connections."""
        asked = subprocess.run(
            [binaries().program("pg_isready"), "-q", "-h", LOOPBACK, "-p", str(self.port)],
            check=False,
        )
        return asked.returncode == 0

    def url(self, database: str, role: str = "") -> str:
        """Return the address of `database` for `role` (left out: the role of the same name)."""
        role = role or database
        return f"{DRIVER}://{role}:{self._passwords[role]}@{LOOPBACK}:{self.port}/{database}"

    def create(self, service: str) -> str:
        """Create the role and the database of `service` unless they are there; return the url."""
        if service not in self._passwords:
            self._passwords[service] = secrets.token_urlsafe(24)
            write_privately(self.data_dir / PASSWORDS, json.dumps(self._passwords))
        self._create(service, role=service)
        return self.url(service)

    def fresh_database(self, service: str) -> str:
        """Create an empty database of its own for one test, owned by the role of `service`."""
        self.create(service)
        database = f"{service}_{next(self._serial)}_{secrets.token_hex(3)}"
        self._create(database, role=service)
        return self.url(database, service)

    def sql(self, statements: str, *, database: str = SUPERUSER) -> str:
        """Carry out `statements` as the superuser; return the rows, columns parted by |."""
        asked = subprocess.run(
            [binaries().program("psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", LOOPBACK,
             "-p", str(self.port), "-U", SUPERUSER, "-d", database, "-f", "-"],
            input=statements,
            env={"PGPASSWORD": self._passwords[SUPERUSER], "PGCLIENTENCODING": "UTF8"},
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
        if asked.returncode != 0:
            raise RuntimeError(f"PostgreSQL refused: {asked.stderr.strip()}")
        return asked.stdout.strip()

    def kill(self) -> None:
        """End it as a crash would (kill -9)."""
        if self._running is not None:
            self._running.kill()

    def stop(self) -> None:
        """End it cleanly: sessions are cut, what was committed is kept."""
        if self._running is not None:
            self._running.end(within=10)
            self._running = None

    def _create(self, database: str, *, role: str) -> None:
        self.sql(  # names come from our own list of services
            f"SELECT 'CREATE ROLE \"{role}\" LOGIN' WHERE NOT EXISTS"
            f" (SELECT FROM pg_roles WHERE rolname = '{role}') \\gexec\n"
            f"ALTER ROLE \"{role}\" PASSWORD '{self._passwords[role]}';\n"
            f'SELECT \'CREATE DATABASE "{database}" OWNER "{role}"\' WHERE NOT EXISTS'
            f" (SELECT FROM pg_database WHERE datname = '{database}') \\gexec\n"
            f'REVOKE ALL ON DATABASE "{database}" FROM PUBLIC;\n'
        )

    def _is_alive(self) -> bool:
        return self._running is not None and self._running.is_alive()


@contextmanager
def temporary() -> Iterator[Postgres]:
    """Run an empty server that does not wait for the disk, and delete it afterwards."""
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{TEMPORARY}{os.getpid()}-"))
    folder.chmod(0o755)
    try:
        server = Postgres.start(folder, durable=False)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(cluster_folder(folder), ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """End and delete the temporary servers of processes that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{TEMPORARY}*-*"):
        owner = folder.name.removeprefix(TEMPORARY).split("-")[0]
        if owner.isdecimal() and not psutil.pid_exists(int(owner)):
            end_leftover_of(cluster_folder(folder))
            shutil.rmtree(folder, ignore_errors=True)
