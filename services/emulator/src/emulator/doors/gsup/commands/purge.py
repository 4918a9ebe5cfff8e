"""Purge: a node has dropped a subscriber; the HLR keeps where it was."""

from emulator.doors.gsup.wire import gsup
from emulator.doors.gsup.wire.command import Command, Node
from emulator.doors.gsup.wire.gsup import Kind, Message
from emulator.faults.domain.fault import Ailment


async def answer(asked: Message, node: Node, ailment: Ailment) -> Message:
    del node, ailment
    return gsup.result(asked)


COMMAND = Command(Kind.PURGE, answer)
