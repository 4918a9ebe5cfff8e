"""Rules about what is asked of a supplementary service (rules 2.14, 3.3)."""

from typing import Protocol

from orders.ordering.domain.facts import Facts
from orders.ordering.domain.guards import owes_nothing
from orders.ordering.domain.process import Channel, rule
from orders.ordering.domain.service_setting import NOT_PROVISIONED, ServiceSetting, setting_of
from orders.ordering.domain.supplementary import (
    FORWARDING,
    NO_ANSWER_SECONDS,
    OFFERED,
    SETS,
    USUAL_SECONDS,
    after,
    forwards_to,
    is_against,
)
from orders.ordering.domain.values import Service, ServiceAct, ServiceState

REGISTER, ACTIVATE = ServiceAct.REGISTER, ServiceAct.ACTIVATE


class AskedOfService(Protocol):
    """What is asked, of which service; where to and after how many seconds calls are forwarded."""

    @property
    def service(self) -> Service: ...
    @property
    def act(self) -> ServiceAct: ...
    @property
    def number(self) -> str: ...
    @property
    def seconds(self) -> int | None: ...


@rule("ACT_NOT_OFFERED", "This is not done with this service.", "该业务不支持此操作。")
def is_offered(request: AskedOfService, facts: Facts) -> bool:
    return request.service in OFFERED[request.act]


@rule("ARREARS_EXIST", "There is money owed for this number.", "该号码有欠费。")
def sets_without_arrears(request: AskedOfService, facts: Facts) -> bool:
    return request.act not in SETS or owes_nothing.holds(request, facts)


@rule("APPROVAL_REQUIRED", "Hiding a number is provided in a hall.", "隐藏主叫须到营业厅办理。")
def may_be_hidden(request: AskedOfService, facts: Facts) -> bool:
    """Where the operator wants it so (R-SS-4)."""
    hides = request.service is Service.CLIR and request.act is ServiceAct.PROVIDE
    in_a_hall = facts.channel is Channel.HALL or not facts.policy.hidden_in_hall_only
    return in_a_hall or not hides


@rule("SERVICE_NOT_PROVISIONED", "The service must be provided first.", "须先开通该业务。")
def is_provisioned(request: AskedOfService, facts: Facts) -> bool:
    provides = request.act in (ServiceAct.PROVIDE, ServiceAct.WITHDRAW)
    return provides or setting_of(facts.subscriber, request.service) != NOT_PROVISIONED


@rule("FORWARDING_NOT_ALLOWED", "Calls are not forwarded there.", "不能转移到该号码。")
def number_is_allowed(request: AskedOfService, facts: Facts) -> bool:
    """One that is registered, by the one plan of numbers; with nothing else a number is said."""
    if request.act is not REGISTER:
        return not request.number
    return forwards_to(request.number, facts) is not None


@rule("SECONDS_NOT_ALLOWED", "No answer: 5 to 30 seconds, by fives.", "无应答时长为5至30秒。")
def rings_as_long_as_allowed(request: AskedOfService, facts: Facts) -> bool:
    if request.seconds is None:
        return True
    is_asked = request.service is Service.CFNRY and request.act is REGISTER
    return is_asked and request.seconds in NO_ANSWER_SECONDS


@rule("SERVICE_NOT_REGISTERED", "No number is registered for it.", "尚未登记转移号码。")
def is_registered(request: AskedOfService, facts: Facts) -> bool:
    needs = request.act is ACTIVATE and request.service in FORWARDING
    return not needs or bool(setting_of(facts.subscriber, request.service).number)


@rule("NOTHING_TO_DO", "It is so already.", "业务已是该状态。")
def changes_something(request: AskedOfService, facts: Facts) -> bool:
    return afterwards(request, facts) != setting_of(facts.subscriber, request.service)


@rule("SERVICE_CONFLICT", "What is active forbids it.", "与已激活的业务冲突。")
def goes_with_the_others(request: AskedOfService, facts: Facts) -> bool:
    """No forwarding beside barred calls, and no barring beside what is forwarded (3.3)."""
    becomes = afterwards(request, facts).state is ServiceState.ACTIVE
    return not becomes or not is_against(request.service, facts.subscriber)


def afterwards(request: AskedOfService, facts: Facts) -> ServiceSetting:
    seconds = request.seconds or USUAL_SECONDS if request.service is Service.CFNRY else 0
    to = ServiceSetting(number=forwards_to(request.number, facts) or "", seconds=seconds)
    return after(request.act, request.service, setting_of(facts.subscriber, request.service), to=to)
