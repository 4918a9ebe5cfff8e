"""Find where a call ends, by way of whom, and who pays for the way on."""

from dataclasses import dataclass
from datetime import datetime

from emulator.handsets.ports import ReceivedCall, UnitOfWork
from emulator.hlr.domain.profile import Location
from emulator.hlr.domain.supplementary import Service
from emulator.switch.domain.routing import Ending, ending
from emulator.switch.domain.traffic import Called, Cause, outgoing
from emulator.switch.domain.visitor import Visitor
from emulator.switch.ports import Network
from emulator.switch.usecases.find_caller import find_called


@dataclass(frozen=True, slots=True)
class Way:
    """`cause` NONE: somebody answers."""

    cause: Cause = Cause.NONE
    reached: Visitor | None = None
    """The handset of ours that rings; None: one of another network."""
    has_waited: bool = False
    forwarder: Visitor | None = None
    """Who forwards it, and pays for that leg; None: nobody."""
    forwarded_to: str = ""


NOBODY_CALLED = Way()


async def route_call(called: Called, *, at: datetime, uow: UnitOfWork, network: Network) -> Way:
    """Follow a call to whoever it is for, and on to where they forward: once (R-SS-1)."""
    first = await _ending(called, uow=uow, once=True)
    profile = called.profile
    if first.forwarding is None or profile is None:
        return Way(first.cause, _rang(first, called), first.has_waited)
    # Who is not attached has nobody at the switch; the leg begins at home then.
    forwarder = called.visitor or Visitor(called.imsi, profile, Location.HOME, at)
    to = first.forwarding.number
    if outgoing(forwarder, to=to, plan=network.plan) is not Cause.NONE:
        return Way(Cause.FORWARDING_BARRED)
    end = await find_called(network.plan.international_form(to), uow=uow)
    second = await _ending(end, uow=uow, once=False)
    return Way(second.cause, _rang(second, end), second.has_waited, forwarder, to)


def _rang(end: Ending, called: Called) -> Visitor | None:
    return called.visitor if end.cause is Cause.NONE else None


async def _ending(called: Called, *, uow: UnitOfWork, once: bool) -> Ending:
    answering = await uow.handsets.answering(called.imsi)
    return ending(called, answering, once=once)


async def ring(way: Way, *, by: Visitor, seconds: int, at: datetime, uow: UnitOfWork) -> None:
    """Show the call on the handset it reached, and who calls where that is shown (CLIP, CLIR)."""
    if way.reached is None:
        return
    shown = way.reached.profile.has(Service.CLIP) and not by.profile.has(Service.CLIR)
    call = ReceivedCall(
        by.isdn if shown else "",
        seconds,
        at,
        forwarded_by=way.forwarder.isdn if way.forwarder else "",
        has_waited=way.has_waited,
    )
    await uow.handsets.add_received(way.reached.imsi, call=call)
