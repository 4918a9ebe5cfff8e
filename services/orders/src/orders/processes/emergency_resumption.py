"""Emergency resumption (紧急开机): who is stopped for arrears is opened for some hours, unpaid.

For 24 to 72 hours, so often a month (rules 2.7, 4.5; T15). The debt stays, and so do its days: when
the window ends and money is still missing, the number is stopped again.
"""

from dataclasses import dataclass

from orders.ordering.domain.appointed import WINDOW_END
from orders.ordering.domain.credit import without_debts
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.guards import has_not_paid, is_stopped_for_debt_alone
from orders.ordering.domain.network import NetworkChange, SetBarring, bar
from orders.ordering.domain.plan import Appointment
from orders.ordering.domain.process import Asked, Channel, Process, Role, rule
from orders.ordering.domain.steps import MoveSubscriber, Step
from orders.ordering.domain.values import SubscriberMove
from orders.ordering.domain.verification import V3, in_hall

NAME = "emergency_resumption"


@dataclass(frozen=True, slots=True)
class EmergencyResumption:
    despite_limit: str = ""
    """Why a number is opened once more than it may be: a supervisor's word."""


@rule(
    "REOPENING_LIMIT_EXCEEDED",
    "The number was opened in an emergency as often as it may be in a month.",
    "本月紧急开机次数已用完。",
)
def has_times_left(request: EmergencyResumption, facts: Facts) -> bool:
    return bool(request.despite_limit) or facts.times < facts.policy.emergencies_a_month


def network(request: EmergencyResumption, facts: Facts) -> tuple[NetworkChange, ...]:
    return bar(facts.subscriber, to=without_debts(facts.subscriber).barring)


def settle(request: EmergencyResumption, facts: Facts) -> tuple[Step, ...]:
    until = facts.now + facts.policy.emergency_window
    return (MoveSubscriber(facts.subscriber.id, SubscriberMove.OPEN_FOR_A_TIME, until=until),)


def later(request: EmergencyResumption, facts: Facts) -> Appointment:
    return Appointment(WINDOW_END, facts.now + facts.policy.emergency_window)


PROCESS = Process(
    name=NAME,
    title="Emergency resumption",
    term="紧急开机",
    about="欠费停机的号码未缴费先开机若干小时，每月限次；到期仍欠费则再停机。",
    request=EmergencyResumption,
    opened_by=(
        *in_hall(),
        Asked(Channel.HOTLINE, Role.HOLDER, proofs=V3),
        Asked(Channel.WEB, Role.HOLDER, proofs=V3),
        Asked(Channel.APP, Role.HOLDER, proofs=V3),
    ),
    steps=(MoveSubscriber,),
    changes=(SetBarring,),
    rules=(is_stopped_for_debt_alone, has_not_paid, has_times_left),
    network=network,
    settle=settle,
    later=later,
    settles=(WINDOW_END,),
    counts=(NAME,),
    words_of=(("despite_limit", "supervisor"),),
)
