"""Arrears suspension (欠费停机): who does not pay first loses outgoing calls, then all.

Billing decides when and how far; this process says what then happens to the
number (rules 2.5). Emergency calls keep working at every level.
"""

from dataclasses import dataclass

from orders.ordering.domain.facts import Facts, Stop
from orders.ordering.domain.guards import is_in_network
from orders.ordering.domain.network import NetworkChange, SetBarring, bar
from orders.ordering.domain.process import OnEvent, OnTimer, Process, rule
from orders.ordering.domain.steps import AddStop, Step
from orders.ordering.domain.values import StopReason


@dataclass(frozen=True, slots=True)
class ArrearsSuspension:
    pass


@rule("NOTHING_TO_DO", "Credit control wants this number stopped no further than it is.")
def is_wanted_more_stopped(request: ArrearsSuspension, facts: Facts) -> bool:
    return facts.account.wanted_level > facts.subscriber.level_for(StopReason.ARREARS)


def network(request: ArrearsSuspension, facts: Facts) -> tuple[NetworkChange, ...]:
    return bar(facts.subscriber, to=facts.subscriber.with_stop(wanted(facts)).barring)


def settle(request: ArrearsSuspension, facts: Facts) -> tuple[Step, ...]:
    return (AddStop(facts.subscriber.id, wanted(facts)),)


def wanted(facts: Facts) -> Stop:
    return Stop(StopReason.ARREARS, facts.account.wanted_level)


PROCESS = Process(
    name="arrears_suspension",
    title="Arrears suspension",
    term="欠费停机",
    request=ArrearsSuspension,
    opened_by=(OnEvent("boss.billing.v1.ArrearsLevelChanged"), OnTimer("compare_arrears")),
    steps=(AddStop,),
    changes=(SetBarring,),
    rules=(is_in_network, is_wanted_more_stopped),
    network=network,
    settle=settle,
)
