"""A reported loss (挂失): what it does, for good or until somebody confirms it (R-SIM-5)."""

from orders.ordering.domain.facts import Facts, Stop, Subscriber
from orders.ordering.domain.network import NetworkChange, bar
from orders.ordering.domain.process import rule
from orders.ordering.domain.steps import AddStop, LiftStop, Step
from orders.ordering.domain.values import Barring, Lifter, StopReason, SubscriberState

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


def is_lost(subscriber: Subscriber) -> bool:
    return subscriber.level_for(StopReason.LOST) is not Barring.NONE


def found(subscriber: Subscriber) -> Subscriber:
    """Return the subscriber as before the card was reported lost."""
    return subscriber.without(StopReason.LOST)


@rule(
    "STATE_NOT_ALLOWED",
    "The number is stopped both ways already, or not in the network.",
    "号码已双向停机或不在网。",
)
def may_be_reported(request: object, facts: Facts) -> bool:
    """What waits to be confirmed may be, though it is that which stops the number both ways."""
    subscriber = facts.subscriber
    if facts.followed.process == PROVISIONAL and is_lost(subscriber):
        return True
    return subscriber.state in REPORTABLE and subscriber.barring < Barring.TWO_WAY


def stopped_in_network(request: object, facts: Facts) -> tuple[NetworkChange, ...]:
    return bar(facts.subscriber, to=facts.subscriber.with_stop(LOST).barring)


def stopped(request: object, facts: Facts) -> tuple[Step, ...]:
    new = facts.subscriber.with_stop(LOST).stops - facts.subscriber.stops
    return tuple(AddStop(facts.subscriber.id, stop) for stop in sorted(new))


def found_in_network(request: object, facts: Facts) -> tuple[NetworkChange, ...]:
    """Return what bars the number as far as what else stops it."""
    return bar(facts.subscriber, to=found(facts.subscriber).barring)


def lifted(subscriber: Subscriber, by: Lifter) -> tuple[Step, ...]:
    over = subscriber.stops - found(subscriber).stops
    return tuple(LiftStop(subscriber.id, stop, by) for stop in sorted(over))
