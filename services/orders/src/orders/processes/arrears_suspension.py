"""Arrears suspension (欠费停机): who does not pay first loses outgoing calls, then all.

Billing decides when and how far; this process says what then happens to the
number (rules 2.5). Emergency calls keep working at every level. High use (高额) is
a reason of its own (R-AS-2); what it stopped for before and no longer does ends here.
"""

from dataclasses import dataclass

from orders.ordering.domain.credit import as_wanted, wants_more
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.guards import is_in_network
from orders.ordering.domain.network import NetworkChange, SetBarring, bar
from orders.ordering.domain.process import OnEvent, OnTimer, Process, rule
from orders.ordering.domain.steps import AddStop, LiftStop, Step
from orders.ordering.domain.values import Lifter


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
    return bar(facts.subscriber, to=as_wanted(facts).barring)


def settle(request: ArrearsSuspension, facts: Facts) -> tuple[Step, ...]:
    present, after = facts.subscriber, as_wanted(facts)
    return (
        *(AddStop(present.id, stop) for stop in sorted(after.stops - present.stops)),
        *(
            LiftStop(present.id, stop, Lifter.PAYMENT)
            for stop in sorted(present.stops - after.stops)
        ),
    )


PROCESS = Process(
    name="arrears_suspension",
    title="Arrears suspension",
    term="欠费停机",
    about="未按时缴费的号码先单向、后双向停机；紧急呼叫始终可用。",
    request=ArrearsSuspension,
    opened_by=(OnEvent("boss.billing.v1.ArrearsLevelChanged"), OnTimer("compare_arrears")),
    steps=(AddStop, LiftStop),
    changes=(SetBarring,),
    rules=(is_in_network, is_wanted_more_stopped),
    network=network,
    settle=settle,
)
