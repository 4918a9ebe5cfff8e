"""Call somebody: let through or refused, and written down when it is to be charged."""

from dataclasses import dataclass
from datetime import datetime

from emulator.domain.call_record import Amount, RecordType, Use, record
from emulator.domain.traffic import Cause, incoming, outgoing
from emulator.domain.visitor import Visitor
from emulator.usecases.find_caller import Caller, find_called, find_caller
from emulator.usecases.ports import Desk, MadeCall, Network


@dataclass(frozen=True, slots=True)
class MakeCall:
    caller: Caller
    to: str
    seconds: int
    at: datetime


async def make_call(command: MakeCall, *, desk: Desk, network: Network) -> tuple[Cause, str]:
    """Return the cause it was refused for, or NONE and the id of its call record (may be empty)."""
    plan = network.plan
    peer = command.to if plan.is_free(command.to) else plan.international_form(command.to)
    async with desk:
        caller = await find_caller(command.caller, desk=desk)
        cause = outgoing(caller, to=command.to, plan=plan)
        if cause is Cause.NONE and not plan.is_free(command.to):
            cause = incoming(await find_called(peer, desk=desk))
        await _remember(command, caller, cause, desk=desk)
        if caller is None or cause is not Cause.NONE or plan.is_emergency(command.to):
            return cause, ""
        used = Use(RecordType.VOICE, peer, Amount(seconds=command.seconds))
        made = record(used, by=caller, at=command.at, id_=network.new_id())
        await desk.records.write(made)
        return Cause.NONE, made.cdr_id


async def _remember(command: MakeCall, caller: Visitor | None, cause: Cause, *, desk: Desk) -> None:
    imsi = caller.imsi if caller else command.caller.imsi
    if imsi:
        lasted = command.seconds if cause is Cause.NONE else 0
        call = MadeCall(command.to, lasted, command.at, cause)
        await desk.handsets.keep_call(imsi, call=call)
