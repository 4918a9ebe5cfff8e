"""Change of the service password (服务密码修改): who knows the old one sets another (rules 2.17).

The password is in no order: accounts has hashed what was said, and the order has its id. Who was
given the first one, or has one too old, may do nothing else with it (R-PW-5).
"""

from dataclasses import dataclass

from orders.ordering.domain.facts import Facts
from orders.ordering.domain.guards import is_active
from orders.ordering.domain.process import Asked, Channel, Process, Role
from orders.ordering.domain.steps import Step
from orders.ordering.domain.steps_of_locks import HoldPassword, SetPassword
from orders.ordering.domain.values import PasswordAct, PreparedPassword
from orders.ordering.domain.verification import V3, V3_TO_BE_CHANGED

CHANNELS = (Channel.HALL, Channel.HOTLINE, Channel.WEB, Channel.APP, Channel.SMS)


@dataclass(frozen=True, slots=True)
class ServicePasswordChange:
    password: PreparedPassword


def prepare(request: ServicePasswordChange, facts: Facts) -> tuple[Step, ...]:
    return (HoldPassword(facts.subscriber.id, request.password, PasswordAct.CHANGE),)


def settle(request: ServicePasswordChange, facts: Facts) -> tuple[Step, ...]:
    return (SetPassword(facts.subscriber.id, request.password, PasswordAct.CHANGE),)


PROCESS = Process(
    name="service_password_change",
    title="Change of the service password",
    term="服务密码修改",
    about="凭原密码设置新密码；初始密码须先修改。",
    request=ServicePasswordChange,
    opened_by=tuple(
        Asked(channel, Role.HOLDER, proofs=proofs)
        for channel in CHANNELS
        for proofs in (V3, V3_TO_BE_CHANGED)
    ),
    steps=(HoldPassword, SetPassword),
    changes=(),
    rules=(is_active,),
    prepare=prepare,
    settle=settle,
)
