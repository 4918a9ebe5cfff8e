"""The program itself: its doors, its settings, and what is left after it was killed."""

import asyncio
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import grpc
import pytest
from pretend_network import ANNA, PASSWORD, Operator

from boss.emulator.v1 import (
    faults_pb2,
    faults_pb2_grpc,
    handsets_pb2,
    handsets_pb2_grpc,
    questions_pb2,
    questions_pb2_grpc,
)
from kernel.caller import SYSTEM
from launch.free_port import free_port
from launch.postgres import Postgres
from launch.waiting import comes_true
from runtime.rpc.signing import TOKEN, Signer, read_call_key

PROGRAM = (sys.executable, "-m", "emulator")


@dataclass
class Program:
    """The emulator as a process of its own."""

    folder: Path
    url: str
    mml: int = field(default_factory=free_port)
    gsup: int = field(default_factory=free_port)
    smpp: int = field(default_factory=free_port)
    grpc: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def key(self) -> Path:
        return self.folder / "call.key"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "BOSS_DATABASE_URL": self.url,
            "BOSS_KAFKA": "127.0.0.1:1",
            "BOSS_CALL_KEY_FILE": str(self.key),
            "BOSS_MML_PORT": str(self.mml),
            "BOSS_GSUP_PORT": str(self.gsup),
            "BOSS_SMPP_PORT": str(self.smpp),
            "BOSS_GRPC_PORT": str(self.grpc),
            "BOSS_CDR_DIR": str(self.folder / "cdr"),
            "BOSS_OPERATOR_PASSWORD": PASSWORD,
        }

    def opens(self) -> None:
        subprocess.run([*PROGRAM, "migrate"], env=self.environment, check=True)
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            [*PROGRAM, "all"], env=self.environment, stdout=log, stderr=log
        )
        assert comes_true(self.answers, within=30), (self.folder / "log").read_text()

    def answers(self) -> bool:
        with grpc.insecure_channel(f"127.0.0.1:{self.grpc}") as channel:
            try:
                grpc.channel_ready_future(channel).result(timeout=1)
            except grpc.FutureTimeoutError:
                return False
        return True

    def dies(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    async def operator(self) -> Operator:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.mml)
        operator = Operator(reader, writer)
        assert (await operator.log_in()).is_done
        return operator

    def token(self, caller: str = "bossctl") -> tuple[tuple[str, str], ...]:
        signer = Signer(read_call_key(self.key), service=caller)
        return ((TOKEN, signer.sign(SYSTEM, audience="emulator")),)


@pytest.fixture(scope="module")
def program(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    folder = tmp_path_factory.mktemp("program")
    running = Program(folder, postgres.fresh_database("emulator"))
    running.key.write_text(secrets.token_hex(32))
    running.opens()
    yield running
    running.dies()


async def test_what_was_done_is_there_after_the_process_was_killed(program: Program) -> None:
    operator = await program.operator()
    await operator.says(f"ADD KI:IMSI={ANNA.imsi},KIVALUE={ANNA.k},OPCVALUE={ANNA.opc}")
    await operator.says(f"ADD TPLSUB:IMSI={ANNA.imsi},ISDN={ANNA.isdn},TPLID=1")
    async with grpc.aio.insecure_channel(f"127.0.0.1:{program.grpc}") as channel:
        handsets = handsets_pb2_grpc.HandsetServiceStub(channel)
        card = handsets_pb2.Card(
            imsi=ANNA.imsi, k=bytes.fromhex(ANNA.k), opc=bytes.fromhex(ANNA.opc)
        )
        attached = await handsets.Attach(
            handsets_pb2.AttachRequest(card=card), metadata=program.token()
        )
        called = await handsets.Call(
            handsets_pb2.CallRequest(msisdn=ANNA.isdn, to="13800000000", seconds=30),
            metadata=program.token(),
        )

    program.dies()
    program.opens()

    shown = await (await program.operator()).says(f"LST SUB:ISDN={ANNA.isdn}")
    assert attached.msisdn == ANNA.isdn
    assert shown["VLRNUM"] == "MSC-A"
    folder = program.folder / "cdr"
    async with asyncio.timeout(10):
        while not (files := list(folder.glob("*.jsonl"))):  # noqa: ASYNC110 - a folder has no event
            await asyncio.sleep(0.05)
    assert [called.cdr_id in file.read_text() for file in files] == [True]


async def test_every_subscription_is_dumped(program: Program) -> None:
    async with grpc.aio.insecure_channel(f"127.0.0.1:{program.grpc}") as channel:
        questions = questions_pb2_grpc.QuestionServiceStub(channel)
        dumped = [
            (one.imsi, one.msisdn, one.barring_outgoing)
            async for one in questions.Dump(questions_pb2.DumpRequest(), metadata=program.token())
        ]

    assert dumped == [(ANNA.imsi, ANNA.isdn, "NOBOC")]


async def test_the_adapter_may_not_touch_the_handsets(program: Program) -> None:
    async with grpc.aio.insecure_channel(f"127.0.0.1:{program.grpc}") as channel:
        handsets = handsets_pb2_grpc.HandsetServiceStub(channel)
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await handsets.Detach(
                handsets_pb2.DetachRequest(imsi=ANNA.imsi), metadata=program.token("provisioning")
            )

    assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED


@pytest.mark.parametrize("kind", ["DEAF", "LOST", "DROP"])
async def test_an_sms_centre_may_not_answer(program: Program, kind: str) -> None:
    async with grpc.aio.insecure_channel(f"127.0.0.1:{program.grpc}") as channel:
        handsets = handsets_pb2_grpc.HandsetServiceStub(channel)
        fault = faults_pb2.Fault(element="ELEMENT_SMSC", kind=f"FAULT_KIND_{kind}", remaining=1)
        await faults_pb2_grpc.FaultServiceStub(channel).SetFault(
            faults_pb2.SetFaultRequest(fault=fault), metadata=program.token()
        )
        with pytest.raises(grpc.aio.AioRpcError) as silent:
            await handsets.SendText(
                handsets_pb2.SendTextRequest(network="10086", to=ANNA.isdn, body=kind),
                metadata=program.token(),
            )
        screen = await handsets.ReadHandset(
            handsets_pb2.ReadHandsetRequest(imsi=ANNA.imsi), metadata=program.token()
        )

    assert silent.value.code() is grpc.StatusCode.UNAVAILABLE
    assert (kind in {text.body for text in screen.inbox}) is (kind != "LOST")


def test_a_secret_has_no_default(program: Program) -> None:
    without = {**program.environment}
    del without["BOSS_OPERATOR_PASSWORD"]

    ended = subprocess.run(
        [*PROGRAM, "all"], env=without, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 2
    assert "BOSS_OPERATOR_PASSWORD" in ended.stderr


def test_it_never_opens_in_production(program: Program) -> None:
    real = {**program.environment, "BOSS_ENVIRONMENT": "production"}

    ended = subprocess.run([*PROGRAM, "all"], env=real, capture_output=True, text=True, check=False)

    assert ended.returncode == 2
    assert "never runs in production" in ended.stderr
