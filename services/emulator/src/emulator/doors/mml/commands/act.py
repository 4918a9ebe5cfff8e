"""`ACT CFU` and so on: have a service act. 3GPP TS 23.011, 3.4."""

from functools import partial

from emulator.doors.mml.wire.fields import Fields
from emulator.doors.mml.wire.forms import ChangeForm
from emulator.hlr.domain.supplementary import SWITCHED, Service, activated
from emulator.switch.usecases.operate_service import OperateService


def read(service: Service, fields: Fields) -> OperateService:
    return OperateService(fields.subject(), service, lambda states: activated(states, service))


FORMS = tuple(ChangeForm(f"ACT {service}", partial(read, service)) for service in SWITCHED)
