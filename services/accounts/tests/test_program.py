"""The program itself: `python -m accounts all`, asked over gRPC with signed calls."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import grpc
import pytest

from accounts.settings import AccountsSettings
from boss.accounts.v1 import commands_pb2, commands_pb2_grpc, questions_pb2, questions_pb2_grpc
from kernel.ids import new_id
from launch.free_port import free_port
from launch.waiting import comes_true
from runtime.actor import Actor
from runtime.rpc.signing import TOKEN, Signer, read_call_key

PROGRAM = (sys.executable, "-m", "accounts")
CLERK = Actor(id="clerk-1", roles=frozenset({"clerk"}), channel="hall", staff=True)
PAPER = "110101199003070097"


@dataclass
class Program:
    """Accounts as a process of its own, and a clerk who asks it."""

    settings: AccountsSettings
    port: int

    def metadata(self, caller: str) -> tuple[tuple[str, str], ...]:
        signer = Signer(read_call_key(self.settings.call_key_file), service=caller)
        return ((TOKEN, signer.sign(CLERK, audience="accounts")),)

    def ask(self, method: str, request: Any, *, caller: str = "gateway") -> Any:
        with grpc.insecure_channel(f"127.0.0.1:{self.port}") as channel:
            stub: Any = questions_pb2_grpc.QuestionServiceStub(channel)
            if not hasattr(stub, method):
                stub = commands_pb2_grpc.CommandServiceStub(channel)
            return getattr(stub, method)(request, metadata=self.metadata(caller), timeout=10)

    def step(self, order_id: str, number: int, **step: Any) -> None:
        request = commands_pb2.CarryOutRequest(
            request_id=f"{order_id}-{number}",
            order_id=order_id,
            step_no=number,
            step=commands_pb2.AccountsStep(**step),
        )
        self.ask("CarryOut", request, caller="orders")


def environment(settings: AccountsSettings, port: int) -> dict[str, str]:
    return {
        **os.environ,
        "BOSS_DATABASE_URL": settings.database_url,
        "BOSS_KAFKA": settings.kafka,
        "BOSS_CALL_KEY_FILE": str(settings.call_key_file),
        "BOSS_PERSONAL_DATA_KEY_FILE": str(settings.personal_data_key_file),
        "BOSS_BLIND_INDEX_KEY_FILE": str(settings.blind_index_key_file),
        "BOSS_GRPC_PORT": str(port),
    }


@pytest.fixture(scope="module")
def program(
    settings: AccountsSettings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Program]:
    port, log = free_port(), tmp_path_factory.mktemp("program") / "log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [*PROGRAM, "all"], env=environment(settings, port), stdout=said, stderr=said
        )
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            ready = grpc.channel_ready_future(channel)
            assert comes_true(ready.done, within=30), log.read_text()
        yield Program(settings, port)
        process.kill()
        process.wait()


def test_a_person_gets_a_number_that_is_active(program: Program) -> None:
    msisdn, iccid, imsi, order = (
        "8613911110001",
        "89860000000000100011",
        "460001000000001",
        new_id(),
    )
    stock = [commands_pb2.StockCard(iccid=iccid, imsi=imsi)]
    program.ask(
        "LoadStock",
        commands_pb2.LoadStockRequest(request_id=new_id(), msisdns=[msisdn], sim_cards=stock),
    )
    customer = program.ask(
        "RegisterCustomer",
        commands_pb2.RegisterCustomerRequest(
            request_id=new_id(), name="Anna Lin", paper_type="id_card", paper_number=PAPER,
            captured_by="reader",
        ),
    ).customer  # fmt: skip
    proof = program.ask(
        "RecordProof",
        commands_pb2.RecordProofRequest(
            request_id=new_id(), customer_id=customer.id, kinds=["id_seen", "face"],
            paper_type="id_card", paper_number=PAPER,
        ),
    ).proof  # fmt: skip
    agreement = commands_pb2.Agreement(
        service_types="voice", service_items="calls", tariff_plan="basic", payment_plan="prepaid"
    )
    subscriber_id = new_id()

    program.step(order, 0, use_proof={"proof_id": proof.id})
    program.step(order, 1, reserve_place={"customer_id": customer.id})
    program.step(order, 2, reserve_number={"msisdn": msisdn})
    program.step(order, 3, reserve_sim={"iccid": iccid})
    program.step(
        order, 5,
        open_subscriber=commands_pb2.OpenSubscriber(
            subscriber_id=subscriber_id, customer_id=customer.id, msisdn=msisdn, iccid=iccid,
            offering="prepaid-basic", agreement=agreement,
        ),
    )  # fmt: skip
    program.step(order, 9, activate_subscriber={"subscriber_id": subscriber_id})

    facts = program.ask(
        "ReadFacts",
        questions_pb2.ReadFactsRequest(
            subscriber_id=subscriber_id, msisdns=[msisdn], iccids=[iccid], proof_ids=[proof.id]
        ),
        caller="orders",
    )
    assert (facts.subscriber.state, facts.subscriber.imsi) == ("active", imsi)
    assert facts.numbers[0].state == "in_use"
    assert facts.sim_cards[0].state == "active"
    assert facts.proofs[0].used_by_order == order
    assert [(one.id, one.numbers, one.name) for one in facts.customers] == [
        (customer.id, 1, "A*******")
    ]


def test_a_key_has_no_default(settings: AccountsSettings) -> None:
    without = environment(settings, free_port())
    del without["BOSS_BLIND_INDEX_KEY_FILE"]

    ended = subprocess.run(
        [*PROGRAM, "all"], env=without, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 2
    assert "BOSS_BLIND_INDEX_KEY_FILE" in ended.stderr
