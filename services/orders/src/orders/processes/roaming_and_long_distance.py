"""Roaming and long distance (国际漫游): each is opened or closed by itself (rules 2.16).

For good or for some days; off unless asked for (R-ROAM-1). Calls home from abroad need long
distance open (R-ROAM-2): the network sees to that. What is asked of a number that is new is policy.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from kernel.civil import civil_date, start_of_day
from orders.ordering.domain.abroad import network_of, next_end, settled, terms_for
from orders.ordering.domain.appointed import ABROAD_END
from orders.ordering.domain.facts import Facts, Subscriber
from orders.ordering.domain.guards import holder_is_checked, is_active, owes_nothing
from orders.ordering.domain.network import NetworkChange, SetPermissions
from orders.ordering.domain.permission import OFF, Permission
from orders.ordering.domain.plan import Appointment
from orders.ordering.domain.process import Asked, Channel, Process, Role, rule
from orders.ordering.domain.steps import Step
from orders.ordering.domain.steps_of_services import SetAbroad
from orders.ordering.domain.values import MOST_DAYS, Abroad, AbroadService, AtLeast
from orders.ordering.domain.verification import BY_GUARDIAN, SEALED_LETTER, V2, V3, V6, in_hall


@dataclass(frozen=True, slots=True)
class RoamingAndLongDistance:
    service: AbroadService
    to: Abroad
    days: Annotated[int | None, AtLeast(1, at_most=MOST_DAYS)] = None
    """For so many days, today counted; not said: for good."""


@rule("NOTHING_TO_DO", "It is so already.", "业务已是该状态。")
def changes_something(request: RoamingAndLongDistance, facts: Facts) -> bool:
    return afterwards(request, facts) != facts.subscriber


@rule("ARREARS_EXIST", "There is money owed for this number.", "该号码有欠费。")
def opens_without_arrears(request: RoamingAndLongDistance, facts: Facts) -> bool:
    return request.to is Abroad.CLOSED or owes_nothing.holds(request, facts)


@rule(
    "DEPOSIT_REQUIRED",
    "A number so new needs more on its account.",
    "在网时间较短，账户余额不足。",
)
def account_has_enough(request: RoamingAndLongDistance, facts: Facts) -> bool:
    return request.to is Abroad.CLOSED or facts.account.spendable >= terms_for(facts).spendable


@rule("TERM_NOT_ALLOWED", "Not offered for so many days.", "该天数不可办理。")
def days_are_offered(request: RoamingAndLongDistance, facts: Facts) -> bool:
    """Who is in the network for long says no days, or so many as they like; no closing has any."""
    if request.to is Abroad.CLOSED:
        return request.days is None
    most = terms_for(facts).most_days
    return most is None or (request.days is not None and request.days <= most)


def network(request: RoamingAndLongDistance, facts: Facts) -> tuple[NetworkChange, ...]:
    return network_of(facts.subscriber, afterwards(request, facts))


def settle(request: RoamingAndLongDistance, facts: Facts) -> tuple[Step, ...]:
    return settled(facts.subscriber, afterwards(request, facts))


def later(request: RoamingAndLongDistance, facts: Facts) -> Appointment | None:
    return next_end(afterwards(request, facts))


def afterwards(request: RoamingAndLongDistance, facts: Facts) -> Subscriber:
    permission = Permission(Abroad.OPEN, until(request, facts))
    return facts.subscriber.switched(
        request.service, permission if request.to is Abroad.OPEN else OFF
    )


def until(request: RoamingAndLongDistance, facts: Facts) -> datetime | None:
    """Return when the days are over, in Shanghai; None: never."""
    if request.days is None:
        return None
    return start_of_day(civil_date(facts.now) + timedelta(days=request.days))


PROCESS = Process(
    name="roaming_and_long_distance",
    title="Roaming and long distance",
    term="国际漫游",
    about="开通或关闭国际/港澳台长途、国际漫游；可长期或按天，欠费即关。",
    request=RoamingAndLongDistance,
    opened_by=(
        *in_hall(unit=V6 | SEALED_LETTER),
        BY_GUARDIAN,
        Asked(Channel.HOTLINE, Role.HOLDER, proofs=V3),
        Asked(Channel.WEB, Role.HOLDER, proofs=V3 | V2),
        Asked(Channel.APP, Role.HOLDER, proofs=V3 | V2),
        Asked(Channel.SMS, Role.HOLDER, proofs=V3),
    ),
    steps=(SetAbroad,),
    changes=(SetPermissions,),
    rules=(
        *(is_active, holder_is_checked, changes_something),
        *(opens_without_arrears, account_has_enough, days_are_offered),
    ),
    network=network,
    settle=settle,
    later=later,
    settles=(ABROAD_END,),
)
