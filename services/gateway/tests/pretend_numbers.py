"""Accounts, as far as it holds numbers for who looks: it remembers what it was asked."""

from typing import Any, Protocol

from google.protobuf.message import Message

from boss.accounts.v1 import numbers_pb2 as pb
from boss.accounts.v1.numbers_pb2_grpc import (
    NumberServiceServicer,
    add_NumberServiceServicer_to_server,
)
from boss.accounts.v1.questions_pb2 import PhoneNumber


class Noting(Protocol):
    def take(self, request: Message) -> None: ...


class PretendNumbers(NumberServiceServicer):
    """Every number is free, unless the notes refuse it."""

    def __init__(self, notes: Noting) -> None:
        self.notes = notes

    async def GetNumber(self, request: Any, context: Any) -> pb.GetNumberResponse:  # noqa: N802
        self.notes.take(request)
        number = PhoneNumber(msisdn=request.msisdn, state="available")
        return pb.GetNumberResponse(number=number)

    async def HoldNumber(self, request: Any, context: Any) -> pb.HoldNumberResponse:  # noqa: N802
        self.notes.take(request)
        number = PhoneNumber(msisdn=request.msisdn, state="held", held_for=request.customer_id)
        number.held_until.FromJsonString("2026-11-22T04:30:00Z")
        return pb.HoldNumberResponse(number=number)

    async def LetGoNumber(self, request: Any, context: Any) -> pb.LetGoNumberResponse:  # noqa: N802
        self.notes.take(request)
        number = PhoneNumber(msisdn=request.msisdn, state="available")
        return pb.LetGoNumberResponse(number=number)


def numbers(notes: Noting) -> list[Any]:
    """Return what accounts registers for them at its server."""
    return [(add_NumberServiceServicer_to_server, PretendNumbers(notes))]
