"""Location cancel: the switch forgets a card (3GPP TS 29.002, 8.1.3)."""

from emulator.doors.gsup.wire import gsup
from emulator.doors.gsup.wire.command import Command, Node
from emulator.doors.gsup.wire.gsup import Kind, Message, Tag
from emulator.faults.domain.fault import Ailment, FaultKind
from emulator.switch.usecases.cancel_location import cancel_location


async def answer(asked: Message, node: Node, ailment: Ailment) -> Message:
    if not asked.name(Tag.DESTINATION_NAME):
        return gsup.refusal(asked, gsup.CAUSE_INVALID)
    if ailment.has(FaultKind.LYING):
        return gsup.result(asked)
    if await cancel_location(asked.imsi, uow=node.uow):
        return gsup.result(asked)
    return gsup.refusal(asked, gsup.CAUSE_IMSI_UNKNOWN)


COMMAND = Command(Kind.LOCATION_CANCEL, answer)
