"""PostgreSQL over TLS: the one expected is spoken to, anybody else is told apart from it."""

import asyncio
import os
import pwd
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # it has no types
import pytest
from cluster.authority import Authority

from kernel.clock import monotonic
from launch.free_port import LOOPBACK, free_port
from launch.program import Program
from launch.waiting import comes_true
from runtime.database.database import Database
from runtime.database.migrations import Schema, run_migrations
from runtime.errors import NO_DATABASE
from runtime.messaging.relay_store import RelayStore
from runtime.settings.database_url import what_to_do
from runtime.settings.service_settings import MigrationSettings

DEBIAN = Path("/usr/lib/postgresql")
UNPRIVILEGED = "nobody"
RULES = """\
hostssl certified all 127.0.0.1/32 scram-sha-256 clientcert=verify-full
hostssl all all 127.0.0.1/32 scram-sha-256
hostnossl all all all reject
"""


@dataclass(frozen=True)
class Server:
    """A PostgreSQL that takes nobody without TLS."""

    port: int
    password: str
    folder: Path
    authority: Authority

    def url(self, options: str, *, host: str = LOOPBACK, database: str = "postgres") -> str:
        where = f"{host}:{self.port}/{database}"
        return f"postgresql+asyncpg://postgres:{self.password}@{where}?{options}"

    def verified(self, **where: str) -> str:
        """Return the address as production says it."""
        options = f"sslmode=verify-full&sslrootcert={self.folder / 'ca.pem'}"
        return self.url(options, **where)


def programs() -> Path | None:
    """Return the newest PostgreSQL of the distribution: the one in a wheel has no TLS."""
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


pytestmark = pytest.mark.skipif(
    programs() is None,
    reason="no PostgreSQL with TLS is here; on Debian: apt-get install postgresql",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    bin_folder = programs()
    assert bin_folder is not None
    # Its user has to walk there, and pytest's own folders are for ourselves alone.
    folder = Path("/tmp") / f"kaitong-postgres-tls-{secrets.token_hex(4)}"  # noqa: S108
    folder.mkdir(mode=0o755)
    try:
        yield from _running(bin_folder, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _running(bin_folder: Path, folder: Path) -> Iterator[Server]:
    made = Server(free_port(), secrets.token_hex(8), folder, Authority("database-ca"))
    owner = UNPRIVILEGED if os.geteuid() == 0 else None
    _make_cluster(bin_folder, made, owner=owner)
    process = Program(
        name="postgres",
        command=(str(bin_folder / "postgres"), "-D", str(folder / "cluster")),
        log=folder / "log",
        environment={"LC_ALL": "C", "PATH": os.defpath},
        folder=Path("/"),
        user=owner,
    ).start()
    asked = (str(bin_folder / "pg_isready"), "-q", "-h", LOOPBACK, "-p", str(made.port))
    comes_true(lambda: subprocess.run(asked, check=False).returncode == 0, within=30)
    assert process.is_alive(), (folder / "log").read_text()
    try:
        yield made
    finally:
        process.end(within=10)


def _make_cluster(bin_folder: Path, server: Server, *, owner: str | None) -> None:
    cluster, word = server.folder / "cluster", server.folder / "password"
    cluster.mkdir(mode=0o700)
    word.write_text(server.password)
    pair = server.authority.issue("postgres", "localhost", LOOPBACK)
    (server.folder / "ca.pem").write_bytes(server.authority.certificate)
    (server.folder / "server.pem").write_bytes(pair.certificate)
    key = server.folder / "server.key"
    key.write_bytes(pair.key)
    key.chmod(0o600)
    if owner is not None:
        account = pwd.getpwnam(owner)
        for path in (cluster, word, key):
            os.chown(path, account.pw_uid, account.pw_gid)
    subprocess.run(
        [bin_folder / "initdb", "-D", cluster, "-U", "postgres", "-A", "scram-sha-256", "-N",
         "-E", "UTF8", "--locale=C", f"--pwfile={word}"],
        user=owner, env={"LC_ALL": "C", "PATH": os.defpath}, cwd="/", check=True,
        capture_output=True,
    )  # fmt: skip
    (cluster / "pg_hba.conf").write_text(RULES)
    with (cluster / "postgresql.auto.conf").open("a") as settings:
        settings.write(
            f"port = {server.port}\nlisten_addresses = '{LOOPBACK}'\nssl = on\nfsync = off\n"
            f"unix_socket_directories = ''\nssl_ca_file = '{server.folder / 'ca.pem'}'\n"
            f"ssl_cert_file = '{server.folder / 'server.pem'}'\nssl_key_file = '{key}'\n"
        )


async def cipher_of(url: str) -> str:
    """Return how a connection of ours is encrypted."""
    database = Database.connect(url, name="test")
    try:
        rows = await database.run("SELECT cipher FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        return str(rows.scalar_one() or "")
    finally:
        await database.close()


async def why_not(url: str) -> str:
    """Return what somebody is told who is not let in."""
    begun = monotonic()
    with pytest.raises(NO_DATABASE) as refused:
        await cipher_of(url)
    assert monotonic() - begun < 10
    return what_to_do(refused.value)


async def test_the_server_expected_is_spoken_to_by_pool_relay_and_migrations(
    server: Server,
) -> None:
    async with RelayStore.connect(server.verified()) as store:
        version = await store.connection.fetchval("SELECT version()")
        await store.connection.execute("CREATE DATABASE orders")
    url = server.verified(database="orders")
    settings = MigrationSettings(service="orders", database_url=url)

    await asyncio.to_thread(run_migrations, settings, "runtime")

    assert "PostgreSQL" in version
    assert await cipher_of(url) != ""
    database = Database.connect(url, name="test")
    assert not await Schema.of("runtime").is_behind(database)
    await database.close()


async def test_a_wrong_name_and_a_wrong_authority_are_refused_and_told(
    server: Server, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere.pem"
    elsewhere.write_bytes(Authority("somebody else").certificate)

    wrong_name = await why_not(server.verified(host="127.1"))
    wrong_authority = await why_not(server.url(f"sslmode=verify-full&sslrootcert={elsewhere}"))
    only_the_authority = await cipher_of(
        server.url(f"sslmode=verify-ca&sslrootcert={server.folder / 'ca.pem'}", host="127.1")
    )

    assert "mismatch" in wrong_name
    assert "certificate chain" in wrong_authority
    for told in (wrong_name, wrong_authority):
        assert "sslrootcert in BOSS_DATABASE_URL" in told
    assert only_the_authority


async def test_nobody_comes_in_without_tls(server: Server) -> None:
    told = await why_not(server.url("sslmode=disable"))

    assert "say sslmode=verify-full" in told


async def test_where_a_certificate_of_ours_is_wanted_its_name_is_the_role(
    server: Server, tmp_path: Path
) -> None:
    async with RelayStore.connect(server.verified()) as store:
        await store.connection.execute("CREATE DATABASE certified")
    ours = server.authority.issue("postgres").write(tmp_path, "ours")
    other = server.authority.issue("somebody").write(tmp_path, "other")
    url = server.verified(database="certified")

    assert await cipher_of(f"{url}&sslcert={ours[0]}&sslkey={ours[1]}")
    for refused in (url, f"{url}&sslcert={other[0]}&sslkey={other[1]}"):
        with pytest.raises(asyncpg.InvalidAuthorizationSpecificationError):
            await cipher_of(refused)


async def test_what_is_renewed_is_used_by_the_next_connection(
    server: Server, tmp_path: Path
) -> None:
    """Files are read at every connection: nothing has to be started anew."""
    authority = tmp_path / "ca.pem"
    authority.write_bytes(Authority("the one before").certificate)
    database = Database.connect(
        server.url(f"sslmode=verify-full&sslrootcert={authority}"), name="test"
    )
    with pytest.raises(NO_DATABASE):
        await database.run("SELECT 1")

    authority.write_bytes(server.authority.certificate)

    assert (await database.run("SELECT 1")).scalar_one() == 1
    await database.close()
