"""Supplementary services (语音补充业务) of a number: how far each is (rules 2.14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Service(StrEnum):
    CLIP = "clip"
    CLIR = "clir"
    CFU = "cfu"
    CFB = "cfb"
    CFNRY = "cfnry"
    CFNRC = "cfnrc"
    CW = "cw"
    HOLD = "hold"
    MPTY = "mpty"
    BAOC = "baoc"
    BOIC = "boic"
    BOICEXHC = "boicexhc"
    BAIC = "baic"
    BICROAM = "bicroam"


FORWARDING = frozenset({Service.CFU, Service.CFB, Service.CFNRY, Service.CFNRC})


class ServiceState(StrEnum):
    NOT_PROVISIONED = "not_provisioned"
    PROVISIONED = "provisioned"
    REGISTERED = "registered"
    """A number is kept, and nothing is forwarded to it."""
    ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class ServiceSetting:
    """How far a service is; of forwarding, to which number and after how many seconds."""

    state: ServiceState = ServiceState.NOT_PROVISIONED
    number: str = ""
    seconds: int = 0


NOT_PROVISIONED = ServiceSetting()
Services: TypeAlias = Mapping[Service, ServiceSetting]
"""Those that are provisioned."""


def with_setting(services: Services, service: Service, setting: ServiceSetting) -> Services:
    """Return them with this one as said; no other one is touched."""
    others = {name: one for name, one in services.items() if name is not service}
    if setting.state is ServiceState.NOT_PROVISIONED:
        return others
    return {**others, service: setting}
