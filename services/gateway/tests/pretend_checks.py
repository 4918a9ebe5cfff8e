"""Accounts, as far as it compares codes and passwords: it remembers what it was asked."""

from typing import Any, Protocol

from google.protobuf.message import Message
from pretend_money import ANNA

from boss.accounts.v1 import codes_pb2 as codes
from boss.accounts.v1 import passwords_pb2 as passwords
from boss.accounts.v1.codes_pb2_grpc import CodeServiceServicer, add_CodeServiceServicer_to_server
from boss.accounts.v1.passwords_pb2_grpc import (
    PasswordServiceServicer,
    add_PasswordServiceServicer_to_server,
)
from boss.accounts.v1.questions_pb2 import Proof
from boss.provisioning.v1 import puks_pb2 as puks
from boss.provisioning.v1.puks_pb2_grpc import PukServiceServicer, add_PukServiceServicer_to_server


class Noting(Protocol):
    def take(self, request: Message) -> None: ...


class PretendChecks(CodeServiceServicer, PasswordServiceServicer, PukServiceServicer):
    """Everything fits, unless the notes refuse it."""

    def __init__(self, notes: Noting) -> None:
        self.notes = notes

    async def SendCode(self, request: Any, context: Any) -> codes.SendCodeResponse:  # noqa: N802
        self.notes.take(request)
        sent = codes.SendCodeResponse(left_today=14)
        sent.valid_until.FromJsonString("2026-11-22T04:05:00Z")
        return sent

    async def CheckCode(self, request: Any, context: Any) -> codes.CheckCodeResponse:  # noqa: N802
        self.notes.take(request)
        return codes.CheckCodeResponse(proof=proof(request.subscriber_id, "sms_code"))

    async def CheckPassword(self, request: Any, context: Any) -> passwords.CheckPasswordResponse:  # noqa: N802
        self.notes.take(request)
        made = proof(request.subscriber_id, "service_password")
        return passwords.CheckPasswordResponse(proof=made)

    async def PreparePassword(  # noqa: N802
        self, request: Any, context: Any
    ) -> passwords.PreparePasswordResponse:
        self.notes.take(request)
        made = passwords.PreparePasswordResponse(password_id="prepared")
        made.valid_until.FromJsonString("2026-11-22T04:10:00Z")
        if request.password:
            made.proof.CopyFrom(proof(request.subscriber_id, "old_password"))
        return made

    async def CheckPaper(self, request: Any, context: Any) -> passwords.CheckPaperResponse:  # noqa: N802
        self.notes.take(request)
        return passwords.CheckPaperResponse(proof=proof(request.subscriber_id, "paper_known"))

    async def ReadPuk(self, request: Any, context: Any) -> puks.ReadPukResponse:  # noqa: N802
        self.notes.take(request)
        return puks.ReadPukResponse(puk="48151623")

    async def ChangePassword(self, request: Any, context: Any) -> passwords.ChangePasswordResponse:  # noqa: N802
        self.notes.take(request)
        return passwords.ChangePasswordResponse()

    async def ResetPassword(self, request: Any, context: Any) -> passwords.ResetPasswordResponse:  # noqa: N802
        self.notes.take(request)
        return passwords.ResetPasswordResponse()


def proof(subscriber: str, kind: str) -> Proof:
    return Proof(
        id="proof", customer_id=ANNA, subscriber_id=subscriber, kinds=[kind], channel="app"
    )


def checks(notes: Noting) -> list[Any]:
    """Return what accounts registers for them at its server."""
    desk = PretendChecks(notes)
    return [
        (add_CodeServiceServicer_to_server, desk),
        (add_PasswordServiceServicer_to_server, desk),
    ]


def puks_of(notes: Noting) -> list[Any]:
    """Return what provisioning registers for them at its server."""
    return [(add_PukServiceServicer_to_server, PretendChecks(notes))]
