"""Voluntary suspension (停机保号): who goes away keeps the number, and pays only a keep fee.

For one to six months (rules 2.4); a timer brings the number back at the end of the term.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated

from kernel.civil import (
    civil_date,
    days_in_month,
    first_of_month,
    first_of_next_month,
    start_of_day,
)
from orders.ordering.domain.appointed import TERM_END
from orders.ordering.domain.asking import V2, V3, in_hall
from orders.ordering.domain.facts import Facts, Stop
from orders.ordering.domain.guards import (
    has_no_sub_cards,
    is_active,
    may_get_sub_cards,
    owes_nothing,
)
from orders.ordering.domain.network import NetworkChange, SetBarring, bar
from orders.ordering.domain.plan import Appointment
from orders.ordering.domain.process import Asked, Channel, Process, Role, rule
from orders.ordering.domain.steps import AddStop, CloseToCards, StartKeeping, Step
from orders.ordering.domain.values import AtLeast, Barring, FeeCode, StopReason

MOST_MONTHS = 6
AWAY = Stop(StopReason.VOLUNTARY, Barring.TWO_WAY)


@dataclass(frozen=True, slots=True)
class VoluntarySuspension:
    months: Annotated[int, AtLeast(1)]


@rule("TERM_NOT_ALLOWED", "A number is kept for one to six months.")
def term_is_offered(request: VoluntarySuspension, facts: Facts) -> bool:
    return 1 <= request.months <= MOST_MONTHS


@rule("CONTRACT_IN_FORCE", "This plan does not allow to suspend the number.")
def plan_allows_it(request: VoluntarySuspension, facts: Facts) -> bool:
    plan = facts.offering(facts.account.offering)
    return plan is None or not plan.no_suspension


@rule("DEPOSIT_REQUIRED", "The balance does not cover the keep fee of the chosen months.")
def keep_fee_is_covered(request: VoluntarySuspension, facts: Facts) -> bool:
    return facts.fee(FeeCode.KEEP_NUMBER).times(request.months) <= facts.account.spendable


def prepare(request: VoluntarySuspension, facts: Facts) -> tuple[Step, ...]:
    return (CloseToCards(facts.account.id),) if may_get_sub_cards(facts) else ()


def network(request: VoluntarySuspension, facts: Facts) -> tuple[NetworkChange, ...]:
    return bar(facts.subscriber, to=facts.subscriber.with_stop(AWAY).barring)


def settle(request: VoluntarySuspension, facts: Facts) -> tuple[Step, ...]:
    subscriber = facts.subscriber.id
    return (
        AddStop(subscriber, AWAY, until=until(request, facts)),
        StartKeeping(facts.account.id, subscriber, until=until(request, facts)),
    )


def later(request: VoluntarySuspension, facts: Facts) -> Appointment:
    return Appointment(TERM_END, until(request, facts))


def until(request: VoluntarySuspension, facts: Facts) -> datetime:
    """Return when the term ends: the same day so many months later begins, in Shanghai."""
    today = civil_date(facts.now)
    return start_of_day(months_after(today, request.months))


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or the last of a shorter one."""
    month = first_of_month(day)
    for _ in range(months):
        month = first_of_next_month(month)
    return month + timedelta(days=min(day.day, days_in_month(month)) - 1)


PROCESS = Process(
    name="voluntary_suspension",
    title="Voluntary suspension",
    term="停机保号",
    request=VoluntarySuspension,
    opened_by=(
        *in_hall(),
        Asked(Channel.HOTLINE, Role.HOLDER, proofs=V3),
        Asked(Channel.WEB, Role.HOLDER, proofs=V3),
        Asked(Channel.WEB, Role.HOLDER, proofs=V2),
        Asked(Channel.APP, Role.HOLDER, proofs=V3),
        Asked(Channel.APP, Role.HOLDER, proofs=V2),
        Asked(Channel.SMS, Role.HOLDER, proofs=V3),
    ),
    steps=(CloseToCards, AddStop, StartKeeping),
    changes=(SetBarring,),
    rules=(
        is_active,
        owes_nothing,
        has_no_sub_cards,
        term_is_offered,
        plan_allows_it,
        keep_fee_is_covered,
    ),
    prepare=prepare,
    network=network,
    settle=settle,
    later=later,
    fees=(FeeCode.KEEP_NUMBER,),
)
