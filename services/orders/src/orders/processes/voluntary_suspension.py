"""Voluntary suspension (停机保号): who goes away keeps the number, and pays only a keep fee.

For one to six months, and again before they are over (R-VS-3); both ways or outgoing (半停).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from kernel.civil import civil_date, months_after, start_of_day
from orders.ordering.domain.appointed import TERM_END
from orders.ordering.domain.facts import Facts, Stop
from orders.ordering.domain.guards import (
    has_no_sub_cards,
    is_active_or_away,
    is_bound,
    is_no_newcomer,
    may_get_sub_cards,
    owes_nothing,
)
from orders.ordering.domain.network import NetworkChange, SetBarring, bar
from orders.ordering.domain.plan import Appointment
from orders.ordering.domain.process import Asked, Channel, Process, Role, rule
from orders.ordering.domain.steps import AddStop, CloseToCards, LiftStop, StartKeeping, Step
from orders.ordering.domain.values import MOST_MONTHS, AtLeast, FeeCode, Reach, StopReason
from orders.ordering.domain.verification import V2, V3, in_hall


@dataclass(frozen=True, slots=True)
class VoluntarySuspension:
    months: Annotated[int, AtLeast(1, at_most=MOST_MONTHS)]
    kind: Reach = Reach.WHOLE


@rule("TERM_NOT_ALLOWED", "Not offered for so many months.", "保号月数超出可选范围。")
def term_is_offered(request: VoluntarySuspension, facts: Facts) -> bool:
    return 1 <= request.months <= facts.policy.most_months_away


@rule("CONTRACT_IN_FORCE", "Plan or lucky number forbid it.", "套餐或靓号协议不允许。")
def plan_allows_it(request: VoluntarySuspension, facts: Facts) -> bool:
    plan = facts.offering(facts.account.offering)
    return (plan is None or not plan.no_suspension) and not is_bound(facts)


@rule("DEPOSIT_REQUIRED", "The balance does not cover the keep fee.", "余额不足保号费。")
def keep_fee_is_covered(request: VoluntarySuspension, facts: Facts) -> bool:
    return facts.fee(FeeCode.KEEP_NUMBER).times(request.months) <= facts.account.spendable


def prepare(request: VoluntarySuspension, facts: Facts) -> tuple[Step, ...]:
    return (CloseToCards(facts.account.id),) if may_get_sub_cards(facts) else ()


def network(request: VoluntarySuspension, facts: Facts) -> tuple[NetworkChange, ...]:
    free = facts.subscriber.without(StopReason.VOLUNTARY)
    return bar(facts.subscriber, to=free.with_stop(away(request)).barring)


def settle(request: VoluntarySuspension, facts: Facts) -> tuple[Step, ...]:
    subscriber, before = facts.subscriber.id, facts.subscriber.stops
    return (
        *(LiftStop(subscriber, stop) for stop in sorted(before)),
        AddStop(subscriber, away(request), until=until(request, facts)),
        StartKeeping(facts.account.id, subscriber, until=until(request, facts)),
    )


def away(request: VoluntarySuspension) -> Stop:
    return Stop(StopReason.VOLUNTARY, request.kind.level)


def later(request: VoluntarySuspension, facts: Facts) -> Appointment:
    return Appointment(TERM_END, until(request, facts))


def until(request: VoluntarySuspension, facts: Facts) -> datetime:
    """Return when the term ends: the same day so many months later begins, in Shanghai."""
    return start_of_day(months_after(civil_date(facts.now), request.months))


PROCESS = Process(
    name="voluntary_suspension",
    title="Voluntary suspension",
    term="停机保号",
    about="机主暂离，保留号码，只付保号费；期满自动恢复。",
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
    steps=(CloseToCards, LiftStop, AddStop, StartKeeping),
    changes=(SetBarring,),
    rules=(
        *(is_active_or_away, owes_nothing, has_no_sub_cards),
        *(term_is_offered, is_no_newcomer, plan_allows_it, keep_fee_is_covered),
    ),
    prepare=prepare,
    network=network,
    settle=settle,
    later=later,
    settles=(TERM_END,),
    fees=(FeeCode.KEEP_NUMBER,),
)
