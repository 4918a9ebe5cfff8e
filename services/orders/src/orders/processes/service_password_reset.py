"""Reset of the service password (服务密码重置): who has forgotten it sets another (rules 2.17).

In a hall the paper is seen, in any live state, and that lifts the lock of the day (C7); elsewhere a
code read on the handset and the number of the paper, of a number that is not stopped. What staff
set they have heard: it is an initial one again.
"""

from dataclasses import dataclass

from orders.ordering.domain.facts import Facts
from orders.ordering.domain.guards import is_active, is_in_network
from orders.ordering.domain.process import Asked, Channel, Process, Role, rule
from orders.ordering.domain.steps import Step
from orders.ordering.domain.steps_of_locks import HoldPassword, SetPassword
from orders.ordering.domain.values import PasswordAct, PreparedPassword
from orders.ordering.domain.verification import BY_GUARDIAN, ID, V1, V1_X2, V2, V6, V9


@dataclass(frozen=True, slots=True)
class ServicePasswordReset:
    password: PreparedPassword


@rule(
    "STATE_NOT_ALLOWED",
    "A stopped number's password is reset in the hall alone.",
    "停机号码的密码只能在营业厅重置。",
)
def may_be_reset_here(request: ServicePasswordReset, facts: Facts) -> bool:
    """C7: the hall may in any live state."""
    judging = is_in_network if facts.channel is Channel.HALL else is_active
    return judging.holds(request, facts)


def act_in(facts: Facts) -> PasswordAct:
    hall = facts.channel is Channel.HALL
    return PasswordAct.RESET_BY_STAFF if hall else PasswordAct.RESET_BY_HOLDER


def prepare(request: ServicePasswordReset, facts: Facts) -> tuple[Step, ...]:
    return (HoldPassword(facts.subscriber.id, request.password, act_in(facts)),)


def settle(request: ServicePasswordReset, facts: Facts) -> tuple[Step, ...]:
    return (SetPassword(facts.subscriber.id, request.password, act_in(facts)),)


PROCESS = Process(
    name="service_password_reset",
    title="Reset of the service password",
    term="服务密码重置",
    about="忘记密码时凭证件，或凭验证码与证件号码重设。",
    request=ServicePasswordReset,
    opened_by=(
        Asked(Channel.HALL, Role.HOLDER, proofs=V1),
        Asked(Channel.HALL, Role.AGENT, proofs=V1_X2, unless_switched_on=True),
        Asked(Channel.HALL, Role.HANDLER, proofs=V6),
        BY_GUARDIAN,
        Asked(Channel.WEB, Role.HOLDER, proofs=V2 | ID),
        Asked(Channel.APP, Role.HOLDER, proofs=V2 | ID),
        Asked(Channel.APP, Role.HOLDER, proofs=V9),
        Asked(Channel.SMS, Role.HOLDER, proofs=V2 | ID),
    ),
    steps=(HoldPassword, SetPassword),
    changes=(),
    rules=(may_be_reset_here,),
    prepare=prepare,
    settle=settle,
)
