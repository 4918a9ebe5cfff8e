"""Update location: a node serves a card from now on, and is sent its profile."""

from emulator.doors.gsup.wire import gsup
from emulator.doors.gsup.wire.command import Command, Node
from emulator.doors.gsup.wire.gsup import Kind, Message
from emulator.faults.domain.fault import Ailment, FaultKind
from emulator.hlr.domain.profile import Location
from emulator.switch.domain.traffic import Cause
from emulator.switch.usecases.update_location import UpdateLocation, update_location

_CAUSES = {
    Cause.IMSI_UNKNOWN: gsup.CAUSE_IMSI_UNKNOWN,
    Cause.ROAMING_NOT_ALLOWED: gsup.CAUSE_NOT_ALLOWED,
}


async def answer(asked: Message, node: Node, ailment: Ailment) -> Message:
    """The result follows when the node has taken the data."""
    if ailment.has(FaultKind.LYING):
        return gsup.result(asked)
    command = UpdateLocation(asked.imsi, node.name, Location.HOME, node.now)
    cause, subscription = await update_location(command, uow=node.uow)
    if subscription is None:
        return gsup.refusal(asked, _CAUSES[cause])
    node.located[asked.imsi] = asked
    return gsup.insert_data(asked.imsi, subscription.isdn)


COMMAND = Command(Kind.UPDATE_LOCATION, answer)
