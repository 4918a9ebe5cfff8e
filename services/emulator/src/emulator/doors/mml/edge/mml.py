"""The MML door: operators and their systems log in and command the HLR."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import assert_never

from emulator.doors.mml.commands import form_of
from emulator.doors.mml.edge.log_in_guard import LogInGuard
from emulator.doors.mml.edge.sessions import Session, Sessions
from emulator.doors.mml.usecases.obey import Order, look, obey
from emulator.doors.mml.wire.codes import refusal_reply
from emulator.doors.mml.wire.forms import ChangeForm, ReadingForm
from emulator.doors.mml.wire.mml import (
    SUCCESS,
    CommandStream,
    Reply,
    ReplyWriter,
    Statement,
    echo,
    parse,
    printable,
)
from emulator.doors.tcp_door import DoorLimits, address_of, received
from emulator.faults.domain.element_error import CommandRefused, ElementError
from emulator.faults.domain.fault import HEALTHY, Ailment, Element, FaultBoard, FaultKind
from emulator.handsets.ports import UnitOfWork
from emulator.hlr.domain.log_entry import DONE, LogEntry
from emulator.hlr.usecases.log_session import log_session
from emulator.switch.ports import Network
from kernel.clock import Clock

ELEMENT = "HLR9820"
LOG_IN, LOG_OUT, STAY = "LGI", "LGO", "SHK HAND"


@dataclass(frozen=True, slots=True)
class MmlDoor:
    """What all connections of the door share."""

    units: Callable[[], UnitOfWork]
    network: Network
    clock: Clock
    faults: FaultBoard
    sessions: Sessions
    limits: DoorLimits = field(default_factory=DoorLimits)
    guard: LogInGuard = field(default_factory=LogInGuard)
    writer: ReplyWriter = field(default_factory=lambda: ReplyWriter(ELEMENT))

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection until it ends."""
        await MmlTalk(self, writer).listen(reader)


class MmlTalk:
    """One connection: a session, and at most one command that has not been answered."""

    def __init__(self, door: MmlDoor, writer: asyncio.StreamWriter) -> None:
        self._door = door
        self._out = writer
        self._session = Session(door.sessions)
        self._current: asyncio.Task[None] | None = None
        self._address = address_of(writer)
        self._wrong = 0
        self._was_in = False
        self._opened = asyncio.get_running_loop().time()

    async def listen(self, reader: asyncio.StreamReader) -> None:
        """Take commands until the other side, or a command too long, ends the connection."""
        stream = CommandStream()
        try:
            while octets := await received(reader, seconds=self._patience()):
                for command in stream.feed(octets):
                    self._take(command)
        except CommandRefused as refused:
            self._say(refusal_reply(refused), to="")
        finally:
            await self._finish()

    def _patience(self) -> float:
        """Return how long we wait for the next octets: not long for a stranger, dripping or not."""
        limits, loop = self._door.limits, asyncio.get_running_loop()
        if self._was_in:
            return limits.silence_seconds
        return self._opened + limits.first_seconds - loop.time()

    def _take(self, command: bytes) -> None:
        if self._current is not None and not self._current.done():
            busy = CommandRefused(ElementError.COMMAND_IN_PROGRESS)
            self._say(refusal_reply(busy), to=echo(command))
            return
        self._current = asyncio.create_task(self._serve(command))

    async def _finish(self) -> None:
        """Let a command that was taken be carried out: nobody hears the answer, it is done."""
        if self._current is not None:
            await asyncio.wait({self._current})
        self._session.leave()

    async def _serve(self, command: bytes) -> None:
        ailment = HEALTHY
        try:
            statement = parse(command)
            ailment = self._strike(statement)
            if ailment.has(FaultKind.LOST):
                return
            reply = await self._carry_out(statement, ailment)
        except CommandRefused as refused:
            reply = refusal_reply(refused)
        if ailment.delay_seconds:
            await asyncio.sleep(ailment.delay_seconds)
        self._answer(reply, to=echo(command), ailment=ailment)
        if self._door.guard.is_out(of_connection=self._wrong):
            self._out.close()

    def _strike(self, statement: Statement) -> Ailment:
        if statement.verb in {LOG_IN, LOG_OUT, STAY}:
            return HEALTHY
        return self._door.faults.strike(Element.HLR, statement.verb)

    async def _carry_out(self, statement: Statement, ailment: Ailment) -> Reply:
        if statement.verb == LOG_IN:
            return await self._log_in(statement)
        if statement.verb == LOG_OUT:
            self._session.leave()
            return SUCCESS
        self._session.demand()
        if statement.verb == STAY:
            return SUCCESS
        door = self._door
        form, uow = form_of(statement), door.units()
        match form:
            case ReadingForm():
                return await look(form.command_of(statement), uow=uow, ailment=ailment)
            case ChangeForm():
                change, order = form.command_of(statement), self._order(statement, form)
                await obey(change, order, uow=uow, network=door.network, ailment=ailment)
                return SUCCESS
            case _:
                assert_never(form)

    def _order(self, statement: Statement, form: ChangeForm) -> Order:
        session, now = self._session, self._door.clock.now()
        return Order(session.operator, session.id, statement.echo, now, form.when_full)

    async def _log_in(self, statement: Statement) -> Reply:
        parameters = statement.parameters
        operator = parameters.get("OPNAME", "")
        guard = self._door.guard
        try:
            guard.check(self._address)
            self._session.enter(operator, parameters.get("PWD", ""))
        except CommandRefused as refused:
            await self._log(operator, statement, outcome=refused.code)
            if refused.error is ElementError.WRONG_PASSWORD:
                seconds = guard.wrong(self._address, of_connection=self._wrong)
                self._wrong += 1
                await asyncio.sleep(seconds)
            raise
        guard.right(self._address)
        self._wrong, self._was_in = 0, True
        try:
            await self._log(operator, statement, outcome=DONE)
        except CommandRefused:
            self._session.leave()
            raise
        return SUCCESS

    async def _log(self, operator: str, statement: Statement, *, outcome: str) -> None:
        now = self._door.clock.now()
        # Before somebody is logged in, the name may be anything.
        entry = LogEntry(now, printable(operator), self._session.id, statement.echo, outcome)
        await log_session(entry, uow=self._door.units())

    def _answer(self, reply: Reply, *, to: str, ailment: Ailment) -> None:
        if ailment.has(FaultKind.DEAF):
            return
        if ailment.has(FaultKind.DROP):
            block = self._door.writer.write(reply, to=to, at=self._door.clock.now())
            self._out.write(block[: len(block) // 2])
            self._out.close()
            return
        self._say(reply, to=to)

    def _say(self, reply: Reply, *, to: str) -> None:
        self._out.write(self._door.writer.write(reply, to=to, at=self._door.clock.now()))
