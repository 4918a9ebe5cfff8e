"""What a loss report (挂失) does, for good or for as long as nobody has confirmed it (R-SIM-5)."""

from orders.ordering.domain.facts import Facts, Stop, Subscriber
from orders.ordering.domain.network import NetworkChange, bar
from orders.ordering.domain.process import rule
from orders.ordering.domain.steps import AddStop, Step
from orders.ordering.domain.values import Barring, StopReason, SubscriberState

PROVISIONAL = "provisional_loss_report"
LOST = Stop(StopReason.LOST, Barring.TWO_WAY)
REPORTABLE = frozenset(
    {
        SubscriberState.ACTIVE,
        SubscriberState.SUSPENDED_ONE_WAY,
        SubscriberState.VOLUNTARY_SUSPENDED,
        SubscriberState.PRE_TERMINATED,
    }
)


def is_reported_lost(subscriber: Subscriber) -> bool:
    return subscriber.level_for(StopReason.LOST) is not Barring.NONE


@rule(
    "STATE_NOT_ALLOWED",
    "The number is stopped both ways already, or not in the network.",
    "号码已双向停机或不在网。",
)
def can_still_be_used(request: object, facts: Facts) -> bool:
    subscriber = facts.subscriber
    return subscriber.state in REPORTABLE and subscriber.barring < Barring.TWO_WAY


def network(request: object, facts: Facts) -> tuple[NetworkChange, ...]:
    return bar(facts.subscriber, to=facts.subscriber.with_stop(LOST).barring)


def settle(request: object, facts: Facts) -> tuple[Step, ...]:
    new = facts.subscriber.with_stop(LOST).stops - facts.subscriber.stops
    return tuple(AddStop(facts.subscriber.id, stop) for stop in sorted(new))
