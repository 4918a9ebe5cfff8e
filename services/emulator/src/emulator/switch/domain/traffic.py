"""What the switch lets through, and why not."""

from dataclasses import dataclass
from enum import StrEnum, auto

from emulator.hlr.domain.profile import Location, Profile
from emulator.switch.domain.dialled_number import Dialling
from emulator.switch.domain.visitor import Visitor


class Cause(StrEnum):
    """Why something was not let through."""

    NONE = auto()
    NOT_ATTACHED = auto()
    BARRED_OUTGOING = auto()
    BARRED_INTERNATIONAL = auto()
    BARRED_DATA = auto()
    CALLED_BARRED = auto()
    CALLED_ABSENT = auto()
    IMSI_UNKNOWN = auto()
    AUTHENTICATION_FAILED = auto()
    ROAMING_NOT_ALLOWED = auto()
    CONGESTION = auto()
    CREDIT_USED_UP = auto()
    CHARGING_REFUSED = auto()
    CALLED_BUSY = auto()
    NO_ANSWER = auto()
    FORWARDING_BARRED = auto()
    """It is forwarded, and that leg is not let through."""


@dataclass(frozen=True, slots=True)
class Called:
    """Who is at the other end, as far as this network knows."""

    is_ours: bool
    visitor: Visitor | None = None
    imsi: str = ""
    away: Profile | None = None
    """What the HLR has of who is not attached."""

    @property
    def profile(self) -> Profile | None:
        return self.visitor.profile if self.visitor else self.away


ELSEWHERE = Called(is_ours=False)


def outgoing(caller: Visitor | None, *, to: str, plan: Dialling) -> Cause:
    """Judge who wants to call or text. Emergency calls are never barred. TS 22.041, 1."""
    if plan.is_emergency(to):
        return Cause.NONE
    if caller is None:
        return Cause.NOT_ATTACHED
    if plan.is_free(to):
        return Cause.NONE
    if caller.profile.bars_outgoing():
        return Cause.BARRED_OUTGOING
    if _is_barred_country(caller, home=not plan.is_international(to)):
        return Cause.BARRED_INTERNATIONAL
    return Cause.NONE


def _is_barred_country(caller: Visitor, *, home: bool) -> bool:
    """From abroad a call home leaves the country, too (rules R-ROAM-2). TS 22.041, 2.1."""
    if home:
        is_abroad = caller.location is Location.INTERNATIONAL
        return is_abroad and caller.profile.bars_all_international()
    return caller.profile.bars_international()


def incoming(called: Called) -> Cause:
    """Judge whether the other end can be reached."""
    if not called.is_ours:
        return Cause.NONE
    if called.visitor is None:
        return Cause.CALLED_ABSENT
    if called.visitor.profile.bars_incoming(called.visitor.location):
        return Cause.CALLED_BARRED
    return Cause.NONE


def data(user: Visitor | None) -> Cause:
    """Judge who wants to use data."""
    if user is None:
        return Cause.NOT_ATTACHED
    return Cause.BARRED_DATA if user.profile.bars_packet() else Cause.NONE
