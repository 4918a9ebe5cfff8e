"""The program itself: its doors answer on the wire, and only those who may ask are answered."""

import json
import os
import secrets
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import grpc
import pytest
from confluent_kafka import Producer
from google.rpc import error_details_pb2  # type: ignore[import-untyped]  # it has no types
from grpc_status import rpc_status
from house_of_billing import A_FRIEND, ANNA, CLERK, catalogue_files, fen

import launch.broker
from boss import topics
from boss.billing.v1 import commands_pb2, commands_pb2_grpc, questions_pb2, questions_pb2_grpc
from boss.provisioning.v1.events_pb2 import UsageRecorded
from kernel.caller import SYSTEM, Caller
from kernel.clock import machine_now
from kernel.ids import new_id
from launch.broker import Broker
from launch.free_port import free_port
from launch.postgres import Postgres
from launch.waiting import comes_true
from runtime.messaging.envelope import Envelope, headers_of
from runtime.rpc.signing import TOKEN, Signer, read_call_key

USAGE = UsageRecorded.DESCRIPTOR.full_name
PROGRAM = (sys.executable, "-m", "billing")


@pytest.fixture(scope="module")
def broker() -> Iterator[Broker]:
    with launch.broker.temporary({}) as running:
        yield running


@dataclass
class Program:
    """Billing as a process of its own."""

    folder: Path
    url: str
    kafka: str
    grpc: int = field(default_factory=free_port)

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "BOSS_DATABASE_URL": self.url,
            "BOSS_KAFKA": self.kafka,
            "BOSS_EMBEDDED_BROKER": "true",
            "BOSS_CALL_KEY_FILE": str(self.folder / "call.key"),
            "BOSS_GRPC_PORT": str(self.grpc),
        }

    def answers(self) -> bool:
        with grpc.insecure_channel(f"127.0.0.1:{self.grpc}") as channel:
            try:
                grpc.channel_ready_future(channel).result(timeout=1)
            except grpc.FutureTimeoutError:
                return False
        return True

    def token(self, caller: str, *, actor: Caller = SYSTEM) -> tuple[tuple[str, str], ...]:
        signer = Signer(read_call_key(self.folder / "call.key"), service=caller)
        return ((TOKEN, signer.sign(actor, audience="billing")),)


@pytest.fixture(scope="module")
def program(
    postgres: Postgres, broker: Broker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Program]:
    folder = tmp_path_factory.mktemp("program")
    running = Program(folder, postgres.fresh_database("billing"), broker.address.bootstrap)
    (folder / "call.key").write_text(secrets.token_hex(32))
    subprocess.run([*PROGRAM, "migrate"], env=running.environment, check=True)
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [*PROGRAM, "all"], env=running.environment, stdout=log, stderr=log
        )
    assert comes_true(running.answers, within=30), (folder / "log").read_text()
    yield running
    process.terminate()
    assert process.wait(timeout=20) == 0, (folder / "log").read_text()


def _reason(error: grpc.RpcError) -> Any:
    info = error_details_pb2.ErrorInfo()
    for detail in rpc_status.from_call(error).details:
        if detail.Is(info.DESCRIPTOR):
            detail.Unpack(info)
    return info


def test_a_catalogue_is_loaded_and_an_account_opened_and_paid(program: Program) -> None:
    with grpc.insecure_channel(f"127.0.0.1:{program.grpc}") as channel:
        commands = commands_pb2_grpc.CommandServiceStub(channel)
        questions = questions_pb2_grpc.QuestionServiceStub(channel)
        loaded = commands.LoadCatalogue(
            commands_pb2.LoadCatalogueRequest(
                request_id=new_id(), catalogue=json.dumps(catalogue_files())
            ),
            metadata=program.token("bossctl"),
        )
        opening = commands_pb2.BillingStep(
            open_account=commands_pb2.OpenAccount(
                account_id=ANNA.account,
                customer_id=ANNA.customer,
                subscriber_id=ANNA.id,
                msisdn=ANNA.msisdn,
                offering=ANNA.offering,
            )
        )
        commands.CarryOut(
            commands_pb2.CarryOutRequest(request_id=new_id(), order_id=new_id(), step=opening),
            metadata=program.token("orders"),
        )
        paid = commands.PostPayment(
            commands_pb2.PostPaymentRequest(
                request_id=new_id(),
                msisdn=ANNA.msisdn,
                amount=fen(1500),
                payment_channel="hall",
                reference="till-1",
            ),
            metadata=program.token("gateway", actor=CLERK),
        )
        facts = questions.ReadFacts(
            questions_pb2.ReadFactsRequest(
                subscriber_id=ANNA.id, offerings=["KEEP8", "none"], fees=["sim_swap"]
            ),
            metadata=program.token("orders"),
        )

    assert loaded.catalogue_version == 1
    assert paid.account.balance == fen(1500)
    # Facts say besides what of the balance is no gift: none of it is.
    assert facts.account.cash == fen(1500)
    facts.account.ClearField("cash")
    assert facts.account == paid.account
    assert [one.code for one in facts.offerings] == ["KEEP5", "KEEP8"]
    assert [(one.code, one.amount.minor) for one in facts.fees] == [("sim_swap", 1000)]


def test_a_call_heard_from_kafka_is_charged(program: Program, broker: Broker) -> None:
    start = commands_pb2.BillingStep(start_plan=commands_pb2.StartPlan(account_id=ANNA.account))
    producer = Producer({"bootstrap.servers": broker.address.bootstrap})
    with grpc.insecure_channel(f"127.0.0.1:{program.grpc}") as channel:
        commands_pb2_grpc.CommandServiceStub(channel).CarryOut(
            commands_pb2.CarryOutRequest(request_id=new_id(), order_id=new_id(), step=start),
            metadata=program.token("orders"),
        )
        questions = questions_pb2_grpc.QuestionServiceStub(channel)

        def left() -> int:
            asked = questions_pb2.GetBalanceRequest(subscriber_id=ANNA.id)
            answer = questions.GetBalance(asked, metadata=program.token("gateway"))
            return int(answer.account.balance.minor)

        before = left()
        event_id = uuid.UUID(new_id())
        for _ in range(2):
            producer.produce(
                topics.USAGE_RECORDED,
                key=ANNA.id,
                value=a_call(machine_now()).SerializeToString(),
                headers=dict(
                    headers_of(
                        Envelope(
                            event_id, USAGE, "boss/provisioning", ANNA.id, occurred_at=machine_now()
                        )
                    )
                ),
            )
        producer.flush(10)

        assert comes_true(lambda: left() != before, within=30)
        assert left() == before - 30


def a_call(at: datetime) -> UsageRecorded:
    call = UsageRecorded(
        record_id="a-call",
        subscriber_id=ANNA.id,
        kind="voice",
        msisdn=ANNA.msisdn,
        peer=A_FRIEND,
        duration_seconds=61,
        file_seq=1,
    )
    call.started_at.FromDatetime(at)
    return call


def test_a_refusal_travels_with_its_code_and_its_field(program: Program) -> None:
    with (
        grpc.insecure_channel(f"127.0.0.1:{program.grpc}") as channel,
        pytest.raises(grpc.RpcError) as refused,
    ):
        commands_pb2_grpc.CommandServiceStub(channel).PostPayment(
            commands_pb2.PostPaymentRequest(request_id=new_id(), msisdn="8613912345678"),
            metadata=program.token("gateway", actor=CLERK),
        )

    assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert (_reason(refused.value).reason, _reason(refused.value).domain) == (
        "FIELD_MISSING",
        "boss.billing",
    )


def test_only_orders_may_carry_out_steps(program: Program) -> None:
    with (
        grpc.insecure_channel(f"127.0.0.1:{program.grpc}") as channel,
        pytest.raises(grpc.RpcError) as refused,
    ):
        commands_pb2_grpc.CommandServiceStub(channel).CarryOut(
            commands_pb2.CarryOutRequest(request_id=new_id()), metadata=program.token("gateway")
        )

    assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED
