"""The SMPP door: who is bound hands over texts and is told what became of them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from emulator.doors.smpp.wire import smpp
from emulator.doors.smpp.wire.smpp import BadUnit, Kind, Receipt, Status, Submission, Unit, Units
from emulator.doors.tcp_door import DoorLimits, received
from emulator.faults.domain.element_error import CommandRefused
from emulator.faults.domain.fault import Ailment, Element, FaultBoard, FaultKind
from emulator.handsets.domain.text_message import (
    LONGEST_BODY,
    USUAL_VALIDITY,
    TextMessage,
    TextState,
)
from emulator.handsets.ports import UnitOfWork
from emulator.handsets.usecases.send_text import SendText, Sent, send_text
from emulator.handsets.usecases.tell_receipts import owed_receipts, receipt_told
from emulator.switch.domain.traffic import Cause
from emulator.switch.ports import Network
from kernel.clock import Clock
from runtime.jobs.keep_running import keep_running

SUBMIT = "SUBMIT SM"
LONGEST_NUMBER = 20
BINDS = frozenset({Kind.BIND_TRANSCEIVER, Kind.BIND_RECEIVER, Kind.BIND_TRANSMITTER})
HEARS_RECEIPTS = frozenset({Kind.BIND_TRANSCEIVER, Kind.BIND_RECEIVER})
LOOK_SECONDS, ANSWER_SECONDS = 0.1, 5.0
AGAIN_SECONDS = 1.0
"""Before a receipt that was not taken is told once more."""
_SAID = {
    TextState.DELIVERED: ("DELIVRD", 2, "000"),
    TextState.EXPIRED: ("EXPIRED", 3, "000"),
    TextState.REFUSED: ("UNDELIV", 5, "013"),
}
_REFUSALS = {Cause.CONGESTION: Status.QUEUE_FULL, Cause.CALLED_BARRED: Status.NOT_SUBMITTED}


@dataclass(frozen=True, slots=True)
class SmppDoor:
    """What all connections of the door share; `accounts` are who may bind, with passwords."""

    units: Callable[[], UnitOfWork]
    network: Network
    clock: Clock
    faults: FaultBoard
    accounts: dict[str, str] = field(repr=False)
    limits: DoorLimits = field(default_factory=DoorLimits)
    in_telling: set[str] = field(default_factory=set)
    """Texts one of several connections of the same account is telling of."""

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection until it ends."""
        await SmppTalk(self, writer).listen(reader)


class SmppTalk:
    """One connection."""

    def __init__(self, door: SmppDoor, writer: asyncio.StreamWriter) -> None:
        self._door = door
        self._out = writer
        self._name = ""
        self._telling: asyncio.Task[None] | None = None
        self._told: dict[int, asyncio.Future[Unit]] = {}
        self._sequence = count(1)
        self._acts: set[asyncio.Task[None]] = set()

    async def listen(self, reader: asyncio.StreamReader) -> None:
        """Take units until the other side, or one that is none, ends the connection."""
        stream = Units()
        try:
            while octets := await received(reader, seconds=self._door.limits.silence_seconds):
                for unit in stream.feed(octets):
                    if not await self._take(unit):
                        return
        except BadUnit:
            self._send(Unit(Kind.GENERIC_NACK, 0, Status.BAD_LENGTH))
        finally:
            tasks = [*self._acts, *([self._telling] if self._telling else [])]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _take(self, unit: Unit) -> bool:
        """Answer whether the connection goes on."""
        if unit.kind & smpp.ANSWER:
            future = self._told.get(unit.sequence)
            if future is not None and not future.done():
                future.set_result(unit)
            return True
        if unit.kind in BINDS:
            return self._bind(unit)
        if unit.kind == Kind.ENQUIRE_LINK:
            self._send(unit.answered())
        elif unit.kind == Kind.UNBIND:
            self._send(unit.answered())
            return False
        elif unit.kind != Kind.SUBMIT_SM:
            self._send(Unit(Kind.GENERIC_NACK, unit.sequence, Status.BAD_COMMAND))
        elif not self._name:
            self._send(unit.answered(Status.NOT_BOUND))
        else:
            # Side by side, as its window is wide; answers come in any order.
            act = asyncio.create_task(self._submit(unit))
            self._acts.add(act)
            act.add_done_callback(self._acts.discard)
        return True

    def _bind(self, unit: Unit) -> bool:
        try:
            said = smpp.bind_of(unit)
        except BadUnit:
            self._send(unit.answered(Status.BAD_LENGTH))
            return False
        if self._name:
            self._send(unit.answered(Status.BOUND_ALREADY))
            return True
        known = self._door.accounts.get(said.name)
        if known is None or known != said.password:
            self._send(unit.answered(Status.BAD_PASSWORD, b"\0"))
            return False
        self._name = said.name
        self._send(unit.answered(body=self._door.network.switch_name.encode()[:15] + b"\0"))
        if unit.kind in HEARS_RECEIPTS:
            self._telling = asyncio.create_task(keep_running("receipts", self._tell_receipts))
        return True

    async def _submit(self, unit: Unit) -> None:
        ailment = self._door.faults.strike(Element.SMSC, SUBMIT)
        if ailment.has(FaultKind.LOST):
            return
        answer = await self._act(unit, ailment)
        if ailment.delay_seconds:
            await asyncio.sleep(ailment.delay_seconds)
        if ailment.has(FaultKind.DEAF):
            return
        if ailment.has(FaultKind.DROP):
            octets = answer.octets()
            self._out.write(octets[: len(octets) // 2])
            self._out.close()
            return
        self._send(answer)

    async def _act(self, unit: Unit, ailment: Ailment) -> Unit:
        code = ailment.code()
        if code is not None:
            return unit.answered(int(code) if code else Status.NOT_SUBMITTED)
        if ailment.has(FaultKind.FULL):
            return unit.answered(Status.QUEUE_FULL)
        try:
            submission = smpp.submission_of(unit)
        except BadUnit as bad:
            is_expiry = bad.args == ("expiry",)
            return unit.answered(Status.BAD_EXPIRY if is_expiry else Status.BAD_LENGTH)
        if not _is_number(submission.to):
            return unit.answered(Status.BAD_DESTINATION)
        if not 0 < len(submission.words) <= LONGEST_BODY or "\0" in submission.words:
            return unit.answered(Status.BAD_LENGTH)
        return await self._forward(unit, submission, ailment)

    async def _forward(self, unit: Unit, submission: Submission, ailment: Ailment) -> Unit:
        door = self._door
        command = SendText(
            sender=submission.sender or self._name,
            to=submission.to,
            body=submission.words,
            valid=submission.valid or USUAL_VALIDITY,
            at=door.clock.now(),
            receipt_to=self._name if submission.wants_receipt else "",
            reference=submission.reference,
        )
        try:
            sent: Sent = await send_text(
                command, uow=door.units(), network=door.network, ailment=ailment
            )
        except CommandRefused:
            return unit.answered(Status.SYSTEM_ERROR)
        if sent.text is None:
            return unit.answered(_REFUSALS.get(sent.cause, Status.NOT_SUBMITTED))
        return unit.answered(body=sent.text.id.encode() + b"\0")

    async def _tell_receipts(self) -> None:
        """Tell what became of texts, one after the other, until each was taken."""
        door = self._door
        while True:
            owed = await owed_receipts(self._name, uow=door.units(), now=door.clock.now())
            ours = [text for text in owed if text.id not in door.in_telling]
            for text in ours:
                if not await self._tell(text):
                    await asyncio.sleep(AGAIN_SECONDS)
                    break
            if not ours:
                await asyncio.sleep(LOOK_SECONDS)

    async def _tell(self, text: TextMessage) -> bool:
        """Tell one receipt; answers whether it was taken."""
        self._door.in_telling.add(text.id)
        try:
            answer = await self._deliver(self._receipt(text))
            if answer is None or answer.status:
                return False
            await receipt_told(text.id, uow=self._door.units())
        finally:
            self._door.in_telling.discard(text.id)
        return True

    def _receipt(self, text: TextMessage) -> bytes:
        stat, state, error = _SAID[text.state]
        done = text.delivered_at or self._door.clock.now()
        said = (
            f"id:{text.id} sub:001 dlvrd:{int(state == 2):03} "
            f"submit date:{text.submitted_at:%y%m%d%H%M} done date:{done:%y%m%d%H%M} "
            f"stat:{stat} err:{error} text:"
        )
        return Receipt(text.sender, text.recipient, text.id, said, state, text.reference).body()

    async def _deliver(self, body: bytes) -> Unit | None:
        sequence = next(self._sequence)
        future: asyncio.Future[Unit] = asyncio.get_running_loop().create_future()
        self._told[sequence] = future
        try:
            self._send(Unit(Kind.DELIVER_SM, sequence, body=body))
            async with asyncio.timeout(ANSWER_SECONDS):
                return await future
        except TimeoutError:
            return None
        finally:
            del self._told[sequence]

    def _send(self, unit: Unit) -> None:
        self._out.write(unit.octets())


def _is_number(said: str) -> bool:
    digits = said.removeprefix("+")
    return digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_NUMBER
