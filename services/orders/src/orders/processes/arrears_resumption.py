"""Resumption after arrears (欠停复话): paid, so this reason no longer holds so far.

Another reason may still hold: who asked to be suspended stays suspended. Who has
paid a part comes back as far as credit control now wants (rules 2.7). Who was given
up (欠费预销) is back once all is paid (缴费复机, T20).
"""

from dataclasses import dataclass

from orders.ordering.domain.credit import as_wanted, wants_less
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.guards import is_in_network
from orders.ordering.domain.network import NetworkChange, SetBarring, bar
from orders.ordering.domain.process import OnEvent, OnTimer, Process, rule
from orders.ordering.domain.steps import AddStop, LiftStop, MoveSubscriber, Step
from orders.ordering.domain.values import CREDIT, Lifter, SubscriberMove


@dataclass(frozen=True, slots=True)
class ArrearsResumption:
    pass


@rule(
    "STATE_NOT_ALLOWED",
    "The number is not in the network, stopped for arrears.",
    "号码不在网，或未因欠费停机。",
)
def is_stopped_for_arrears(request: ArrearsResumption, facts: Facts) -> bool:
    stopped = any(stop.reason in CREDIT for stop in facts.subscriber.stops)
    return stopped and is_in_network.holds(request, facts)


@rule(
    "ARREARS_EXIST",
    "Credit control wants this number stopped as far as it is.",
    "信控仍要求该号码保持现有停机级别。",
)
def is_wanted_less_stopped(request: ArrearsResumption, facts: Facts) -> bool:
    return wants_less(facts)


def network(request: ArrearsResumption, facts: Facts) -> tuple[NetworkChange, ...]:
    return bar(facts.subscriber, to=as_wanted(facts).barring)


def settle(request: ArrearsResumption, facts: Facts) -> tuple[Step, ...]:
    present, wanted = facts.subscriber, as_wanted(facts)
    over = (stop for stop in sorted(present.stops - wanted.stops) if stop.reason in CREDIT)
    back = (MoveSubscriber(present.id, SubscriberMove.RESTORE_PAID),)
    return (
        *(back if present.is_given_up else ()),
        *(AddStop(present.id, stop) for stop in sorted(wanted.stops - present.stops)),
        *(LiftStop(present.id, stop, Lifter.PAYMENT) for stop in over),
    )


PROCESS = Process(
    name="arrears_resumption",
    title="Resumption after arrears",
    term="欠停复话",
    about="缴清欠费后自动开机，只解除欠费原因；其他停机原因仍然有效。",
    request=ArrearsResumption,
    opened_by=(OnEvent("boss.billing.v1.ArrearsLevelChanged"), OnTimer("compare_arrears")),
    steps=(MoveSubscriber, AddStop, LiftStop),
    changes=(SetBarring,),
    rules=(is_stopped_for_arrears, is_wanted_less_stopped),
    network=network,
    settle=settle,
)
