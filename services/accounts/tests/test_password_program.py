"""Service passwords over gRPC: counted by who tries, audited, and nowhere in clear."""

from collections.abc import Iterator
from typing import Any

import grpc
import pytest
from shop_of_accounts import a_card, a_number, a_paper_number
from test_program import CLERK, Program, program, registers

from boss.accounts.v1 import commands_pb2, passwords_pb2, passwords_pb2_grpc, questions_pb2
from kernel.caller import Caller
from kernel.errors import Refusal
from kernel.ids import new_id
from runtime.rpc.refusals import refusal_of

__all__ = ["program"]


class Number:
    """A number in service, its holder and their passwords."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.paper = a_paper_number()
        self.holder = registers(program, paper_number=self.paper)
        self.id = new_id()
        self.stub: Any = passwords_pb2_grpc.PasswordServiceStub(program.channel)
        self._opens()

    @property
    def app(self) -> Caller:
        return Caller(f"user-{self.holder.id}", channel="app", customer_id=self.holder.id)

    def _opens(self) -> None:
        msisdn, (iccid, imsi), order = a_number(), a_card(), new_id()
        stock = [commands_pb2.StockCard(iccid=iccid, imsi=imsi)]
        load = commands_pb2.LoadStockRequest(request_id=new_id(), msisdns=[msisdn], sim_cards=stock)
        self.program.ask("LoadStock", load)
        agreement = commands_pb2.Agreement(
            service_types="voice", service_items="calls", tariff_plan="b", payment_plan="prepaid"
        )
        opening = commands_pb2.OpenSubscriber(
            subscriber_id=self.id, customer_id=self.holder.id, msisdn=msisdn, iccid=iccid,
            offering="prepaid-basic", agreement=agreement,
        )  # fmt: skip
        self.program.step(order, 0, reserve_place={"customer_id": self.holder.id})
        self.program.step(order, 1, reserve_number={"msisdn": msisdn})
        self.program.step(order, 2, reserve_sim={"iccid": iccid})
        self.program.step(order, 3, open_subscriber=opening)
        self.program.step(order, 4, activate_subscriber={"subscriber_id": self.id})

    def seen(self) -> questions_pb2.Proof:
        request = commands_pb2.RecordProofRequest(
            request_id=new_id(), customer_id=self.holder.id, kinds=["id_seen"],
            paper_type="id_card", paper_number=self.paper,
        )  # fmt: skip
        proof: questions_pb2.Proof = self.program.ask("RecordProof", request).proof
        return proof

    def told(self, method: str, request: Any, *, by: Caller | None = None) -> Any:
        metadata = self.program.metadata("gateway", by or self.app)
        return getattr(self.stub, method)(request, metadata=metadata, timeout=10)

    def refuses(self, method: str, request: Any, *, by: Caller | None = None) -> Refusal:
        with pytest.raises(grpc.RpcError) as error:
            self.told(method, request, by=by)
        refusal = refusal_of(error.value)
        assert refusal is not None
        return refusal

    def resets(self, new: str) -> None:
        request = passwords_pb2.ResetPasswordRequest(
            request_id=new_id(), subscriber_id=self.id, new_password=new, proof_id=self.seen().id
        )
        self.told("ResetPassword", request, by=CLERK)

    def hash(self) -> str:
        kept = self.program.sql("SELECT subscriber_id || hash FROM service_password").split("\n")
        return next(line for line in kept if line.startswith(self.id))

    def changing(self, old: str, new: str) -> passwords_pb2.ChangePasswordRequest:
        return passwords_pb2.ChangePasswordRequest(
            request_id=new_id(), subscriber_id=self.id, password=old, new_password=new
        )

    def checking(self, password: str) -> passwords_pb2.CheckPasswordRequest:
        return passwords_pb2.CheckPasswordRequest(
            request_id=new_id(), subscriber_id=self.id, password=password
        )


@pytest.fixture
def number(program: Program) -> Iterator[Number]:
    yield Number(program)


def test_from_the_hall_to_a_proof_of_the_app(number: Number) -> None:
    number.resets("271828")
    changing = number.changing("271828", "314159")
    number.told("ChangePassword", changing)
    # The same command again is answered as before: it is no wrong try.
    number.told("ChangePassword", changing)
    another = passwords_pb2.ChangePasswordRequest()
    another.CopyFrom(changing)
    another.new_password = "141421"

    assert number.refuses("ChangePassword", another).code == "REQUEST_ID_REUSED"
    checking = number.checking("314159")
    proof = number.told("CheckPassword", checking).proof

    assert number.told("CheckPassword", checking).proof == proof
    assert (list(proof.kinds), proof.channel) == (["service_password"], "app")
    assert (proof.customer_id, proof.subscriber_id) == (number.holder.id, number.id)


def test_wrong_ones_lock_and_the_audit_says_so(number: Number) -> None:
    number.resets("271828")
    number.told("ChangePassword", number.changing("271828", "314159"))

    codes = [number.refuses("CheckPassword", number.checking("271828")).code for _ in range(4)]

    assert codes == ["PASSWORD_WRONG"] * 3 + ["PASSWORD_LOCKED"]
    said = number.program.sql("SELECT payload::text FROM outbox WHERE topic = 'boss.audit.v1'")
    assert b"password_locked".hex() in said
    assert b"PASSWORD_WRONG".hex() in said


def test_a_clerk_who_goes_from_number_to_number_waits(number: Number) -> None:
    guesser = Caller("patient clerk", frozenset({"clerk"}), "hall", staff=True)
    limit = number.program.settings.wrong_tries_of_staff
    codes = []
    for _ in range(limit // 3 + 1):
        victim = Number(number.program)
        victim.resets("271828")
        trying = victim.checking("141421")
        codes += [victim.refuses("CheckPassword", trying, by=guesser).code for _ in range(3)]

    assert codes[:limit] == ["PASSWORD_WRONG"] * limit
    assert set(codes[limit:]) == {"PASSWORD_LOCKED"}


def test_no_password_is_kept_in_clear_or_as_a_plain_digest(number: Number) -> None:
    number.resets("172839")
    number.told("ChangePassword", number.changing("172839", "465768"))
    number.told("CheckPassword", number.checking("465768"))

    kept = number.program.sql(
        "SELECT (SELECT string_agg(payload::text, '') FROM outbox)"
        " || (SELECT string_agg(c::text, '') FROM command_log c)"
        " || (SELECT string_agg(p::text, '') FROM service_password p)"
        " || (SELECT coalesce(string_agg(t::text, ''), '') FROM typed_text t)"
    )

    for secret in ("172839", "465768"):
        assert secret not in kept
        assert secret.encode().hex() not in kept


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"request_id": ""}, "FIELD_MISSING", "request_id"),
        ({"new_password": "111111"}, "PASSWORD_WEAK", "new_password"),
        ({"new_password": ""}, "FIELD_NOT_VALID", "new_password"),
        ({"new_password": "27182é"}, "FIELD_NOT_VALID", "new_password"),
        ({"password": ""}, "FIELD_NOT_VALID", "password"),
        ({"password": "9" * 5000}, "FIELD_NOT_VALID", "password"),
    ],
)
def test_a_bad_change_changes_nothing(
    number: Number, change: dict[str, str], code: str, field: str
) -> None:
    number.resets("271828")
    before = number.hash()
    request = number.changing("271828", "314159")
    for name, value in change.items():
        setattr(request, name, value)

    refusal = number.refuses("ChangePassword", request)

    assert (refusal.code, refusal.field) == (code, field)
    after = number.hash()
    assert after == before
