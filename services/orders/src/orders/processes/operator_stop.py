"""Operator stop (局方停机): police, the fight against fraud or the network have a number stopped.

For a reason of its own each (rules 3.6), beside whatever else stops the number; in every state in
which it is served (T17). What orders it is named, so that it can be answered for.
"""

from dataclasses import dataclass
from enum import StrEnum

from orders.ordering.domain.facts import Facts, Stop
from orders.ordering.domain.guards import is_served
from orders.ordering.domain.network import NetworkChange, SetBarring, bar
from orders.ordering.domain.process import Process, rule
from orders.ordering.domain.steps import AddStop, Step
from orders.ordering.domain.values import Reach, StopReason
from orders.ordering.domain.verification import BY_BACK_OFFICE


class OperatorReason(StrEnum):
    """What this operator, or the law through it, stops a number for."""

    OPERATOR = "operator"
    VIOLATION = "violation"
    SPAM = "spam"
    FRAUD = "fraud"
    OVER_5_CARDS = "over_5_cards"
    BLACKLIST = "blacklist"
    DATA_ANOMALY = "data_anomaly"


BY_HALF = frozenset({OperatorReason.OPERATOR, OperatorReason.SPAM, OperatorReason.OVER_5_CARDS})


@dataclass(frozen=True, slots=True)
class OperatorStop:
    reason: OperatorReason
    document: str
    """The order, case or report it rests on; no personal data."""
    reach: Reach = Reach.WHOLE


@rule(
    "DOCUMENT_MISSING",
    "Say by which order, case or report the number is stopped.",
    "须注明停机依据（指令、案件或举报）。",
)
def rests_on_something(request: OperatorStop, facts: Facts) -> bool:
    return bool(request.document.strip())


@rule(
    "STOP_LEVEL_NOT_ALLOWED",
    "For this reason a number is stopped both ways.",
    "该原因只能双向停机。",
)
def may_reach_so_far(request: OperatorStop, facts: Facts) -> bool:
    return request.reach is Reach.WHOLE or request.reason in BY_HALF


@rule(
    "NOTHING_TO_DO",
    "For this reason the number is stopped as far already.",
    "号码已因该原因停至该级别。",
)
def stops_further(request: OperatorStop, facts: Facts) -> bool:
    stop = asked_for(request)
    return facts.subscriber.level_for(stop.reason) < stop.level


def network(request: OperatorStop, facts: Facts) -> tuple[NetworkChange, ...]:
    return bar(facts.subscriber, to=facts.subscriber.with_stop(asked_for(request)).barring)


def settle(request: OperatorStop, facts: Facts) -> tuple[Step, ...]:
    return (AddStop(facts.subscriber.id, asked_for(request)),)


def asked_for(request: OperatorStop) -> Stop:
    return Stop(StopReason(request.reason.value), request.reach.level)


PROCESS = Process(
    name="operator_stop",
    title="Operator stop",
    term="局方停机",
    about="因公安、反诈或网络原因停机，须注明依据；与其他停机原因并存。",
    request=OperatorStop,
    opened_by=BY_BACK_OFFICE,
    steps=(AddStop,),
    changes=(SetBarring,),
    rules=(is_served, rests_on_something, may_reach_so_far, stops_further),
    network=network,
    settle=settle,
)
