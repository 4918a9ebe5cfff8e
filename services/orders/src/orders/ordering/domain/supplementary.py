"""Supplementary services (语音补充业务): what each offers, and what goes with what (rules 3.3)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from kernel.numbering_plan import Number, NumberKind
from kernel.plan_of_china import numbering_plan
from orders.ordering.domain.facts import Facts, Subscriber
from orders.ordering.domain.service_setting import (
    NOT_PROVISIONED,
    PROVISIONED,
    ServiceSetting,
    setting_of,
)
from orders.ordering.domain.values import AbroadService, Service, ServiceAct, ServiceState

FORWARDING = (Service.CFU, Service.CFB, Service.CFNRY, Service.CFNRC)
"""Unconditional, busy, no answer, not reachable (3GPP TS 22.082): they have a number."""
BARRING = (Service.BAOC, Service.BOIC, Service.BOICEXHC, Service.BAIC, Service.BICROAM)
"""At the subscriber's wish (3GPP TS 22.088), beside what the operator bars."""
SWITCHED = (*FORWARDING, Service.CW, *BARRING)
"""Those that are activated; the others act where they are provided."""
USUAL_SECONDS = 20
NO_ANSWER_SECONDS = range(5, 35, 5)
"""3GPP TS 22.082, 3.1 (R-SS-3)."""
OFFERED: Mapping[ServiceAct, tuple[Service, ...]] = {
    ServiceAct.PROVIDE: tuple(Service),
    ServiceAct.WITHDRAW: tuple(Service),
    ServiceAct.REGISTER: FORWARDING,
    ServiceAct.ERASE: FORWARDING,
    ServiceAct.ACTIVATE: SWITCHED,
    ServiceAct.DEACTIVATE: SWITCHED,
}
SETS = (ServiceAct.PROVIDE, ServiceAct.REGISTER, ServiceAct.ACTIVATE)
"""What gives more than there is: not to who owes."""
_AGAINST: Mapping[Service, tuple[Service, ...]] = {
    **dict.fromkeys(FORWARDING, (Service.BAOC,)),
    Service.CFU: (Service.BAOC, Service.BAIC),
    Service.BAOC: FORWARDING,
    Service.BAIC: (Service.CFU,),
}
"""What does not become active beside which (3GPP TS 22.082, 22.088)."""
_BARRING_ABROAD = (Service.BOIC, Service.BOICEXHC)
_REACHED = (NumberKind.MOBILE, NumberKind.FIXED, NumberKind.ABROAD)
_FEWEST_DIGITS, _MOST_DIGITS = 8, 15


def is_against(service: Service, subscriber: Subscriber) -> bool:
    """Tell whether something active forbids this service to become so."""
    return any(setting_of(subscriber, other).is_active for other in _AGAINST.get(service, ()))


def forwards_to(said: str, facts: Facts) -> str | None:
    """Return where calls would go, with its country code; None: not to there (R-SS-1).

    A subscriber of this country or, where long distance is open, of another one.
    """
    number = numbering_plan(facts.policy.country_code).read(said)
    if number is None or number.via or number.kind not in _REACHED:
        return None
    if number.digits == facts.subscriber.msisdn.value:
        return None
    if not _FEWEST_DIGITS <= len(number.digits) <= _MOST_DIGITS:
        return None
    return number.digits if _may_leave(number, facts.subscriber) else None


def _may_leave(number: Number, subscriber: Subscriber) -> bool:
    if not number.is_abroad:
        return True
    barred = any(setting_of(subscriber, one).is_active for one in _BARRING_ABROAD)
    return subscriber.permission(AbroadService.LONG_DISTANCE).is_open and not barred


def after(
    act: ServiceAct, service: Service, present: ServiceSetting, *, to: ServiceSetting
) -> ServiceSetting:
    """Return how far a service is then; `to` is what is registered."""
    match act:
        case ServiceAct.PROVIDE:
            return PROVISIONED if present == NOT_PROVISIONED else present
        case ServiceAct.WITHDRAW:
            return NOT_PROVISIONED
        case ServiceAct.REGISTER | ServiceAct.ACTIVATE:
            return replace(to if act is ServiceAct.REGISTER else present, state=ServiceState.ACTIVE)
        case ServiceAct.DEACTIVATE if service in FORWARDING and present.number:
            return replace(present, state=ServiceState.REGISTERED)
        case ServiceAct.ERASE | ServiceAct.DEACTIVATE:
            return PROVISIONED
        case _:
            assert_never(act)
