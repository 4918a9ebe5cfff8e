"""The embedded PostgreSQL starts, keeps its data and survives a crash."""

import asyncio
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # it has no types
import pytest

from launch import postgres
from launch.free_port import answers
from launch.postgres import Postgres
from launch.postgres_cluster import cluster_folder


def ask(url: str, question: str) -> object:
    async def answer() -> object:
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        try:
            return await connection.fetchval(question)
        finally:
            await connection.close()

    return asyncio.run(answer())


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with postgres.temporary() as started:
        yield started


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder the server's own user can walk to, which pytest's are not for root."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        Path(made).chmod(0o755)
        yield Path(made)


def test_a_fresh_database_belongs_to_its_service(server: Postgres) -> None:
    url = server.fresh_database("accounts")

    assert ask(url, "SELECT current_user::text") == "accounts"
    assert ask(url, "CREATE TABLE customer (id int)") is None
    assert ask(url, "SELECT count(*) FROM customer") == 0


def test_two_fresh_databases_share_nothing(server: Postgres) -> None:
    ask(server.fresh_database("orders"), "CREATE TABLE known (id int)")

    assert ask(server.fresh_database("orders"), "SELECT to_regclass('known')::text") is None


def test_a_service_cannot_look_into_another_database(server: Postgres) -> None:
    server.create("billing")
    server.create("accounts")

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        ask(server.url("billing", "accounts"), "SELECT 1")


def test_nobody_gets_in_with_a_wrong_password(server: Postgres) -> None:
    url = server.create("accounts")
    password = url.split(":")[2].split("@")[0]

    with pytest.raises(asyncpg.InvalidPasswordError):
        ask(url.replace(password, "guessed"), "SELECT 1")


def test_many_connections_are_allowed(server: Postgres) -> None:
    assert server.sql("SHOW max_connections") == "300"


def test_a_second_start_finds_its_data(folder: Path) -> None:
    first = Postgres.start(folder, durable=False)
    url = first.create("accounts")
    ask(url, "CREATE TABLE kept AS SELECT 42 AS id")
    first.stop()

    second = Postgres.start(folder, durable=False)
    try:
        assert ask(second.create("accounts"), "SELECT id FROM kept") == 42
    finally:
        second.stop()


def test_a_server_left_by_a_crashed_run_is_replaced(folder: Path) -> None:
    left = Postgres.start(folder, durable=False)
    url = left.create("accounts")
    ask(url, "CREATE TABLE kept AS SELECT 42 AS id")

    found = Postgres.start(folder, durable=False)
    try:
        assert not answers(left.port)
        assert ask(found.url("accounts"), "SELECT id FROM kept") == 42
    finally:
        found.stop()


def test_it_comes_back_on_the_same_port_after_kill(folder: Path) -> None:
    server = Postgres.start(folder)
    try:
        url = server.create("accounts")
        ask(url, "CREATE TABLE kept AS SELECT 42 AS id")
        server.kill()

        server.run()

        assert ask(url, "SELECT id FROM kept") == 42
    finally:
        server.stop()


def test_passwords_are_for_our_eyes_only(folder: Path) -> None:
    server = Postgres.prepare(folder, durable=False)

    assert (server.data_dir / "passwords.json").stat().st_mode & 0o777 == 0o600


def test_a_folder_nobody_can_walk_to_is_no_obstacle(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    first = Postgres.start(tmp_path, durable=False)
    first.stop()
    shutil.rmtree(tmp_path)

    second = Postgres.start(tmp_path, durable=False)
    try:
        assert ask(second.create("accounts"), "SELECT 42") == 42
    finally:
        second.stop()
        shutil.rmtree(cluster_folder(tmp_path), ignore_errors=True)


def test_what_a_killed_test_left_behind_is_swept_away() -> None:
    owner = subprocess.Popen([sys.executable, "-c", "pass"])
    owner.wait()
    folder = Path(tempfile.mkdtemp(prefix=f"{postgres.TEMPORARY}{owner.pid}-"))
    folder.chmod(0o755)
    left = Postgres.start(folder, durable=False)

    postgres.sweep()

    assert not answers(left.port)
    assert not folder.exists()


def test_what_a_living_test_has_is_left_alone(server: Postgres) -> None:
    postgres.sweep()

    assert answers(server.port)
