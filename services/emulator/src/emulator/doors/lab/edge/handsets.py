"""The door that plays handsets. Forbidden to the adapter."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import grpc
from typing_extensions import override

from boss.emulator.v1 import handsets_pb2, handsets_pb2_grpc
from emulator.doors.lab.wire import (
    answering_of,
    call_message,
    caller_of,
    card_of,
    cause_message,
    location_of,
    screen_message,
    sender_of,
    sent_message,
    validity,
    visited_plmn_of,
)
from emulator.faults.domain.fault import Element, FaultBoard, FaultKind
from emulator.handsets.domain.text_message import LONGEST_BODY
from emulator.handsets.ports import UnitOfWork
from emulator.handsets.usecases.attach_handset import AttachHandset, attach_handset
from emulator.handsets.usecases.detach_handset import detach_handset
from emulator.handsets.usecases.make_call import MakeCall, make_call
from emulator.handsets.usecases.read_handset import read_handset
from emulator.handsets.usecases.send_multimedia import SendMultimedia, send_multimedia
from emulator.handsets.usecases.send_text import SendText, send_text
from emulator.handsets.usecases.set_answering import set_answering
from emulator.handsets.usecases.use_data import UseData, use_data
from emulator.switch.domain.multimedia_message import recipients_of, size_of
from emulator.switch.ports import Network
from kernel.clock import Clock
from kernel.errors import Invalid
from kernel.use import is_peer

Context = grpc.aio.ServicerContext[Any, Any]
LONGEST_NUMBER = 24
"""Digits: 15 of E.164, or 21 of a service provider, and what is dialled before them."""
LONGEST_CALL = 86_400
"""Seconds."""
LARGEST_SESSION = 10**12
"""Bytes."""
_SILENT = frozenset({FaultKind.DEAF, FaultKind.DROP})


@dataclass(frozen=True, slots=True)
class Lab:
    """What the handsets need from the network."""

    units: Callable[[], UnitOfWork]
    network: Network
    clock: Clock
    faults: FaultBoard


class HandsetServicer(handsets_pb2_grpc.HandsetServiceServicer):
    """Answers boss.emulator.v1.HandsetService."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab

    @override
    async def Attach(
        self, request: handsets_pb2.AttachRequest, context: Context
    ) -> handsets_pb2.AttachResponse:
        lab = self._lab
        command = AttachHandset(
            imsi=request.card.imsi,
            card=card_of(request.card),
            location=location_of(request.location),
            at=lab.clock.now(),
            visited_plmn=visited_plmn_of(request),
        )
        cause, profile = await attach_handset(command, uow=lab.units(), network=lab.network)
        return handsets_pb2.AttachResponse(
            cause=cause_message(cause),
            msisdn=profile.isdn if profile else "",
            serving_node=lab.network.switch_name if profile else "",
        )

    @override
    async def Detach(
        self, request: handsets_pb2.DetachRequest, context: Context
    ) -> handsets_pb2.DetachResponse:
        await detach_handset(request.imsi, uow=self._lab.units())
        return handsets_pb2.DetachResponse()

    @override
    async def Call(
        self, request: handsets_pb2.CallRequest, context: Context
    ) -> handsets_pb2.CallResponse:
        lab = self._lab
        command = MakeCall(
            caller=caller_of(request.imsi, request.msisdn),
            to=dialled(request.to),
            seconds=duration(request.seconds),
            at=lab.clock.now(),
        )
        return call_message(await make_call(command, uow=lab.units(), network=lab.network))

    @override
    async def SetAnswering(
        self, request: handsets_pb2.SetAnsweringRequest, context: Context
    ) -> handsets_pb2.SetAnsweringResponse:
        answering = answering_of(request.answering)
        await set_answering(request.imsi, answering, uow=self._lab.units())
        return handsets_pb2.SetAnsweringResponse()

    @override
    async def SendText(
        self, request: handsets_pb2.SendTextRequest, context: Context
    ) -> handsets_pb2.SendTextResponse:
        lab = self._lab
        ailment = lab.faults.strike(Element.SMSC, "SEND TEXT")
        if ailment.has(FaultKind.LOST):
            await context.abort(grpc.StatusCode.UNAVAILABLE, "The SMS centre was not reached.")
        command = SendText(
            sender=sender_of(request),
            to=dialled(request.to),
            body=body_of(request.body),
            valid=validity(request.valid_seconds),
            at=lab.clock.now(),
        )
        sent = await send_text(command, uow=lab.units(), network=lab.network, ailment=ailment)
        await asyncio.sleep(ailment.delay_seconds)
        if any(ailment.has(kind) for kind in _SILENT):
            await context.abort(grpc.StatusCode.UNAVAILABLE, "The SMS centre does not answer.")
        return sent_message(sent)

    @override
    async def SendMultimedia(
        self, request: handsets_pb2.SendMultimediaRequest, context: Context
    ) -> handsets_pb2.SendMultimediaResponse:
        lab = self._lab
        command = SendMultimedia(
            sender=caller_of(request.imsi, request.msisdn),
            to=recipients_of(tuple(map(dialled, request.to))),
            octets=size_of(request.octets),
            at=lab.clock.now(),
        )
        sent = await send_multimedia(command, uow=lab.units(), network=lab.network)
        return handsets_pb2.SendMultimediaResponse(
            cause=cause_message(sent.cause), message_id=sent.message_id, cdr_ids=sent.cdr_ids
        )

    @override
    async def UseData(
        self, request: handsets_pb2.UseDataRequest, context: Context
    ) -> handsets_pb2.UseDataResponse:
        lab = self._lab
        command = UseData(
            user=caller_of(request.imsi, request.msisdn),
            octets=volume(request.bytes),
            access_point=access_point(request.access_point),
            at=lab.clock.now(),
            rating_group=request.rating_group,
        )
        cause, cdr_id = await use_data(command, uow=lab.units(), network=lab.network)
        return handsets_pb2.UseDataResponse(cause=cause_message(cause), cdr_id=cdr_id)

    @override
    async def ReadHandset(
        self, request: handsets_pb2.ReadHandsetRequest, context: Context
    ) -> handsets_pb2.ReadHandsetResponse:
        return screen_message(await read_handset(request.imsi, uow=self._lab.units()))


def dialled(number: str) -> str:
    """Return what was dialled. Raises Invalid FIELD_NOT_VALID."""
    plain = number.strip()
    digits = plain.removeprefix("+")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_NUMBER):
        raise Invalid("FIELD_NOT_VALID", "A number has digits, and perhaps a plus.", field="to")
    return plain


def body_of(body: str) -> str:
    """Return the text. Raises Invalid FIELD_NOT_VALID where it is empty or too long."""
    if not 0 < len(body) <= LONGEST_BODY or "\0" in body:
        sentence = f"A text has 1 to {LONGEST_BODY} letters, none of them NUL."
        raise Invalid("FIELD_NOT_VALID", sentence, field="body")
    return body


def duration(seconds: int) -> int:
    """Return how long a call lasts. Raises Invalid FIELD_NOT_VALID beyond a day."""
    if seconds > LONGEST_CALL:
        raise Invalid("FIELD_NOT_VALID", "A call lasts a day at most.", field="seconds")
    return seconds


def access_point(name: str) -> str:
    """Return through what data is used. Raises Invalid FIELD_NOT_VALID: no record has it."""
    if name and not is_peer(name, kind="data"):
        sentence = "An access point has 1 to 100 letters and digits."
        raise Invalid("FIELD_NOT_VALID", sentence, field="access_point")
    return name or "internet"


def volume(octets: int) -> int:
    """Return how much is used. Raises Invalid FIELD_NOT_VALID beyond a terabyte."""
    if octets > LARGEST_SESSION:
        raise Invalid("FIELD_NOT_VALID", "A session has a terabyte at most.", field="bytes")
    return octets
