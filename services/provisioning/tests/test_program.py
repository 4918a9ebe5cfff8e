"""The program itself, between a broker and an element: what is heard is done and said."""

import asyncio
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from adapter import Adapter, eventually
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from pretend_network import ANNA, PASSWORD, PretendNetwork

import launch.broker
from boss import topics
from boss.orders.v1.events_pb2 import OrderCompleted
from boss.provisioning.v1 import changes_pb2, commands_pb2, events_pb2, questions_pb2
from boss.provisioning.v1 import commands_pb2_grpc as commands
from boss.provisioning.v1 import questions_pb2_grpc as questions
from kernel.caller import SYSTEM
from kernel.ids import new_id
from launch.broker import Broker
from launch.free_port import free_port
from runtime.rpc.signing import TOKEN, Signer, read_call_key

PROGRAM = (sys.executable, "-m", "provisioning")


@pytest.fixture
def broker() -> Iterator[Broker]:
    heard = (topics.ORDER_COMPLETED, topics.ORDER_FULFILLED, topics.SMS_REQUESTED)
    parked = (f"{topic}.provisioning.dlq" for topic in heard)
    wanted = {name: 2 for name in (*topics.TOPICS, *parked)}
    with launch.broker.temporary(wanted) as running:
        yield running


class Program:
    """Provisioning as a process of its own."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.port, self._log = free_port(), folder / "log"
        self.key = folder / "call.key"
        self.key.write_text(secrets.token_hex(32))
        own = {"BOSS_GRPC_PORT": str(self.port), "BOSS_CALL_KEY_FILE": str(self.key)}
        self._environment = {**os.environ, **environment, **own}

    def opens(self) -> None:
        self._process = subprocess.Popen(
            [*PROGRAM, "all"], env=self._environment, stderr=self._log.open("wb")
        )

    def closes(self) -> int:
        self._process.terminate()
        return self._process.wait(30)

    def token(self, caller: str) -> tuple[tuple[str, str], ...]:
        signer = Signer(read_call_key(self.key), service=caller)
        return ((TOKEN, signer.sign(SYSTEM, audience="provisioning")),)

    @property
    def log(self) -> str:
        return self._log.read_text()


@pytest.fixture
async def program(
    adapter: Adapter, network: PretendNetwork, broker: Broker, tmp_path: Path
) -> Program:
    await adapter.stops()
    password = tmp_path / "password"
    password.write_text(PASSWORD)
    return Program(
        tmp_path,
        {
            "BOSS_DATABASE_URL": adapter.settings.database_url,
            "BOSS_KAFKA": broker.bootstrap,
            "BOSS_BROKER_EPOCH": broker.epoch,
            "BOSS_EMBEDDED_BROKER": "true",
            "BOSS_MML_ADDRESS": f"127.0.0.1:{await network.mml.port()}",
            "BOSS_GSUP_ADDRESS": f"127.0.0.1:{await network.gsup.port()}",
            "BOSS_SMSC_ADDRESS": f"127.0.0.1:{await network.smpp.port()}",
            "BOSS_ELEMENT_PASSWORD_FILE": str(password),
            "BOSS_VAULT_KEY_FILE": str(adapter.settings.vault_key_file),
            "BOSS_CDR_DIR": str(adapter.settings.cdr_dir),
            "BOSS_PEERS": json.dumps({}),
        },
    )


async def test_an_order_that_is_heard_is_done_and_said(
    program: Program, broker: Broker, network: PretendNetwork
) -> None:
    opened = changes_pb2.CreateSubscription(msisdn=ANNA.isdn, imsi=ANNA.imsi)
    order = OrderCompleted(
        order_id=new_id(), process="new_subscription", subscriber_id=new_id(), version=4,
        network=[changes_pb2.NetworkChange(create_subscription=opened)],
    )  # fmt: skip
    program.opens()
    try:
        async with grpc.aio.insecure_channel(f"127.0.0.1:{program.port}") as channel:
            async with asyncio.timeout(60):
                await channel.channel_ready()
            loaded = await commands.CommandServiceStub(channel).LoadKeys(
                commands_pb2.LoadKeysRequest(
                    request_id=new_id(),
                    cards=[commands_pb2.CardKeys(imsi=ANNA.imsi, ki=ANNA.k, opc=ANNA.opc)],
                ),
                metadata=program.token("bossctl"),
            )
            await says(broker, order)
            (said,) = await hears(broker, topics.PROVISIONING_COMPLETED, 1)
            counts = await questions.QuestionServiceStub(channel).CountChanges(
                questions_pb2.CountChangesRequest(), metadata=program.token("gateway")
            )
    finally:
        left = program.closes()

    done = events_pb2.ProvisioningCompleted.FromString(said)
    assert loaded.added == 1
    assert (done.order_id, done.subscriber_id, done.version) == (
        order.order_id, order.subscriber_id, 4,
    )  # fmt: skip
    assert (counts.orders_heard, counts.orders_completed) == (1, 1)
    assert (await network.does(f"LST SUB:ISDN={ANNA.isdn}"))["IMSI"] == ANNA.imsi
    assert ANNA.k not in program.log
    assert left == 0


async def says(broker: Broker, order: OrderCompleted) -> None:
    headers = {
        "ce_id": new_id(), "ce_type": "boss.orders.v1.OrderCompleted", "ce_source": "orders",
        "ce_subject": order.subscriber_id, "ce_time": "2026-11-22T00:00:00Z",
        "ce_specversion": "1.0", "content-type": "application/protobuf",
    }  # fmt: skip
    async with AIOKafkaProducer(bootstrap_servers=broker.bootstrap) as producer:
        await producer.send_and_wait(
            topics.ORDER_COMPLETED,
            order.SerializeToString(),
            key=order.subscriber_id.encode(),
            headers=[(name, value.encode()) for name, value in headers.items()],
        )


async def hears(broker: Broker, topic: str, number: int) -> list[bytes]:
    heard: list[bytes] = []
    consumer = AIOKafkaConsumer(
        topic, bootstrap_servers=broker.bootstrap, auto_offset_reset="earliest"
    )
    async with consumer:

        async def all_came() -> bool:
            for records in (await consumer.getmany(timeout_ms=200)).values():
                heard.extend(bytes(record.value or b"") for record in records)
            return len(heard) >= number

        await eventually(all_came, seconds=60)
    return heard


def test_a_secret_has_no_default() -> None:
    ended = subprocess.run(
        [*PROGRAM, "all"], env={**os.environ, "BOSS_KAFKA": "nowhere:1"}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip

    assert ended.returncode == 2
    assert "BOSS_VAULT_KEY_FILE" in ended.stderr
    assert "BOSS_ELEMENT_PASSWORD_FILE" in ended.stderr
