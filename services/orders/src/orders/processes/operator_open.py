"""Operator open (局方开机): who had the number stopped lets it go again.

Only what is the operator's to lift (rules 3.6, T18): a suspicion of fraud ends with a new check of
the person, a debt with its payment. Too many cards are over when there are no more than may be.
"""

from dataclasses import dataclass
from enum import StrEnum

from orders.ordering.domain.facts import Facts, Subscriber
from orders.ordering.domain.guards import is_served
from orders.ordering.domain.network import NetworkChange, SetBarring, bar
from orders.ordering.domain.process import Process, rule
from orders.ordering.domain.steps import LiftStop, Step
from orders.ordering.domain.values import Barring, Lifter, StopReason
from orders.ordering.domain.verification import BY_BACK_OFFICE


class OpenedReason(StrEnum):
    """What the operator lifts on its own word, or because it has looked."""

    OPERATOR = "operator"
    VIOLATION = "violation"
    SPAM = "spam"
    DATA_ANOMALY = "data_anomaly"
    OVER_5_CARDS = "over_5_cards"


@dataclass(frozen=True, slots=True)
class OperatorOpen:
    reason: OpenedReason
    document: str
    """What it rests on: the order that ends the first, or what was looked at; no personal data."""


@rule(
    "DOCUMENT_MISSING",
    "Say on which order or finding the number is opened.",
    "须注明开机依据（指令或核查结论）。",
)
def rests_on_something(request: OperatorOpen, facts: Facts) -> bool:
    return bool(request.document.strip())


@rule("NOTHING_TO_DO", "The number is not stopped for this reason.", "号码未因该原因停机。")
def is_stopped_for_it(request: OperatorOpen, facts: Facts) -> bool:
    return facts.subscriber.level_for(reason_of(request)) is not Barring.NONE


@rule(
    "CARD_LIMIT_EXCEEDED",
    "The holder still has more numbers than one paper may have.",
    "机主名下号码数仍超出上限。",
)
def has_no_more_than_may_be(request: OperatorOpen, facts: Facts) -> bool:
    if request.reason is not OpenedReason.OVER_5_CARDS:
        return True
    holder = facts.customer(facts.subscriber.holder)
    return not facts.most_numbers or holder.numbers <= facts.most_numbers


def network(request: OperatorOpen, facts: Facts) -> tuple[NetworkChange, ...]:
    return bar(facts.subscriber, to=free(request, facts).barring)


def settle(request: OperatorOpen, facts: Facts) -> tuple[Step, ...]:
    subscriber, lifter = facts.subscriber, Lifter.OPERATOR
    if request.reason is OpenedReason.OVER_5_CARDS:
        lifter = Lifter.FEWER_NUMBERS
    over = subscriber.stops - free(request, facts).stops
    return tuple(LiftStop(subscriber.id, stop, lifter) for stop in sorted(over))


def reason_of(request: OperatorOpen) -> StopReason:
    return StopReason(request.reason.value)


def free(request: OperatorOpen, facts: Facts) -> Subscriber:
    return facts.subscriber.without(reason_of(request))


PROCESS = Process(
    name="operator_open",
    title="Operator open",
    term="局方开机",
    about="下令停机的一方核查后恢复号码；只解除该原因。",
    request=OperatorOpen,
    opened_by=BY_BACK_OFFICE,
    steps=(LiftStop,),
    changes=(SetBarring,),
    rules=(is_served, rests_on_something, is_stopped_for_it, has_no_more_than_may_be),
    network=network,
    settle=settle,
)
