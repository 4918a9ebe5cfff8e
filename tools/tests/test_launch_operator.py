"""The operator comes up in order, survives deaths and finds its data again (pretend services)."""

import asyncio
import json
import os
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # it has no types
import httpx
import psutil  # type: ignore[import-untyped]  # ships no types
import pytest

from launch import parts
from launch.operator import Operator
from launch.plan import Plan
from launch.progress import Progress
from launch.waiting import comes_true

SERVICES = ("pretend_shop", "pretend_bank")
PRETEND = Path(__file__).parent / "pretend_services"
TOPICS = "topics: [{name: boss.sold.v1, partitions: 3, listeners: [pretend_bank]}]"


@pytest.fixture
def plan() -> Iterator[Plan]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        folder = Path(made)
        folder.chmod(0o755)
        (folder / "topics.yaml").write_text(TOPICS)
        yield Plan(
            data_dir=folder / "run",
            durable=False,
            services=SERVICES,
            topics=folder / "topics.yaml",
            extra={"PYTHONPATH": str(PRETEND), "BOSS_TOLD_DIR": str(folder)},
        )


def told(plan: Plan, service: str, door: str = "all") -> dict[str, str]:
    said = (plan.data_dir.parent / f"{service}.{door}.json").read_text()
    return dict(json.loads(said))


def ask(url: str, question: str) -> object:
    async def answer() -> object:
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        try:
            return await connection.fetchval(question)
        finally:
            await connection.close()

    return asyncio.run(answer())


def test_every_service_is_told_what_it_needs(plan: Plan) -> None:
    with Operator.running(plan) as operator:
        shop = told(plan, "pretend_shop")

        assert shop["BOSS_SERVICE"] == "pretend_shop"
        assert shop["BOSS_DATABASE_URL"] == operator.database("pretend_shop")
        assert ask(shop["BOSS_DATABASE_URL"], "SELECT current_user::text") == "pretend_shop"
        assert shop["BOSS_KAFKA"] == operator.kafka
        assert json.loads(shop["BOSS_PEERS"]) == operator.grpc
        assert len(Path(shop["BOSS_CALL_KEY_FILE"]).read_bytes()) >= 32
        assert told(plan, "pretend_bank", "migrate")["BOSS_SERVICE"] == "pretend_bank"
        assert "BOSS_VAULT_KEY_FILE" not in shop


def test_secrets_are_for_our_eyes_only(plan: Plan) -> None:
    with Operator.running(plan):
        kept = list((plan.data_dir / "secrets").iterdir())

    assert len(kept) >= 7
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}


def test_a_second_start_finds_secrets_and_data(plan: Plan) -> None:
    with Operator.running(plan) as operator:
        ask(operator.database("pretend_shop"), "CREATE TABLE kept AS SELECT 42 AS id")
        first = told(plan, "pretend_shop")
        key = Path(first["BOSS_CALL_KEY_FILE"]).read_bytes()

    with Operator.running(plan) as operator:
        second = told(plan, "pretend_shop")

        assert ask(operator.database("pretend_shop"), "SELECT id FROM kept") == 42
        assert Path(second["BOSS_CALL_KEY_FILE"]).read_bytes() == key
        assert second["BOSS_BROKER_EPOCH"] != first["BOSS_BROKER_EPOCH"]


def test_a_killed_service_comes_back(plan: Plan) -> None:
    with Operator.running(plan) as operator:
        before = told(plan, "pretend_shop")["pid"]

        operator.kill("pretend_shop")

        assert comes_true(lambda: told(plan, "pretend_shop")["pid"] != before, within=10)
        operator.wait_until_ready(["pretend_shop"], within=10)
        assert operator.processes.deaths("pretend_shop") == 1
        assert operator.processes.deaths("pretend_bank") == 0


def test_a_killed_broker_comes_back_at_its_port_and_services_start_anew(plan: Plan) -> None:
    with Operator.running(plan) as operator:
        before = told(plan, "pretend_bank")

        operator.kill("broker")

        assert comes_true(lambda: told(plan, "pretend_bank")["pid"] != before["pid"], within=20)
        after = told(plan, "pretend_bank")
        assert after["BOSS_KAFKA"] == operator.kafka == before["BOSS_KAFKA"]
        assert after["BOSS_BROKER_EPOCH"] != before["BOSS_BROKER_EPOCH"]


def test_a_second_start_has_the_same_doors(plan: Plan) -> None:
    with Operator.running(plan) as operator:
        before = (operator.kafka, operator.rest, operator.grpc)

    with Operator.running(plan) as operator:
        assert (operator.kafka, operator.rest, operator.grpc) == before


def test_a_door_somebody_took_meanwhile_is_another_one(plan: Plan) -> None:
    with Operator.running(plan) as operator:
        taken = int(operator.kafka.rpartition(":")[2])

    with socket.create_server(("127.0.0.1", taken)), Operator.running(plan) as operator:
        assert operator.kafka != f"127.0.0.1:{taken}"


def test_two_operators_on_one_machine_have_nothing_in_common(plan: Plan) -> None:
    second = replace(plan, data_dir=plan.data_dir.parent / "run-2")
    with Operator.running(plan) as one, Operator.running(second) as other:
        ports = [{*each.surroundings.ports.of.values()} for each in (one, other)]

        assert ports[0] & ports[1] == set()
        assert one.kafka != other.kafka
        assert one.database("pretend_shop") != other.database("pretend_shop")
        other.wait_until_ready(within=20)
        one.wait_until_ready(within=20)


def test_a_second_operator_at_the_same_door_is_told_how(plan: Plan) -> None:
    with Operator.running(plan) as one:
        port = one.surroundings.ports.of["gateway", "rest"]
        with socket.create_server(("127.0.0.1", port)):
            second = replace(plan, data_dir=plan.data_dir.parent / "run-2", rest_port=port)
            with pytest.raises(RuntimeError, match=f'make run ARGS="--port {port + 1}"'):
                Operator.running(second).__enter__()
        with pytest.raises(RuntimeError, match="make run ARGS="):
            Operator.running(plan).__enter__()


def test_a_killed_database_server_comes_back_where_it_was(plan: Plan) -> None:
    with Operator.running(plan) as operator:
        url = operator.database("pretend_shop")
        ask(url, "CREATE TABLE kept AS SELECT 42 AS id")

        operator.kill("postgres")

        assert comes_true(lambda: operator.processes.deaths("postgres") == 1, within=10)
        assert comes_true(lambda: answers_again(url), within=20)
        assert ask(url, "SELECT id FROM kept") == 42


def answers_again(url: str) -> bool:
    try:
        return ask(url, "SELECT 1") == 1
    except (OSError, asyncpg.PostgresError):
        return False


def test_a_schema_that_cannot_be_made_stops_the_start(plan: Plan) -> None:
    ill = replace(plan, extra={**plan.extra, "BOSS_MIGRATION_ENDS_WITH": "1"})

    # They migrate side by side: whichever is the first to fail is told.
    with pytest.raises(RuntimeError, match=r"(pretend_\w+) could not migrate: see .*/\1\.log"):
        Operator.running(ill).__enter__()


def test_a_schema_that_takes_too_long_goes_on_behind_nobodys_back(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "TO_MIGRATE", 5.0)
    slow = replace(plan, extra={**plan.extra, "BOSS_MIGRATION_TAKES": "600"})

    with pytest.raises(RuntimeError, match="could not migrate"):
        Operator.running(slow).__enter__()

    migrating = list(Path(plan.extra["BOSS_TOLD_DIR"]).glob("*.migrate.json"))
    pids = [json.loads(told.read_text())["pid"] for told in migrating]
    assert pids
    assert not any(map(psutil.pid_exists, pids))


def test_it_ends_cleanly_and_says_what_it_did(plan: Plan) -> None:
    terminal = StringIO()
    with Operator.running(plan, progress=Progress(terminal)) as operator:
        assert "ready to serve" in operator.log("pretend_bank")

    assert "ended cleanly" in (plan.data_dir / "logs" / "pretend_bank.log").read_text()
    assert "✓ Schemas" in terminal.getvalue()
    assert "killed" not in terminal.getvalue()
    assert not (plan.data_dir / "processes.json").exists()


def test_a_temporary_operator_leaves_nothing_behind(plan: Plan) -> None:
    with Operator.temporary(plan) as operator:
        folder = operator.surroundings.plan.data_dir
        assert operator.environment("pretend_shop")["BOSS_CLOCK"] == "system"

    assert not folder.exists()


def test_somebody_pretends_to_collect_where_there_are_billing_and_a_gateway(plan: Plan) -> None:
    """Both only pretend, too: what is looked at is who is told what, and who answers."""
    folder = plan.data_dir.parent / "shadows"
    folder.mkdir()
    for service in ("billing", "gateway"):
        shop = (PRETEND / "pretend_shop.py").read_text()
        (folder / f"{service}.py").write_text(shop.replace("pretend_shop", service))
    extra = {**plan.extra, "PYTHONPATH": f"{folder}{os.pathsep}{PRETEND}"}
    paid_for = replace(plan, services=("billing", "gateway"), extra=extra)

    with Operator.running(paid_for) as operator:
        provider = operator.surroundings.provider
        said = json.loads(told(plan, "billing")["BOSS_PAYMENT_PROVIDERS"])
        comes_true(lambda: answers(provider), within=20)
        faults = httpx.get(f"{provider}/faults").json()

    assert said["pretend"]["page"] == f"{provider}/pay"
    assert len(bytes.fromhex(Path(said["pretend"]["key_file"]).read_text())) == 32
    assert faults["never"] is False
    assert not answers(provider)


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/faults", timeout=1).is_success
    except httpx.HTTPError:
        return False
