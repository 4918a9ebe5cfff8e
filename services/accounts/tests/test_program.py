"""The program itself: `python -m accounts all`, asked over gRPC with signed calls."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import grpc
import pytest

from accounts.settings import AccountsSettings
from boss.accounts.v1 import commands_pb2, commands_pb2_grpc, questions_pb2, questions_pb2_grpc
from kernel.caller import Caller
from kernel.errors import Refusal
from kernel.ids import new_id
from launch.free_port import free_port
from launch.postgres import Postgres
from launch.waiting import comes_true
from runtime.messaging.typed_text import TypedText
from runtime.operations.audit_store import RemoteTexts
from runtime.rpc.caller import Channels
from runtime.rpc.refusals import refusal_of
from runtime.rpc.signing import TOKEN, Signer, read_call_key

NOTHING: Mapping[str, str] = MappingProxyType({})
PROGRAM = (sys.executable, "-m", "accounts")
CLERK = Caller(id="clerk-1", roles=frozenset({"clerk"}), channel="hall", staff=True)
STRANGER = Caller(id="boris", channel="app", customer_id="boris", staff=False)
PAPER = "110101199003070097"
ANNA = {
    "name": "Anna Lin", "paper_type": "id_card", "paper_number": PAPER, "captured_by": "reader",
}  # fmt: skip


@dataclass
class Program:
    """Accounts as a process of its own, and a clerk who asks it."""

    settings: AccountsSettings
    channel: grpc.Channel
    postgres: Postgres
    port: int

    def metadata(self, caller: str, actor: Caller) -> tuple[tuple[str, str], ...]:
        signer = Signer(read_call_key(self.settings.call_key_file), service=caller)
        return ((TOKEN, signer.sign(actor, audience="accounts")),)

    def ask(
        self, method: str, request: Any, *, caller: str = "gateway", actor: Caller = CLERK
    ) -> Any:
        stub: Any = questions_pb2_grpc.QuestionServiceStub(self.channel)
        if not hasattr(stub, method):
            stub = commands_pb2_grpc.CommandServiceStub(self.channel)
        metadata = self.metadata(caller, actor)
        return getattr(stub, method)(request, metadata=metadata, timeout=10)

    def refuses(self, method: str, request: Any, **asked: Any) -> tuple[grpc.StatusCode, Refusal]:
        """Ask what is refused; return the status and the refusal as a client reads it."""
        with pytest.raises(grpc.RpcError) as error:
            self.ask(method, request, **asked)
        refusal = refusal_of(error.value)
        assert refusal is not None
        return error.value.code(), refusal

    def kept(self) -> list[int]:
        """Return how much is kept of customers, proofs, stock, subscribers, holds and steps."""
        tables = (
            "customer", "proof", "phone_number", "sim_card", "subscriber", "place_hold", "step_log",
            "command_log",
        )  # fmt: skip
        return [len(rows) for rows in self.rows(*tables)]

    def rows(self, *tables: str) -> list[list[str]]:
        said = self.sql("\n".join(f"TABLE {table};\nSELECT 'end of table';" for table in tables))
        return [part.split("\n") for part in said.split("end of table")]

    def sql(self, statement: str) -> str:
        database = self.settings.database_url.rpartition("/")[2]
        return self.postgres.sql(statement, database=database)

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


@contextmanager
def started(
    settings: AccountsSettings, postgres: Postgres, log: Path, *, more: Mapping[str, str] = NOTHING
) -> Iterator[Program]:
    """Run accounts, with more in its environment."""
    port = free_port()
    with log.open("wb") as said:
        process = subprocess.Popen(
            [*PROGRAM, "all"], env={**environment(settings, port), **more}, stdout=said, stderr=said
        )
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            ready = grpc.channel_ready_future(channel)
            assert comes_true(ready.done, within=60), log.read_text()
            yield Program(settings, channel, postgres, port)
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def program(
    settings: AccountsSettings, postgres: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Program]:
    log = tmp_path_factory.mktemp("program") / "log"
    with started(settings, postgres, log) as program:
        yield program


def registers(program: Program, **instead: str) -> questions_pb2.Customer:
    request = commands_pb2.RegisterCustomerRequest(**{"request_id": new_id(), **ANNA, **instead})
    customer: questions_pb2.Customer = program.ask("RegisterCustomer", request).customer
    return customer


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
    customer = registers(program)
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


@pytest.mark.parametrize(
    ("instead", "code", "field"),
    [
        ({"paper_type": "driving_licence"}, "ID_TYPE_NOT_ALLOWED", "paper_type"),
        ({"paper_number": "110101199003070098"}, "ID_NUMBER_INVALID", "paper_number"),
        ({"paper_valid_until": "2020-01-01"}, "ID_EXPIRED", "paper_valid_until"),
        ({"paper_valid_from": "2099-01-01"}, "FIELD_NOT_VALID", "paper_valid_from"),
        ({"paper_valid_from": "soon"}, "FIELD_NOT_VALID", "paper_valid_from"),
        ({"paper_valid_until": "tomorrow"}, "FIELD_NOT_VALID", "paper_valid_until"),
        ({"name": ""}, "FIELD_MISSING", "name"),
        ({"name": "Somebody Else"}, "ID_MISMATCH", "name"),
        ({"captured_by": "hearsay"}, "FIELD_NOT_VALID", "captured_by"),
        ({"name": "An\0na"}, "FIELD_NOT_VALID", "name"),
        ({"request_id": ""}, "FIELD_MISSING", "request_id"),
        ({"segment": "9"}, "FIELD_NOT_VALID", "segment"),
        ({"region": "G Z"}, "FIELD_NOT_VALID", "region"),
    ],
)
def test_bad_registration_changes_nothing(
    program: Program, instead: dict[str, str], code: str, field: str
) -> None:
    registers(program)
    before = program.kept()
    request = commands_pb2.RegisterCustomerRequest(**{"request_id": new_id(), **ANNA, **instead})

    status, refusal = program.refuses("RegisterCustomer", request)

    assert status is grpc.StatusCode.INVALID_ARGUMENT
    assert (refusal.code, refusal.field) == (code, field)
    assert program.kept() == before


def test_a_command_is_answered_once(program: Program) -> None:
    request_id = new_id()
    first = registers(program, request_id=request_id)

    assert registers(program, request_id=request_id) == first
    other = commands_pb2.RegisterCustomerRequest(**{**ANNA, "request_id": request_id, "name": "X"})
    status, refusal = program.refuses("RegisterCustomer", other)
    assert (status, refusal.code) == (grpc.StatusCode.ALREADY_EXISTS, "REQUEST_ID_REUSED")


def test_refused_check_is_audited_and_nothing_else(program: Program) -> None:
    customer = registers(program)
    before = program.kept()
    request = commands_pb2.RecordProofRequest(
        request_id=new_id(), customer_id=customer.id, kinds=["id_seen"], paper_type="passport",
        paper_number="E12345678",
    )  # fmt: skip

    _, refusal = program.refuses("RecordProof", request)

    assert (refusal.code, refusal.field) == ("VERIFICATION_FAILED", "paper_number")
    assert program.kept() == before
    said = program.sql("SELECT payload::text FROM outbox WHERE topic = 'boss.audit.v1'")
    assert b"VERIFICATION_FAILED".hex() in said
    assert b"E12345678".hex() not in said


def test_why_a_customer_is_classified_is_audited_also_when_it_is_refused(program: Program) -> None:
    customer = registers(program)
    request = commands_pb2.ClassifyCustomerRequest(
        request_id=new_id(), customer_id=customer.id, segment="student", reason="student card"
    )
    changed = program.ask("ClassifyCustomer", request).customer
    wrong = commands_pb2.ClassifyCustomerRequest(
        request_id=new_id(), customer_id=customer.id, segment="9", reason="a slip"
    )

    status, refusal = program.refuses("ClassifyCustomer", wrong)

    assert (changed.segment, changed.region) == ("student", "")
    assert (status, refusal.code) == (grpc.StatusCode.INVALID_ARGUMENT, "FIELD_NOT_VALID")
    said = program.sql("SELECT payload::text FROM outbox WHERE topic = 'boss.audit.v1'")
    for word in (b"classify_customer", b"FIELD_NOT_VALID"):
        assert word.hex() in said
    # What was typed is in the audit store, and in no event.
    for word in (b"student card", b"a slip"):
        assert word.hex() not in said
    kept = "SELECT count(*) FROM typed_text"
    assert comes_true(lambda: program.sql(kept).strip() == "0", within=30)
    assert int(program.sql("SELECT count(*) FROM audit_text")) >= 2
    assert "student card" not in program.sql("TABLE audit_text")


STEPS: list[tuple[dict[str, Any], str, str | None]] = [
    ({}, "FIELD_NOT_VALID", "step"),
    ({"reserve_number": {"msisdn": "12ab"}}, "FIELD_NOT_VALID", "step.msisdn"),
    ({"reserve_number": {"msisdn": "8613999999999"}}, "NUMBER_NOT_AVAILABLE", None),
    ({"reserve_sim": {"iccid": ""}}, "FIELD_NOT_VALID", "step.iccid"),
    ({"reserve_sim": {"iccid": "898600000000000999"}}, "SIM_NOT_AVAILABLE", None),
    ({"reserve_place": {"customer_id": "nobody"}}, "NO_SUCH_CUSTOMER", None),
    ({"use_proof": {"proof_id": "none"}}, "VERIFICATION_REQUIRED", None),
    ({"activate_subscriber": {"subscriber_id": "nobody"}}, "NO_SUCH_SUBSCRIBER", None),
    ({"terminate_subscriber": {"subscriber_id": "nobody"}}, "NO_SUCH_SUBSCRIBER", None),
    ({"add_stop": {"subscriber_id": "x"}}, "FIELD_NOT_VALID", "step.stop.reason"),
    ({"lift_stop": {"stop": {"reason": 1}}}, "FIELD_NOT_VALID", "step.stop.level"),
    ({"use_proof": {"proof_id": "a\0b"}}, "FIELD_NOT_VALID", "step.use_proof.proof_id"),
]  # fmt: skip


@pytest.mark.parametrize(("step", "code", "field"), STEPS, ids=lambda one: str(one)[:40])
def test_refused_step_changes_nothing(
    program: Program, step: dict[str, Any], code: str, field: str | None
) -> None:
    before = program.kept()
    request = commands_pb2.CarryOutRequest(
        request_id=new_id(), order_id=new_id(), step=commands_pb2.AccountsStep(**step)
    )

    _, refusal = program.refuses("CarryOut", request, caller="orders")

    assert (refusal.code, refusal.field) == (code, field)
    assert program.kept() == before


@pytest.mark.holds("R-OPEN-1")
def test_an_agreement_has_four_parts(program: Program) -> None:
    opening = commands_pb2.OpenSubscriber(
        subscriber_id=new_id(), msisdn="8613911110001", iccid="89860000000000100011",
        agreement=commands_pb2.Agreement(service_types="voice", service_items="calls"),
    )  # fmt: skip
    request = commands_pb2.CarryOutRequest(
        request_id=new_id(), order_id=new_id(),
        step=commands_pb2.AccountsStep(open_subscriber=opening),
    )  # fmt: skip

    _, refusal = program.refuses("CarryOut", request, caller="orders")

    assert (refusal.code, refusal.field) == ("FIELD_MISSING", "step.agreement.tariff_plan")


def test_a_segment_nobody_has_is_refused_at_both_doors(program: Program) -> None:
    asked = commands_pb2.ClassifyCustomerRequest(
        request_id=new_id(), customer_id=new_id(), segment="zzz", reason="a slip of the pen"
    )

    _, refusal = program.refuses("ClassifyCustomer", asked)

    assert (refusal.code, refusal.field) == ("FIELD_NOT_VALID", "segment")


def test_step_of_what_is_no_order_is_refused(program: Program) -> None:
    step = commands_pb2.AccountsStep(use_proof={"proof_id": "none"})
    request = commands_pb2.CarryOutRequest(request_id=new_id(), order_id="' OR 1=1", step=step)

    _, refusal = program.refuses("CarryOut", request, caller="orders")

    assert (refusal.code, refusal.field) == ("FIELD_NOT_VALID", "order_id")


def test_step_without_an_order_is_refused(program: Program) -> None:
    request = commands_pb2.TakeBackRequest(
        request_id=new_id(), step=commands_pb2.AccountsStep(use_proof={"proof_id": "none"})
    )

    status, refusal = program.refuses("TakeBack", request, caller="orders")

    assert status is grpc.StatusCode.INVALID_ARGUMENT
    assert (refusal.code, refusal.field) == ("FIELD_MISSING", "order_id")


def test_only_orders_carries_out_steps(program: Program) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        program.ask("CarryOut", commands_pb2.CarryOutRequest(), caller="gateway")

    assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED


def test_what_is_not_theirs_is_denied(program: Program) -> None:
    customer = registers(program)

    status, refusal = program.refuses(
        "GetCustomer", questions_pb2.GetCustomerRequest(id=customer.id), actor=STRANGER
    )

    assert (status, refusal.code) == (grpc.StatusCode.PERMISSION_DENIED, "NOT_YOURS")


@pytest.mark.parametrize(
    ("method", "request_", "field"),
    [
        ("GetSubscriber", questions_pb2.GetSubscriberRequest(), "id"),
        ("GetSubscriber", questions_pb2.GetSubscriberRequest(msisdn="+86"), "msisdn"),
        ("GetSubscriber", questions_pb2.GetSubscriberRequest(imsi="x"), "imsi"),
        ("ListNumbers", questions_pb2.ListNumbersRequest(state="gone"), "state"),
        ("ListNumbers", questions_pb2.ListNumbersRequest(offset=-1), "offset"),
        ("ListSimCards", questions_pb2.ListSimCardsRequest(limit=5000), "limit"),
        ("ListAudit", questions_pb2.ListAuditRequest(limit=-1), "limit"),
        ("ListCustomers", questions_pb2.ListCustomersRequest(paper_type="x"), "paper_type"),
    ],
)
def test_bad_question_names_its_field(
    program: Program, method: str, request_: Any, field: str
) -> None:
    status, refusal = program.refuses(method, request_)

    assert (status, refusal.field) == (grpc.StatusCode.INVALID_ARGUMENT, field)


def test_read_in_full_it_is_in_full(program: Program) -> None:
    customer = registers(program)
    request = questions_pb2.GetCustomerRequest(id=customer.id, reason="ticket 7")

    full = program.ask("GetCustomer", request).customer
    found = program.ask(
        "ListCustomers",
        questions_pb2.ListCustomersRequest(paper_type="id_card", paper_number=PAPER),
    )

    assert (full.name, full.paper_number) == ("Anna Lin", PAPER)
    assert [(one.id, one.paper_number) for one in found.customers] == [
        (customer.id, "110***********0097")
    ]


def test_other_services_hand_over_what_people_typed_and_only_they_may(program: Program) -> None:
    text = TypedText(new_id(), "张安娜 asked for it", b"salt")
    address = {"accounts": f"127.0.0.1:{program.port}"}

    async def hands_over(service: str) -> None:
        told = {"service": service, "peers": address}
        channels = Channels(program.settings.model_copy(update=told))
        try:
            await RemoteTexts(channels).keep([text])
        finally:
            await channels.close()

    asyncio.run(hands_over("billing"))
    asyncio.run(hands_over("billing"))
    with pytest.raises(Refusal) as refused:
        asyncio.run(hands_over("bossctl"))

    assert refused.value.code == "CALLER_NOT_ALLOWED"
    kept = f"SELECT count(*) FROM audit_text WHERE id = '{text.id}'"  # noqa: S608
    assert program.sql(kept).strip() == "1"
