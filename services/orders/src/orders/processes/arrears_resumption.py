"""Resumption after arrears (欠停复话): paid, so this reason no longer holds so far.

Another reason may still hold: who asked to be suspended stays suspended. Who has
paid a part comes back as far as credit control now wants (rules 2.7).
"""

from dataclasses import dataclass

from orders.ordering.domain.facts import Facts, Stop, Subscriber
from orders.ordering.domain.guards import is_in_network
from orders.ordering.domain.network import NetworkChange, SetBarring, bar
from orders.ordering.domain.process import OnEvent, OnTimer, Process, rule
from orders.ordering.domain.steps import AddStop, LiftStop, Step
from orders.ordering.domain.values import Barring, Lifter, StopReason


@dataclass(frozen=True, slots=True)
class ArrearsResumption:
    pass


@rule("STATE_NOT_ALLOWED", "The number is not in the network, stopped for arrears.")
def is_stopped_for_arrears(request: ArrearsResumption, facts: Facts) -> bool:
    stopped = facts.subscriber.level_for(StopReason.ARREARS) is not Barring.NONE
    return stopped and is_in_network.holds(request, facts)


@rule("ARREARS_EXIST", "Credit control wants this number stopped as far as it is.")
def is_wanted_less_stopped(request: ArrearsResumption, facts: Facts) -> bool:
    return facts.account.wanted_level < facts.subscriber.level_for(StopReason.ARREARS)


def network(request: ArrearsResumption, facts: Facts) -> tuple[NetworkChange, ...]:
    return bar(facts.subscriber, to=as_wanted(facts).barring)


def settle(request: ArrearsResumption, facts: Facts) -> tuple[Step, ...]:
    present, wanted = facts.subscriber, as_wanted(facts)
    return (
        *(AddStop(present.id, stop) for stop in sorted(wanted.stops - present.stops)),
        *(
            LiftStop(present.id, stop, Lifter.PAYMENT)
            for stop in sorted(present.stops - wanted.stops)
        ),
    )


def as_wanted(facts: Facts) -> Subscriber:
    """Return the subscriber stopped for arrears as far as credit control wants now."""
    level = facts.account.wanted_level
    free = facts.subscriber.without(StopReason.ARREARS)
    return free.with_stop(Stop(StopReason.ARREARS, level)) if level else free


PROCESS = Process(
    name="arrears_resumption",
    title="Resumption after arrears",
    term="欠停复话",
    request=ArrearsResumption,
    opened_by=(OnEvent("boss.billing.v1.ArrearsLevelChanged"), OnTimer("compare_arrears")),
    steps=(AddStop, LiftStop),
    changes=(SetBarring,),
    rules=(is_stopped_for_arrears, is_wanted_less_stopped),
    network=network,
    settle=settle,
)
