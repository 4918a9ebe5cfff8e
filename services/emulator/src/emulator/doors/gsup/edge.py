"""The GSUP door: nodes of the network, and who plays one, ask for vectors and cancel locations."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from emulator.doors.gsup.commands import COMMANDS
from emulator.doors.gsup.wire import gsup, ipa
from emulator.doors.gsup.wire.command import Command, Node
from emulator.doors.gsup.wire.gsup import Kind, Message, Tag
from emulator.doors.tcp_door import DoorLimits, received
from emulator.faults.domain.element_error import CommandRefused
from emulator.faults.domain.fault import Ailment, Element, FaultBoard, FaultKind
from emulator.switch.ports import Network, UnitOfWork
from kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class GsupDoor:
    """What all connections of the door share; `peers` are those that said who they are."""

    units: Callable[[], UnitOfWork]
    network: Network
    clock: Clock
    faults: FaultBoard
    peers: dict[str, "GsupTalk"] = field(default_factory=dict)
    limits: DoorLimits = field(default_factory=DoorLimits)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection until it ends."""
        await GsupTalk(self, writer).listen(reader)


class GsupTalk:
    """One connection to another node."""

    def __init__(self, door: GsupDoor, writer: asyncio.StreamWriter) -> None:
        self._door = door
        self._out = writer
        self._name = ""
        self._located: dict[str, Message] = {}
        """Location updates that wait for the node to take the subscriber's data, by IMSI."""

    async def listen(self, reader: asyncio.StreamReader) -> None:
        """Take frames until the other side, or one that is none, ends the connection."""
        stream = ipa.FrameStream()
        self._out.write(ipa.identity_request())
        try:
            while octets := await received(reader, seconds=self._door.limits.silence_seconds):
                for frame in stream.feed(octets):
                    await self._take(frame)
        except ipa.BadFrame:
            return
        finally:
            if self._door.peers.get(self._name) is self:
                del self._door.peers[self._name]

    def send(self, message: Message) -> None:
        """Send a message to this node."""
        self._out.write(ipa.gsup_frame(gsup.encode(message)))

    async def _take(self, frame: ipa.Frame) -> None:
        payload = frame.payload
        if frame.protocol == ipa.PROTOCOL_CCM and payload:
            self._take_control(payload)
        elif frame.protocol == ipa.PROTOCOL_OSMO and payload[:1] == bytes([ipa.EXTENSION_GSUP]):
            await self._take_message(payload[1:])

    def _take_control(self, payload: bytes) -> None:
        if payload[0] == ipa.PING:
            self._out.write(ipa.control(ipa.PONG))
        elif payload[0] == ipa.ID_RESP:
            self._name = ipa.peer_name(payload)
            self._door.peers[self._name] = self
            self._out.write(ipa.control(ipa.ID_ACK))

    async def _take_message(self, octets: bytes) -> None:
        try:
            message = gsup.decode(octets)
            if self._pass_on(message):
                return
            if message.part:
                self._take_answer(message)
            else:
                await self._take_request(message)
        except gsup.BadMessage:
            asked = Message(octets[0] if octets else 0)
            self.send(gsup.refusal(asked, gsup.CAUSE_INVALID))

    def _pass_on(self, message: Message) -> bool:
        """Hand a message for another node to it; refuse for it where it is not connected."""
        to = message.name(Tag.DESTINATION_NAME)
        if not to or to == self._door.network.switch_name:
            return False
        peer = self._door.peers.get(to)
        if peer is not None:
            peer.send(message)
        elif not message.part:
            self.send(gsup.refusal(message, gsup.CAUSE_NETWORK_FAILURE))
        return True

    def _take_answer(self, message: Message) -> None:
        if message.kind == Kind.INSERT_DATA:
            asked = self._located.pop(message.imsi, None)
            if asked is not None:
                self.send(gsup.result(asked))

    async def _take_request(self, asked: Message) -> None:
        command = COMMANDS.get(asked.type)
        if command is None:
            self.send(gsup.refusal(asked, gsup.CAUSE_NOT_IMPLEMENTED))
            return
        ailment = self._door.faults.strike(Element.GSUP, command.name)
        if ailment.has(FaultKind.LOST):
            return
        answer = await self._act(command, asked, ailment)
        if ailment.delay_seconds:
            await asyncio.sleep(ailment.delay_seconds)
        self._answer(answer, ailment)

    async def _act(self, command: Command, asked: Message, ailment: Ailment) -> Message:
        code = ailment.code()
        if code is not None:
            return gsup.refusal(asked, int(code or gsup.CAUSE_NETWORK_FAILURE))
        if ailment.has(FaultKind.FULL):
            return gsup.refusal(asked, gsup.CAUSE_CONGESTION)
        try:
            return await command.answer(asked, self._node(), ailment)
        except CommandRefused:
            return gsup.refusal(asked, gsup.CAUSE_NETWORK_FAILURE)

    def _node(self) -> Node:
        door = self._door
        return Node(self._name, door.units(), door.network, door.clock.now(), self._located)

    def _answer(self, answer: Message, ailment: Ailment) -> None:
        if ailment.has(FaultKind.DEAF):
            return
        if ailment.has(FaultKind.DROP):
            frame = ipa.gsup_frame(gsup.encode(answer))
            self._out.write(frame[: len(frame) // 2])
            self._out.close()
            return
        self.send(answer)
