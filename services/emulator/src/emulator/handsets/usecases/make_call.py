"""Call somebody: refused, let through, or cut when the money is used up; and written down."""

from dataclasses import dataclass
from datetime import datetime

from emulator.handsets.ports import MadeCall, UnitOfWork
from emulator.switch.domain.call_record import Amount, RecordType, Use, in_parts, record
from emulator.switch.domain.credit import Credit
from emulator.switch.domain.traffic import Cause, incoming, outgoing
from emulator.switch.domain.visitor import Visitor
from emulator.switch.ports import Network
from emulator.switch.usecases.find_caller import HandsetRef, find_called, find_caller


@dataclass(frozen=True, slots=True)
class MakeCall:
    caller: HandsetRef
    to: str
    seconds: int
    at: datetime


async def make_call(command: MakeCall, *, uow: UnitOfWork, network: Network) -> tuple[Cause, str]:
    """Return the cause it was refused or cut for, or NONE; and the id of its record, if any."""
    plan = network.plan
    wanted = Use(RecordType.VOICE, plan.written(command.to), Amount(seconds=command.seconds))
    async with uow:
        caller, cause = await _admit(command, uow=uow, network=network)
    credit = Credit(cause)
    if caller and not credit.is_refused and not plan.is_free(command.to):
        credit = await network.charging.begin(wanted, by=caller, at=command.at)
    async with uow:
        await _remember(command, caller, credit, uow=uow, wanted=wanted)
        if caller is None or credit.is_refused or plan.is_emergency(command.to):
            return credit.cause, ""
        used = credit.cut(wanted)
        made = record(used, by=caller, at=command.at, id_=network.new_id())
        for part in in_parts(made, seconds=network.partial_seconds, new_id=network.new_id):
            await uow.records.add(part)
    await network.charging.end(credit, units=used.amount.units, record_id=made.cdr_id)
    return credit.cause_after(wanted), made.cdr_id


async def _admit(
    command: MakeCall, *, uow: UnitOfWork, network: Network
) -> tuple[Visitor | None, Cause]:
    caller = await find_caller(command.caller, uow=uow)
    cause = outgoing(caller, to=command.to, plan=network.plan)
    if cause is Cause.NONE and not network.plan.is_free(command.to):
        called = network.plan.international_form(command.to)
        cause = incoming(await find_called(called, uow=uow))
    return caller, cause


async def _remember(
    command: MakeCall, caller: Visitor | None, credit: Credit, *, uow: UnitOfWork, wanted: Use
) -> None:
    imsi = caller.imsi if caller else command.caller.imsi
    if imsi:
        lasted = 0 if credit.is_refused else credit.cut(wanted).amount.seconds
        call = MadeCall(command.to, lasted, command.at, credit.cause_after(wanted))
        await uow.handsets.add_call(imsi, call=call)
