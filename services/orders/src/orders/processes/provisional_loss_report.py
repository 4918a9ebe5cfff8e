"""Provisional loss report (临时挂失): by telephone, by who knows name and paper and no password.

It stops the number as any loss report does, and no longer than two days where nobody confirms it
with a checked identity (R-SIM-5): a loss report (挂失) or another card (补卡) does, and what turned
up ends it (解挂). What is known of a paper alone proves nothing else.
"""

from dataclasses import dataclass

from orders.ordering.domain.appointed import PROVISIONAL_LOSS_END
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.loss import PROVISIONAL, may_be_reported, stopped, stopped_in_network
from orders.ordering.domain.network import SetBarring
from orders.ordering.domain.plan import Appointment
from orders.ordering.domain.process import Asked, Channel, Process, Role, rule
from orders.ordering.domain.steps import AddStop
from orders.ordering.domain.verification import ID


@dataclass(frozen=True, slots=True)
class ProvisionalLossReport:
    pass


@rule(
    "LOSS_LIMIT_EXCEEDED",
    "The number was stopped this way as often as it may be in a month: ask with a password, or"
    " in a hall.",
    "本月临时挂失次数已用完，请凭密码或到营业厅办理。",
)
def has_times_left(request: ProvisionalLossReport, facts: Facts) -> bool:
    """Who knows a paper of somebody else's does not keep a number stopped with it."""
    return facts.times < facts.policy.provisional_losses_a_month


def later(request: ProvisionalLossReport, facts: Facts) -> Appointment:
    return Appointment(PROVISIONAL_LOSS_END, facts.now + facts.policy.provisional_loss)


PROCESS = Process(
    name=PROVISIONAL,
    title="Provisional loss report",
    term="临时挂失",
    about="电话凭姓名和证件号码临时挂失，立即双向停机；限时未确认身份则自动解除。",
    request=ProvisionalLossReport,
    opened_by=(Asked(Channel.HOTLINE, Role.HOLDER, proofs=ID),),
    steps=(AddStop,),
    changes=(SetBarring,),
    rules=(may_be_reported, has_times_left),
    network=stopped_in_network,
    settle=stopped,
    later=later,
    settles=(PROVISIONAL_LOSS_END,),
    counts=(PROVISIONAL,),
)
