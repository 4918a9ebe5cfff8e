"""What credit control wants of a subscriber, and how far they are stopped for it (rules 4.5)."""

from dataclasses import replace
from datetime import datetime, timedelta

from orders.ordering.domain.appointed import PRE_TERMINATION
from orders.ordering.domain.facts import Facts, Stop, Subscriber
from orders.ordering.domain.plan import Appointment
from orders.ordering.domain.values import CREDIT, Barring, StopReason


def wanted(facts: Facts, reason: StopReason) -> Barring:
    """Return how far they are to be stopped for this reason of credit control now.

    A sub-card that is kept at its holder's wish is stopped for nothing of its main line's
    (R-AS-5), and nobody is while a window is open: until the order that ends it (T16).
    """
    subscriber, account = facts.subscriber, facts.account
    is_let_be = account.has_card(subscriber.id) and subscriber.is_kept_by_wish
    if subscriber.open_until is not None or is_let_be:
        return Barring.NONE
    return account.wants(reason)


def wants_more(facts: Facts) -> bool:
    """Tell whether they are to be stopped further; who is given up is stopped as far as can be."""
    subscriber = facts.subscriber
    if subscriber.is_given_up:
        return False
    return any(wanted(facts, one) > subscriber.level_for(one) for one in CREDIT)


def wants_less(facts: Facts) -> bool:
    """Tell whether they are to be stopped less; who is given up is back with all paid (T20)."""
    subscriber = facts.subscriber
    if subscriber.is_given_up:
        return all(wanted(facts, one) is Barring.NONE for one in CREDIT)
    return any(wanted(facts, one) < subscriber.level_for(one) for one in CREDIT)


def more_stopped(facts: Facts) -> Subscriber:
    """Return the subscriber stopped further where credit control wants it, and nowhere less."""
    subscriber = facts.subscriber
    for reason in sorted(CREDIT):
        if (level := wanted(facts, reason)) > subscriber.level_for(reason):
            subscriber = subscriber.with_stop(Stop(reason, level))
    return subscriber


GIVEN_UP_FOR = Stop(StopReason.ARREARS, Barring.TWO_WAY)
AFTER_THE_CARDS = timedelta(days=1)
"""A main line leaves so much later than its sub-cards, which are stopped with it."""


def giving_up(after: Subscriber, facts: Facts) -> Appointment | None:
    """Return when who is stopped both ways for arrears then is given up (T19, 4.5); else None.

    The days count from the order of credit control that was the last to touch the number.
    """
    if GIVEN_UP_FOR not in after.stops:
        return None
    policy, plan = facts.policy, facts.offering(facts.account.offering)
    postpaid = plan is not None and plan.payment_plan == "postpaid"
    days = policy.given_up_after_postpaid if postpaid else policy.given_up_after
    return Appointment(PRE_TERMINATION, leaves_with_cards_at(facts.now + days, facts))


def leaves_with_cards_at(moment: datetime, facts: Facts) -> datetime:
    """Return when it is a line's turn: its sub-cards go before a main line."""
    has_cards = facts.account.sub_cards and not facts.account.has_card(facts.subscriber.id)
    return moment + AFTER_THE_CARDS if has_cards else moment


def as_wanted(facts: Facts) -> Subscriber:
    """Return the subscriber stopped by credit control as far as it wants now."""
    subscriber = facts.subscriber.without(StopReason.PRE_CANCEL)
    for reason in sorted(CREDIT):
        subscriber = _as_wanted_for(reason, subscriber, facts)
    return subscriber


def without_debts(subscriber: Subscriber) -> Subscriber:
    """Return the subscriber as a window has them: no debt stops them (T15)."""
    stops = frozenset(one for one in subscriber.stops if one.reason not in CREDIT)
    return replace(subscriber, stops=stops)


def closed(subscriber: Subscriber) -> Subscriber:
    """Return the subscriber as without their window: what it let be holds again (T16)."""
    stops = subscriber.stops | subscriber.paused
    return replace(subscriber, stops=stops, paused=frozenset(), open_until=None)


def _as_wanted_for(reason: StopReason, subscriber: Subscriber, facts: Facts) -> Subscriber:
    level, present = wanted(facts, reason), subscriber.level_for(reason)
    if level is present:
        return subscriber
    kept = subscriber if level > present else subscriber.without(reason)
    return kept.with_stop(Stop(reason, level)) if level else kept
