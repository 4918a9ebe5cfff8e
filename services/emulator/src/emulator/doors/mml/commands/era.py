"""`ERA CFU` and so on: erase the number it forwards to. 3GPP TS 23.082, 1.2."""

from functools import partial

from emulator.doors.mml.wire.fields import Fields
from emulator.doors.mml.wire.forms import ChangeForm
from emulator.hlr.domain.supplementary import FORWARDING, Service, erased
from emulator.switch.usecases.operate_service import OperateService


def read(service: Service, fields: Fields) -> OperateService:
    return OperateService(fields.subject(), service, lambda states: erased(states, service))


FORMS = tuple(ChangeForm(f"ERA {service}", partial(read, service)) for service in FORWARDING)
