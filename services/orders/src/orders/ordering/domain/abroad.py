"""Long distance and roaming (国际长途, 国际漫游): who may have them, until when (rules 2.16)."""

from collections.abc import Iterable
from datetime import date, datetime

from kernel.civil import civil_date, months_after
from orders.ordering.domain.appointed import ABROAD_END
from orders.ordering.domain.facts import Facts, Subscriber
from orders.ordering.domain.network import SetPermissions
from orders.ordering.domain.permission import OFF, Permission
from orders.ordering.domain.plan import Appointment
from orders.ordering.domain.policy import AbroadTerms
from orders.ordering.domain.steps_of_services import SetAbroad
from orders.ordering.domain.values import AbroadService


def terms_for(facts: Facts) -> AbroadTerms:
    """Return what is asked of a number in the network for so long, paid for as it is."""
    plan = facts.offering(facts.account.offering)
    is_postpaid = plan is not None and plan.payment_plan == "postpaid"
    ladder = facts.policy.abroad["postpaid" if is_postpaid else "prepaid"]
    months = months_in_network(facts)
    return max(
        (rung for rung in ladder if rung.from_months <= months), key=lambda rung: rung.from_months
    )


def months_in_network(facts: Facts) -> int:
    """Return how many whole months the number is in the network; 0 where nobody knows."""
    opened, today = facts.subscriber.activated_at, civil_date(facts.now)
    return 0 if opened is None else _whole_months(civil_date(opened), today)


def network_of(before: Subscriber, after: Subscriber) -> tuple[SetPermissions, ...]:
    """Bring the network from one to the other; nothing to do where they are alike."""
    if all(before.permission(one).state is after.permission(one).state for one in AbroadService):
        return ()
    return (
        SetPermissions(
            before.msisdn,
            before.sim.imsi,
            idd=after.permission(AbroadService.LONG_DISTANCE).state,
            roaming=after.permission(AbroadService.ROAMING).state,
        ),
    )


def settled(before: Subscriber, after: Subscriber) -> tuple[SetAbroad, ...]:
    """Return what accounts is told: each service that differs."""
    return tuple(
        SetAbroad(before.id, one, open=permission.is_open, until=permission.until)
        for one, permission in _permissions(after)
        if permission != before.permission(one)
    )


def next_end(after: Subscriber) -> Appointment | None:
    """Return the appointment of the service that ends first; None where none ends by itself."""
    ends = (permission.until for _, permission in _permissions(after))
    first = min((end for end in ends if end is not None), default=None)
    return None if first is None else Appointment(ABROAD_END, first)


def without_what_is_over(subscriber: Subscriber, now: datetime) -> Subscriber:
    """Return it with those closed whose days are over."""
    over = [one for one in AbroadService if subscriber.permission(one).is_over(now)]
    return closed(subscriber, over)


def closed(subscriber: Subscriber, services: Iterable[AbroadService]) -> Subscriber:
    """Return it with these closed."""
    for service in services:
        subscriber = subscriber.switched(service, OFF)
    return subscriber


def _permissions(subscriber: Subscriber) -> Iterable[tuple[AbroadService, Permission]]:
    return ((one, subscriber.permission(one)) for one in AbroadService)


def _whole_months(since: date, until: date) -> int:
    months = (until.year - since.year) * 12 + until.month - since.month
    return months if months_after(since, months) <= until else months - 1
