"""One-time codes over gRPC: sent by provisioning, counted by who tries, nowhere in clear."""

import re
from collections.abc import Iterator
from concurrent import futures
from dataclasses import dataclass, field
from typing import Any

import grpc
import pytest
from test_password_program import Number
from test_program import CLERK, Program, started

from accounts.settings import AccountsSettings
from boss.accounts.v1 import codes_pb2, codes_pb2_grpc
from boss.provisioning.v1 import texts_pb2, texts_pb2_grpc
from kernel.ids import new_id
from launch.free_port import free_port
from launch.postgres import Postgres


@dataclass
class Texts(texts_pb2_grpc.TextServiceServicer):
    """Provisioning, as far as it sends codes."""

    sent: list[texts_pb2.SendCodeRequest] = field(default_factory=list)

    def SendCode(  # noqa: N802
        self, request: texts_pb2.SendCodeRequest, context: Any
    ) -> texts_pb2.SendCodeResponse:
        self.sent.append(request)
        return texts_pb2.SendCodeResponse(text_id=request.request_id)

    def ListTexts(self, request: Any, context: Any) -> texts_pb2.ListTextsResponse:  # noqa: N802
        return texts_pb2.ListTextsResponse()

    def GetText(self, request: Any, context: Any) -> texts_pb2.GetTextResponse:  # noqa: N802
        return texts_pb2.GetTextResponse()


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts()


@pytest.fixture(scope="module")
def program(
    settings: AccountsSettings,
    postgres: Postgres,
    tmp_path_factory: pytest.TempPathFactory,
    texts: Texts,
) -> Iterator[Program]:
    server, port = grpc.server(futures.ThreadPoolExecutor(2)), free_port()
    texts_pb2_grpc.add_TextServiceServicer_to_server(texts, server)
    server.add_insecure_port(f"127.0.0.1:{port}")
    server.start()
    log = tmp_path_factory.mktemp("codes") / "log"
    peers = {"BOSS_PEERS": f'{{"provisioning": "127.0.0.1:{port}"}}'}
    with started(settings, postgres, log, more=peers) as program:
        yield program
    server.stop(None)
    said = log.read_text()
    assert texts.sent
    assert not any(one.code in said for one in texts.sent)


class Handset(Number):
    """A number whose texts are read."""

    def __init__(self, program: Program, texts: Texts) -> None:
        super().__init__(program)
        self.texts = texts
        self.stub = codes_pb2_grpc.CodeServiceStub(program.channel)

    def wants(self) -> str:
        """Have a code sent and read it."""
        self.told("SendCode", codes_pb2.SendCodeRequest(request_id=new_id(), subscriber_id=self.id))
        return self.texts.sent[-1].code

    def says(self, code: str, *, proof: str = "") -> codes_pb2.CheckCodeRequest:
        return codes_pb2.CheckCodeRequest(
            request_id=new_id(), subscriber_id=self.id, code=code, proof_id=proof
        )


@pytest.fixture
def handset(program: Program, texts: Texts) -> Iterator[Handset]:
    yield Handset(program, texts)


def test_from_the_text_to_a_proof(handset: Handset) -> None:
    code = handset.wants()
    checking = handset.says(code)
    proof = handset.told("CheckCode", checking).proof

    assert handset.told("CheckCode", checking).proof == proof
    assert (list(proof.kinds), proof.channel) == (["sms_code"], "app")
    assert (proof.customer_id, proof.subscriber_id) == (handset.holder.id, handset.id)
    assert handset.refuses("CheckCode", handset.says(code)).code == "CODE_EXPIRED"
    sent = handset.texts.sent[-1]
    assert (sent.template, sent.valid_seconds) == ("one_time_code", 300)


def test_a_request_that_is_sent_again_is_one_text(handset: Handset) -> None:
    request = codes_pb2.SendCodeRequest(request_id=new_id(), subscriber_id=handset.id)
    first = handset.told("SendCode", request)
    before = len(handset.texts.sent)

    assert handset.told("SendCode", request) == first
    assert len(handset.texts.sent) == before
    assert first.left_today == 14


def test_no_code_stands_in_the_database_or_the_audit(program: Program, handset: Handset) -> None:
    code = handset.wants()
    handset.refuses("CheckCode", handset.says(code[::-1] if code != code[::-1] else "000001"))
    handset.told("CheckCode", handset.says(code))

    rows = program.rows("one_time_code", "command_log", "audit", "said_event", "wrong_try")
    kept = "\n".join(line for table in rows for line in table)
    # In the middle of a digest any six digits may stand.
    assert handset.id in kept
    assert re.search(f"(?<![0-9a-f]){code}(?![0-9a-f])", kept) is None


def test_wrong_codes_lock_who_tries_and_the_audit_says_so(
    program: Program, handset: Handset
) -> None:
    codes = []
    for _ in range(6):
        wrong = f"{(int(handset.wants()) + 1) % 10**6:06d}"
        codes.append(handset.refuses("CheckCode", handset.says(wrong)).code)

    assert codes[:5] == ["CODE_WRONG"] * 5
    assert codes[5] == "CODE_LOCKED"


def test_staff_have_a_code_sent_for_who_stands_there(handset: Handset) -> None:
    request = codes_pb2.SendCodeRequest(request_id=new_id(), subscriber_id=handset.id)
    handset.told("SendCode", request, by=CLERK)
    checking = handset.says(handset.texts.sent[-1].code, proof=handset.seen().id)

    proof = handset.told("CheckCode", checking, by=CLERK).proof

    assert list(proof.kinds) == ["id_seen", "sms_code"]
    assert proof.channel == "hall"


def test_a_code_that_staff_ask_for_voids_none_of_the_holder(handset: Handset) -> None:
    hers = handset.wants()
    request = codes_pb2.SendCodeRequest(request_id=new_id(), subscriber_id=handset.id)
    handset.told("SendCode", request, by=CLERK)
    in_the_hall = handset.texts.sent[-1].code

    by_them = handset.told("CheckCode", handset.says(hers)).proof
    by_staff = handset.told("CheckCode", handset.says(in_the_hall), by=CLERK).proof

    assert (by_them.channel, by_staff.channel) == ("app", "hall")
