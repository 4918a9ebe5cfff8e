"""Rules about a number that is going to be another customer's (过户, rules 2.11)."""

from datetime import datetime
from typing import Protocol

from kernel.civil import civil_date, months_after, start_of_day
from kernel.money import Money
from orders.ordering.domain.agreement import Agreement
from orders.ordering.domain.facts import Facts, Offering
from orders.ordering.domain.guards_of_opening import ForCustomer, bound_by
from orders.ordering.domain.process import rule
from orders.ordering.domain.transfer import ComesAs, MoneyLeft


class Transfers(ForCustomer, Protocol):
    """What such a request says."""

    @property
    def agreement(self) -> Agreement: ...
    @property
    def prepayment(self) -> Money: ...
    @property
    def money_left(self) -> MoneyLeft: ...
    @property
    def new_holder_comes_as(self) -> ComesAs: ...


def plan_of(facts: Facts) -> Offering | None:
    """Return the plan that goes on; None where the catalogue has it no more."""
    return facts.offering(facts.account.offering)


def bound_until(facts: Facts) -> datetime | None:
    """Return until when the new holder may not leave: a lucky number's terms are signed anew."""
    grade = facts.subscriber.number_grade
    return bound_by(next((one for one in facts.grades if one.code == grade), None), facts)


@rule(
    "VERIFICATION_REQUIRED",
    "The real name of one of them is not checked.",
    "一方尚未实名核验。",
)
def both_are_checked(request: Transfers, facts: Facts) -> bool:
    return all(
        facts.customer(one).real_name_checked for one in (facts.subscriber.holder, request.customer)
    )


@rule("NOTHING_TO_DO", "The number is this customer's already.", "号码已在该客户名下。")
def is_another_customer(request: Transfers, facts: Facts) -> bool:
    return request.customer != facts.subscriber.holder


@rule(
    "AGENT_DOCS_MISSING",
    "For a child their guardian comes, and for nobody else.",
    "未满十六周岁须由监护人办理。",
)
def child_comes_with_guardian(request: Transfers, facts: Facts) -> bool:
    by_guardian = request.new_holder_comes_as is ComesAs.GUARDIAN
    return by_guardian or not facts.customer(request.customer).needs_guardian


@rule(
    "BILLRUN_FREEZE",
    "The bill of last month is not out yet.",
    "上月账单尚未出账，请稍后办理。",
)
def bill_is_out(request: object, facts: Facts) -> bool:
    return civil_date(facts.now).day > facts.policy.bill_run_days


@rule("SIM_COOLDOWN", "The card was replaced a short time ago.", "补换卡后未满规定时间。")
def card_is_no_new_one(request: object, facts: Facts) -> bool:
    """The card a number was opened with was never replaced (R-SIM-2)."""
    since, opened = facts.subscriber.sim_since, facts.subscriber.activated_at
    if since is None or since == opened:
        return True
    return facts.now - since >= facts.policy.transfer_after_swap


@rule("SUBSCRIBER_TOO_NEW", "The number is not in use for long enough.", "在网时间不足。")
def is_in_use_for_long(request: object, facts: Facts) -> bool:
    opened = facts.subscriber.activated_at
    if opened is None or not facts.policy.months_before_transfer:
        return True
    first = months_after(civil_date(opened), facts.policy.months_before_transfer)
    return facts.now >= start_of_day(first)


@rule(
    "TRANSFER_LIMIT_EXCEEDED",
    "The number has become another's as often as it may in a month.",
    "本月过户次数已用完。",
)
def has_times_left(request: object, facts: Facts) -> bool:
    """Each holder is given allowances of their own: the month is divided between two, not more."""
    return facts.times < facts.policy.transfers_a_month


@rule("OFFER_CONFLICT", "Another plan is booked: withdraw it first.", "已预约套餐变更，须先撤销。")
def no_plan_is_booked(request: object, facts: Facts) -> bool:
    """The one who booked it is not who would pay for it."""
    return facts.account.next_offering is None


@rule("SEGMENT_NOT_ALLOWED", "The plan is for other customers.", "套餐面向其他客户类型。")
def plan_is_for_their_segment(request: Transfers, facts: Facts) -> bool:
    """Some plans (校园) are void with their holder (R-TR-3): another plan comes first."""
    plan = plan_of(facts)
    return plan is not None and plan.is_for_segment_of(facts.customer(request.customer))


@rule("REGION_NOT_ALLOWED", "The plan is for another region.", "套餐面向其他地区客户。")
def plan_is_for_their_region(request: Transfers, facts: Facts) -> bool:
    plan = plan_of(facts)
    return plan is not None and plan.is_for_region_of(facts.customer(request.customer))


@rule(
    "AGREEMENT_OF_ANOTHER_PLAN",
    "The agreement names another plan than the number has.",
    "协议所列套餐与号码现有套餐不一致。",
)
def agreement_is_of_its_plan(request: Transfers, facts: Facts) -> bool:
    plan = plan_of(facts)
    return plan is not None and plan.is_called(request.agreement.tariff_plan)


@rule(
    "AGREEMENT_OF_ANOTHER_PAYMENT",
    "The agreement is not paid as the number is: prepaid, postpaid.",
    "协议付费方式与号码不一致（预付费、后付费）。",
)
def agreement_is_paid_as_it_is(request: Transfers, facts: Facts) -> bool:
    plan = plan_of(facts)
    return plan is not None and plan.payment_plan == request.agreement.payment_plan


@rule(
    "DEPOSIT_REQUIRED",
    "The plan, or the lucky number, asks for a larger first payment.",
    "首次预存不足。",
)
def they_pay_enough(request: Transfers, facts: Facts) -> bool:
    """What goes along with the number counts, gifts do not: they end with the account (R-PAY-5).

    A lucky number asks anew of who signs anew (R-TR-5).
    """
    plan = plan_of(facts)
    if plan is None:
        return False
    lucky = next((one for one in facts.grades if one.code == facts.subscriber.number_grade), None)
    along = request.money_left is MoneyLeft.WITH_NUMBER
    paid = request.prepayment + facts.account.cash if along else request.prepayment
    asked = plan.prepayment if lucky is None else max(plan.prepayment, lucky.prepayment)
    return paid >= asked
