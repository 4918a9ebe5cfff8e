"""Loss report (挂失): handset and card are gone, and nobody shall call or be called with them.

Both ways at once, also for who owes or is kept one way (半停; rules 2.4 R-VS-6, T08). It costs
nothing and ends with another card (补卡) or when the card turns up (解挂).
"""

from dataclasses import dataclass

from orders.ordering.domain.facts import Facts, Stop
from orders.ordering.domain.network import NetworkChange, SetBarring, bar
from orders.ordering.domain.process import Asked, Channel, Process, Role, rule
from orders.ordering.domain.steps import AddStop, Step
from orders.ordering.domain.values import Barring, StopReason, SubscriberState
from orders.ordering.domain.verification import V2, V3, in_hall

LOST = Stop(StopReason.LOST, Barring.TWO_WAY)
REPORTABLE = frozenset(
    {
        SubscriberState.ACTIVE,
        SubscriberState.SUSPENDED_ONE_WAY,
        SubscriberState.VOLUNTARY_SUSPENDED,
        SubscriberState.PRE_TERMINATED,
    }
)


@dataclass(frozen=True, slots=True)
class LossReport:
    pass


@rule(
    "STATE_NOT_ALLOWED",
    "The number is stopped both ways already, or not in the network.",
    "号码已双向停机或不在网。",
)
def can_still_be_used(request: LossReport, facts: Facts) -> bool:
    subscriber = facts.subscriber
    return subscriber.state in REPORTABLE and subscriber.barring < Barring.TWO_WAY


def network(request: LossReport, facts: Facts) -> tuple[NetworkChange, ...]:
    return bar(facts.subscriber, to=facts.subscriber.with_stop(LOST).barring)


def settle(request: LossReport, facts: Facts) -> tuple[Step, ...]:
    return (AddStop(facts.subscriber.id, LOST),)


PROCESS = Process(
    name="loss_report",
    title="Loss report",
    term="挂失",
    about="手机或卡遗失，立即双向停机，不收费；补卡或解挂后恢复。",
    request=LossReport,
    opened_by=(
        *in_hall(),
        Asked(Channel.HOTLINE, Role.HOLDER, proofs=V3),
        Asked(Channel.WEB, Role.HOLDER, proofs=V3),
        Asked(Channel.WEB, Role.HOLDER, proofs=V2),
        Asked(Channel.APP, Role.HOLDER, proofs=V3),
        Asked(Channel.APP, Role.HOLDER, proofs=V2),
    ),
    steps=(AddStop,),
    changes=(SetBarring,),
    rules=(can_still_be_used,),
    network=network,
    settle=settle,
)
