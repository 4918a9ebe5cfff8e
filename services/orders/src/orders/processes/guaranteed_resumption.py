"""Guaranteed resumption (担保开机): who is stopped for arrears is opened on another's word.

A guarantor (担保人), who has a number in service and owes nothing, answers for some days (rules
2.7, T15). Both are there, each with their paper. When the days are over and money is still missing,
the number is stopped again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from orders.ordering.domain.appointed import WINDOW_END
from orders.ordering.domain.credit import without_debts
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.guards import (
    has_not_paid,
    is_active,
    is_stopped_for_debt_alone,
    owes_nothing,
)
from orders.ordering.domain.network import NetworkChange, SetBarring, bar
from orders.ordering.domain.plan import Appointment
from orders.ordering.domain.process import Process, Proof, Role, rule
from orders.ordering.domain.steps import MoveSubscriber, Step
from orders.ordering.domain.values import MOST_DAYS, AtLeast, Barring, GuarantorId, SubscriberMove
from orders.ordering.domain.verification import V1, V1_X2, V6, in_hall, of

NAME = "guaranteed_resumption"
WITH_GUARANTOR = of(Role.GUARANTOR, Proof.ID_SEEN)


@dataclass(frozen=True, slots=True)
class GuaranteedResumption:
    guarantor: GuarantorId
    days: Annotated[int, AtLeast(1, at_most=MOST_DAYS)]


@rule("TERM_NOT_ALLOWED", "Nobody answers for so many days.", "担保天数超出可选范围。")
def days_are_offered(request: GuaranteedResumption, facts: Facts) -> bool:
    return 1 <= request.days <= facts.policy.most_days_guaranteed


@rule("GUARANTOR_IS_HOLDER", "Nobody answers for themselves.", "不能为本人或同一账户担保。")
def guarantor_is_another(request: GuaranteedResumption, facts: Facts) -> bool:
    """Neither the same person, nor who is paid for by the same account."""
    vouching = facts.guarantor
    if vouching is None:
        return True
    same = vouching.known_account and vouching.known_account.id == facts.account.id
    return vouching.subscriber.holder != facts.subscriber.holder and not same


@rule("GUARANTOR_NOT_ACTIVE", "The guarantor's number is not in use.", "担保人号码须正常在用。")
def guarantor_is_active(request: GuaranteedResumption, facts: Facts) -> bool:
    """Who is opened for a time answers for nobody."""
    vouching = facts.guarantor
    if vouching is None or vouching.known_account is None:
        return False
    return is_active.holds(request, vouching) and vouching.subscriber.open_until is None


@rule("GUARANTOR_IN_ARREARS", "The guarantor owes money.", "担保人有欠费。")
def guarantor_owes_nothing(request: GuaranteedResumption, facts: Facts) -> bool:
    vouching = facts.guarantor
    if vouching is None or vouching.account.wanted_level is not Barring.NONE:
        return False
    return owes_nothing.holds(request, vouching)


@rule("GUARANTOR_TOO_YOUNG", "The guarantor is not of age.", "担保人未成年。")
def guarantor_is_of_age(request: GuaranteedResumption, facts: Facts) -> bool:
    vouching = facts.guarantor
    return vouching is None or not vouching.customer(vouching.subscriber.holder).is_minor


@rule("REOPENING_LIMIT_EXCEEDED", "Opened so as often as may be in a month.", "本月次数已用完。")
def has_times_left(request: GuaranteedResumption, facts: Facts) -> bool:
    return facts.times < facts.policy.guarantees_a_month


def network(request: GuaranteedResumption, facts: Facts) -> tuple[NetworkChange, ...]:
    return bar(facts.subscriber, to=without_debts(facts.subscriber).barring)


def settle(request: GuaranteedResumption, facts: Facts) -> tuple[Step, ...]:
    subscriber, opened = facts.subscriber.id, SubscriberMove.OPEN_FOR_A_TIME
    return (MoveSubscriber(subscriber, opened, until=until(request, facts)),)


def later(request: GuaranteedResumption, facts: Facts) -> Appointment:
    return Appointment(WINDOW_END, until(request, facts))


def until(request: GuaranteedResumption, facts: Facts) -> datetime:
    """Return when it ends: so many days later, at this hour, when a hall is open."""
    return facts.now + timedelta(days=request.days)


PROCESS = Process(
    name=NAME,
    title="Guaranteed resumption",
    term="担保开机",
    about="由无欠费的在用客户担保，欠费停机的号码先开机若干天；到期仍欠费则再停机。",
    request=GuaranteedResumption,
    opened_by=in_hall(
        holder=V1 | WITH_GUARANTOR, agent=V1_X2 | WITH_GUARANTOR, unit=V6 | WITH_GUARANTOR
    ),
    steps=(MoveSubscriber,),
    changes=(SetBarring,),
    rules=(
        *(is_stopped_for_debt_alone, has_not_paid, days_are_offered, has_times_left),
        *(guarantor_is_another, guarantor_is_active, guarantor_is_of_age, guarantor_owes_nothing),
    ),
    network=network,
    settle=settle,
    later=later,
    settles=(WINDOW_END,),
    counts=(NAME,),
    guarantor=lambda request: request.guarantor,
)
