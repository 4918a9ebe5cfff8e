"""Send authentication info: five vectors for a card. 3GPP TS 33.102, 6.3.2."""

from emulator.doors.gsup.wire import gsup
from emulator.doors.gsup.wire.command import Command, Node
from emulator.doors.gsup.wire.gsup import Kind, Message
from emulator.faults.domain.fault import Ailment
from emulator.hlr.usecases.hand_out_vectors import Resync, hand_out_vectors


async def answer(asked: Message, node: Node, ailment: Ailment) -> Message:
    del ailment
    step = asked.resynchronisation
    made = await hand_out_vectors(
        asked.imsi,
        uow=node.uow,
        network=node.network,
        resync=Resync(*step) if step else None,
    )
    if not made:
        return gsup.refusal(asked, gsup.CAUSE_IMSI_UNKNOWN)
    return gsup.result(asked, *(gsup.tuple_of(vector) for vector in made))


COMMAND = Command(Kind.SEND_AUTH_INFO, answer)
