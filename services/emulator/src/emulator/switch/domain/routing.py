"""Where a call ends: at its handset, waiting there, or at another number. 3GPP TS 23.082."""

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import assert_never

from emulator.hlr.domain.profile import Location, Profile
from emulator.hlr.domain.supplementary import Operated, Service
from emulator.switch.domain.traffic import Called, Cause


class Answering(StrEnum):
    """What whoever has a handset does when it rings."""

    ANSWERS = auto()
    BUSY = auto()
    """They talk already; a second call is answered where it may wait."""
    SILENT = auto()
    """Nobody answers."""


@dataclass(frozen=True, slots=True)
class Ending:
    """`cause` NONE: somebody answers; else why nobody does."""

    cause: Cause = Cause.NONE
    has_waited: bool = False
    forwarding: Operated | None = None
    """It goes on to this number instead."""


def ending(called: Called, answering: Answering, *, once: bool) -> Ending:
    """Tell where a call ends; `once` False: it was forwarded before, and is not again.

    What is forwarded always comes first, waiting before what is forwarded when busy (R-SS-2).
    """
    profile = called.profile
    if not called.is_ours or profile is None:
        return Ending()
    # The HLR bars also who is not attached, before anything is forwarded.
    at = called.visitor.location if called.visitor else Location.HOME
    if profile.bars_incoming(at):
        return Ending(Cause.CALLED_BARRED)
    end = _end_of(called, profile, answering)
    if end.forwarding is not None and not once:
        return Ending(end.cause)
    return end


def _end_of(called: Called, profile: Profile, answering: Answering) -> Ending:
    if always := profile.active(Service.CFU):
        return Ending(Cause.CALLED_ABSENT, forwarding=always)
    if called.visitor is None:
        return Ending(Cause.CALLED_ABSENT, forwarding=profile.active(Service.CFNRC))
    match answering:
        case Answering.ANSWERS:
            return Ending()
        case Answering.BUSY if profile.active(Service.CW):
            return Ending(has_waited=True)
        case Answering.BUSY:
            return Ending(Cause.CALLED_BUSY, forwarding=profile.active(Service.CFB))
        case Answering.SILENT:
            return Ending(Cause.NO_ANSWER, forwarding=profile.active(Service.CFNRY))
        case _:
            assert_never(answering)
