"""Supplementary services of a subscription: provided, registered, active. 3GPP TS 23.011, 3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from emulator.faults.domain.element_error import CommandRefused, ElementError


class Service(StrEnum):
    """What may be provided or withdrawn. 3GPP TS 22.004, annex A."""

    CLIP = "CLIP"
    CLIR = "CLIR"
    CFU = "CFU"
    CFB = "CFB"
    CFNRY = "CFNRY"
    CFNRC = "CFNRC"
    CW = "CW"
    HOLD = "HOLD"
    MPTY = "MPTY"
    BAOC = "BAOC"
    BOIC = "BOIC"
    BOICEXHC = "BOICEXHC"
    BAIC = "BAIC"
    BICROAM = "BICROAM"


FORWARDING = (Service.CFU, Service.CFB, Service.CFNRY, Service.CFNRC)
"""Those that have a number registered. 3GPP TS 22.082."""
BARRING = (Service.BAOC, Service.BOIC, Service.BOICEXHC, Service.BAIC, Service.BICROAM)
"""3GPP TS 22.088."""
SWITCHED = (*FORWARDING, Service.CW, *BARRING)
"""Those that are activated and deactivated; the others act where they are provided."""
NO_ANSWER_SECONDS = range(5, 35, 5)
"""How long it may ring before a call nobody answers is forwarded. 3GPP TS 22.082, 3.1."""
USUAL_SECONDS = 20
_AGAINST: Mapping[Service, tuple[Service, ...]] = {
    **dict.fromkeys(FORWARDING, (Service.BAOC,)),
    Service.CFU: (Service.BAOC, Service.BAIC),
    Service.BAOC: FORWARDING,
    Service.BAIC: (Service.CFU,),
}
"""What is not activated while the other is active. 3GPP TS 22.082, 1.8; TS 22.088, 1.8."""


@dataclass(frozen=True, slots=True)
class Operated:
    """A service that is registered or active; `number` and `seconds` of forwarding alone."""

    service: Service
    is_active: bool = True
    number: str = ""
    seconds: int = 0


States: TypeAlias = Mapping[Service, Operated]


def read_states(text: str) -> States:
    """Read states as they are written: `CFNRY:ACTIVE:8613900000002:20&CW:ACTIVE`."""
    states = (_read(word) for word in text.split("&") if word)
    return {one.service: one for one in states}


def written_states(states: States) -> str:
    return "&".join(_written(states[service]) for service in sorted(states))


def with_service(services: str, service: Service, *, provided: bool) -> str:
    """Return the services as they are written, with one of them provided or withdrawn."""
    others = {one for one in services.split("&") if one} - {service.value}
    return "&".join(sorted(others | ({service.value} if provided else set())))


def registered(states: States, wanted: Operated) -> States:
    """Return them with a number registered, and active. Raises CommandRefused SERVICE_CONFLICT."""
    return _activated(states, wanted)


def erased(states: States, service: Service) -> States:
    """Return them without this one; no other is touched."""
    return {name: one for name, one in states.items() if name is not service}


def activated(states: States, service: Service) -> States:
    """Raises CommandRefused SERVICE_NOT_REGISTERED or SERVICE_CONFLICT."""
    known = states.get(service)
    if known is None and service in FORWARDING:
        raise CommandRefused(ElementError.SERVICE_NOT_REGISTERED, service.value)
    return _activated(states, known or Operated(service))


def deactivated(states: States, service: Service) -> States:
    """Return them with this one not active; its number stays registered."""
    known = states.get(service)
    if known is None or service not in FORWARDING:
        return erased(states, service)
    return {**states, service: replace(known, is_active=False)}


def _activated(states: States, wanted: Operated) -> States:
    for other in _AGAINST.get(wanted.service, ()):
        if other in states and states[other].is_active:
            raise CommandRefused(ElementError.SERVICE_CONFLICT, other.value)
    return {**states, wanted.service: replace(wanted, is_active=True)}


def _read(word: str) -> Operated:
    name, state, *rest = word.split(":")
    number, seconds = (*rest, "", "")[:2]
    return Operated(Service(name), state == "ACTIVE", number, int(seconds or 0))


def _written(operated: Operated) -> str:
    words = [operated.service.value, "ACTIVE" if operated.is_active else "REGISTERED"]
    if operated.number:
        words.append(operated.number)
    if operated.seconds:
        words.append(str(operated.seconds))
    return ":".join(words)
