"""`DEA CFU` and so on: have a service act no longer; its number stays. 3GPP TS 23.011, 3.5."""

from functools import partial

from emulator.doors.mml.wire.fields import Fields
from emulator.doors.mml.wire.forms import ChangeForm
from emulator.hlr.domain.supplementary import SWITCHED, Service, deactivated
from emulator.switch.usecases.operate_service import OperateService


def read(service: Service, fields: Fields) -> OperateService:
    return OperateService(fields.subject(), service, lambda states: deactivated(states, service))


FORMS = tuple(ChangeForm(f"DEA {service}", partial(read, service)) for service in SWITCHED)
