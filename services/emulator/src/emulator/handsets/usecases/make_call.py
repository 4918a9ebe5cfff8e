"""Call somebody: refused, let through, or cut when the money is used up; and written down."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from emulator.handsets.ports import MadeCall, UnitOfWork
from emulator.handsets.usecases.route_call import NOBODY_CALLED, Way, ring, route_call
from emulator.switch.domain.call_record import Amount, RecordType, Use, in_parts, record
from emulator.switch.domain.credit import UNLIMITED, Credit
from emulator.switch.domain.traffic import Cause, outgoing
from emulator.switch.domain.visitor import Visitor
from emulator.switch.ports import Network
from emulator.switch.usecases.find_caller import HandsetRef, find_called, find_caller


@dataclass(frozen=True, slots=True)
class MakeCall:
    caller: HandsetRef
    to: str
    seconds: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """How it ended: `cause` NONE where as whoever talked wanted; which way, under which records."""

    cause: Cause
    records: Sequence[str] = ()
    """Of the caller, and of whoever forwarded it."""
    way: Way = NOBODY_CALLED


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of a call, and who pays for it."""

    by: Visitor
    use: Use


async def make_call(command: MakeCall, *, uow: UnitOfWork, network: Network) -> Call:
    """Return how it ended, by which way, and what was written down of it."""
    async with uow:
        caller, way = await _admit(command, uow=uow, network=network)
    legs = _legs(command, caller, way, network=network)
    granted = await _begin(command, legs, network=network)
    credit = _of_all(way, granted)
    async with uow:
        wanted = Amount(seconds=command.seconds)
        used = _used(credit, wanted)
        cause = _cause_after(credit, used, wanted)
        await _remember(command, caller, cause, used, uow=uow)
        if caller is None or credit.is_refused or network.plan.is_emergency(command.to):
            ids = list[str]()
        else:
            await ring(way, by=caller, seconds=used.seconds, at=command.at, uow=uow)
            ids = [await _write(leg, used, command, uow=uow, network=network) for leg in legs]
    for turn, each in enumerate(granted):
        record_id = ids[turn] if ids else ""
        await network.charging.end(each, units=used.units if ids else 0, record_id=record_id)
    return Call(cause, ids, way)


async def _admit(
    command: MakeCall, *, uow: UnitOfWork, network: Network
) -> tuple[Visitor | None, Way]:
    caller = await find_caller(command.caller, uow=uow)
    cause = outgoing(caller, to=command.to, plan=network.plan)
    if cause is not Cause.NONE or network.plan.is_free(command.to):
        return caller, Way(cause)
    called = await find_called(network.plan.international_form(command.to), uow=uow)
    return caller, await route_call(called, at=command.at, uow=uow, network=network)


def _legs(
    command: MakeCall, caller: Visitor | None, way: Way, *, network: Network
) -> Sequence[Leg]:
    if caller is None or way.cause is not Cause.NONE:
        return ()
    plan, amount = network.plan, Amount(seconds=command.seconds)
    own = Leg(caller, Use(RecordType.VOICE, plan.written(command.to), amount))
    if way.forwarder is None:
        return (own,)
    on = Use(RecordType.FORWARDED, plan.written(way.forwarded_to), amount)
    return (own, Leg(way.forwarder, on))


async def _begin(command: MakeCall, legs: Sequence[Leg], *, network: Network) -> Sequence[Credit]:
    """Ask for each leg; after one that is refused no other is asked for."""
    granted: list[Credit] = []
    if network.plan.is_free(command.to):
        return granted
    for leg in legs:
        granted.append(await network.charging.begin(leg.use, by=leg.by, at=command.at))
        if granted[-1].is_refused:
            break
    return granted


def _of_all(way: Way, granted: Sequence[Credit]) -> Credit:
    """Return how long they may talk: as long as each who pays may."""
    if way.cause is not Cause.NONE:
        return Credit(way.cause)
    if granted and granted[-1].is_refused:
        return granted[0] if len(granted) == 1 else Credit(Cause.FORWARDING_BARRED)
    limited = [one for one in granted if one.units is not None]
    return min(limited, key=lambda one: one.units or 0, default=UNLIMITED)


def _used(credit: Credit, wanted: Amount) -> Amount:
    if credit.is_refused:
        return Amount()
    return wanted if credit.units is None else wanted.at_most(credit.units)


def _cause_after(credit: Credit, used: Amount, wanted: Amount) -> Cause:
    if credit.is_refused:
        return credit.cause
    return Cause.NONE if used == wanted else credit.cut_for


async def _write(
    leg: Leg, used: Amount, command: MakeCall, *, uow: UnitOfWork, network: Network
) -> str:
    use = replace(leg.use, amount=used)
    made = record(use, by=leg.by, at=command.at, id_=network.new_id())
    for part in in_parts(made, seconds=network.partial_seconds, new_id=network.new_id):
        await uow.records.add(part)
    return made.cdr_id


async def _remember(
    command: MakeCall, caller: Visitor | None, cause: Cause, used: Amount, *, uow: UnitOfWork
) -> None:
    imsi = caller.imsi if caller else command.caller.imsi
    if imsi:
        call = MadeCall(command.to, used.seconds, command.at, cause)
        await uow.handsets.add_call(imsi, call=call)
