"""`REG CFU`, `CFB`, `CFNRY`, `CFNRC`: register a number, and forward to it. 3GPP TS 23.082, 1.1."""

from functools import partial

from emulator.doors.mml.wire.fields import ISDN, NUMBER, Fields, invalid
from emulator.doors.mml.wire.forms import ChangeForm
from emulator.hlr.domain.supplementary import (
    FORWARDING,
    NO_ANSWER_SECONDS,
    USUAL_SECONDS,
    Operated,
    Service,
    registered,
)
from emulator.switch.usecases.operate_service import OperateService


def read(service: Service, fields: Fields) -> OperateService:
    subject, number = fields.subject(), fields.text("FTN", ISDN)
    seconds = 0
    if service is Service.CFNRY:
        seconds = int(fields.optional("NRTIME", NUMBER) or USUAL_SECONDS)
        if seconds not in NO_ANSWER_SECONDS:
            raise invalid("NRTIME")
    wanted = Operated(service, number=number, seconds=seconds)
    return OperateService(subject, service, lambda states: registered(states, wanted), number)


FORMS = tuple(ChangeForm(f"REG {service}", partial(read, service)) for service in FORWARDING)
