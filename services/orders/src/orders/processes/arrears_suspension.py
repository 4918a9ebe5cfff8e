"""Arrears suspension (欠费停机): who does not pay first loses outgoing calls, then all.

Billing decides when and how far; this process says what then happens to the
number (rules 2.5). Emergency calls keep working at every level. High use (高额) is
a reason of its own (R-AS-2); what it stopped for before and no longer does ends here. Long
distance and roaming are closed with it (R-ROAM-4), and asked for again after paying.
"""

from dataclasses import dataclass

from orders.ordering.domain.abroad import closed, network_of, settled
from orders.ordering.domain.appointed import ABROAD_END, PRE_TERMINATION
from orders.ordering.domain.credit import as_wanted, giving_up, wants_more
from orders.ordering.domain.facts import Facts, Subscriber
from orders.ordering.domain.guards import is_in_network
from orders.ordering.domain.network import NetworkChange, SetBarring, SetPermissions, bar
from orders.ordering.domain.plan import Appointment
from orders.ordering.domain.process import OnEvent, OnTimer, Process, rule
from orders.ordering.domain.steps import AddStop, LiftStop, Step
from orders.ordering.domain.steps_of_services import SetAbroad
from orders.ordering.domain.values import AbroadService, Lifter


@dataclass(frozen=True, slots=True)
class ArrearsSuspension:
    pass


@rule(
    "NOTHING_TO_DO",
    "Credit control wants this number stopped no further than it is.",
    "信控不要求进一步停机。",
)
def is_wanted_more_stopped(request: ArrearsSuspension, facts: Facts) -> bool:
    return wants_more(facts)


def network(request: ArrearsSuspension, facts: Facts) -> tuple[NetworkChange, ...]:
    return (
        *bar(facts.subscriber, to=as_wanted(facts).barring),
        *network_of(facts.subscriber, at_home(facts)),
    )


def settle(request: ArrearsSuspension, facts: Facts) -> tuple[Step, ...]:
    present, after = facts.subscriber, as_wanted(facts)
    return (
        *(AddStop(present.id, stop) for stop in sorted(after.stops - present.stops)),
        *(
            LiftStop(present.id, stop, Lifter.PAYMENT)
            for stop in sorted(present.stops - after.stops)
        ),
        *settled(present, at_home(facts)),
    )


def at_home(facts: Facts) -> Subscriber:
    return closed(facts.subscriber, AbroadService)


def later(request: ArrearsSuspension, facts: Facts) -> Appointment | None:
    return giving_up(as_wanted(facts), facts)


PROCESS = Process(
    name="arrears_suspension",
    title="Arrears suspension",
    term="欠费停机",
    about="未按时缴费的号码先单向、后双向停机；紧急呼叫始终可用。",
    request=ArrearsSuspension,
    opened_by=(OnEvent("boss.billing.v1.ArrearsLevelChanged"), OnTimer("compare_arrears")),
    steps=(AddStop, LiftStop, SetAbroad),
    changes=(SetBarring, SetPermissions),
    rules=(is_in_network, is_wanted_more_stopped),
    network=network,
    settle=settle,
    later=later,
    settles=(PRE_TERMINATION, ABROAD_END),
)
