"""Plan change (套餐变更): another plan from the next month on, or now, by day (rules 2.12).

Billing keeps which plan held when, so what began before midnight is rated by the old one whenever
it comes. What is booked gives way to a later change, and can be withdrawn until its month begins.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from kernel.civil import civil_date, first_of_next_month, start_of_day
from kernel.money import Money
from orders.ordering.domain.facts import Facts, Offering
from orders.ordering.domain.guards import has_a_plan, is_active, is_bound, owes_nothing
from orders.ordering.domain.policy import AtOnce
from orders.ordering.domain.process import Process, rule
from orders.ordering.domain.steps import Step
from orders.ordering.domain.steps_of_plans import ChangePlan
from orders.ordering.domain.values import AtLeast, OfferingCode
from orders.ordering.domain.verification import TO_CHANGE_PLAN


class Begins(StrEnum):
    NEXT_MONTH = "next_month"
    AT_ONCE = "at_once"


@dataclass(frozen=True, slots=True)
class PlanChange:
    offering: OfferingCode
    monthly_fee: Annotated[Money, AtLeast(0)]
    """What they were shown and agree to pay for a month (R-PC-4)."""
    begins: Begins = Begins.NEXT_MONTH


@rule("PLAN_NOT_SELLABLE", "This plan is not sold here.", "此渠道不销售该套餐。")
def plan_is_sold_here(request: PlanChange, facts: Facts) -> bool:
    plan = facts.offering(request.offering)
    return plan is not None and not plan.is_sub_card and plan.is_sold_through(facts.channel)


@rule("NOTHING_TO_DO", "They have this plan, or it is booked.", "已是该套餐，或已预约该套餐。")
def is_another_plan(request: PlanChange, facts: Facts) -> bool:
    """Who wants to keep what they have withdraws what is booked."""
    account = facts.account
    booked = account.next_offering if request.begins is Begins.NEXT_MONTH else None
    return request.offering not in {account.offering, booked}


@rule("PAYMENT_TYPE_NOT_ALLOWED", "It is paid in another way.", "付费方式与现套餐不同。")
def is_paid_alike(request: PlanChange, facts: Facts) -> bool:
    old, new = plans(request, facts)
    return old is None or new is None or old.payment_plan == new.payment_plan


@rule("FEE_NOT_AGREED", "The fee agreed to is not the plan's.", "所确认月费与套餐不符。")
def fee_is_agreed(request: PlanChange, facts: Facts) -> bool:
    _, new = plans(request, facts)
    return new is not None and new.monthly_fee == request.monthly_fee


@rule("CONTRACT_IN_FORCE", "Within the term only a larger plan.", "协议期内只能升档。")
def keeps_the_contract(request: PlanChange, facts: Facts) -> bool:
    return not is_bound(facts) or is_upwards(request, facts)


@rule("SUB_CARD_LIMIT_EXCEEDED", "It has no room for their sub-cards.", "副卡数超过新套餐上限。")
def cards_have_room(request: PlanChange, facts: Facts) -> bool:
    _, new = plans(request, facts)
    return new is not None and len(facts.account.sub_cards) <= new.sub_cards


@rule("EFFECTIVE_DATE_NOT_ALLOWED", "It begins with the next month.", "该变更只能次月生效。")
def may_begin_then(request: PlanChange, facts: Facts) -> bool:
    """At once as far as this operator lets plans begin so: upwards, always or never (R-PC-1)."""
    if request.begins is Begins.NEXT_MONTH or facts.policy.plan_at_once is AtOnce.ALWAYS:
        return True
    return facts.policy.plan_at_once is AtOnce.UPWARDS and is_upwards(request, facts)


def plans(request: PlanChange, facts: Facts) -> tuple[Offering | None, Offering | None]:
    """Return the plan they have, and the one they want."""
    return facts.offering(facts.account.offering), facts.offering(request.offering)


def is_upwards(request: PlanChange, facts: Facts) -> bool:
    old, new = plans(request, facts)
    return old is not None and new is not None and old.monthly_fee <= new.monthly_fee


def begins_at(request: PlanChange, facts: Facts) -> datetime | None:
    if request.begins is Begins.AT_ONCE:
        return None
    return start_of_day(first_of_next_month(civil_date(facts.now)))


def prepare(request: PlanChange, facts: Facts) -> tuple[Step, ...]:
    since, account = begins_at(request, facts), facts.account
    who, booked = facts.subscriber.id, account.next_offering
    return (ChangePlan(account.id, who, request.offering, since, instead_of=booked),)


PROCESS = Process(
    name="plan_change",
    title="Plan change",
    term="套餐变更",
    about="更换主套餐，默认次月一日零时生效；升档可立即生效，按日计费。",
    request=PlanChange,
    opened_by=TO_CHANGE_PLAN,
    steps=(ChangePlan,),
    changes=(),
    rules=(
        *(is_active, owes_nothing, has_a_plan, plan_is_sold_here, is_another_plan),
        *(is_paid_alike, fee_is_agreed, keeps_the_contract, cards_have_room, may_begin_then),
    ),
    prepare=prepare,
)
