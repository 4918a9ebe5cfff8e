"""Rules of all processes that open a number: for whom, which number, card, plan (rules 2.1)."""

from datetime import datetime
from typing import Protocol

from kernel.civil import civil_date, months_after, start_of_day
from kernel.money import Money
from kernel.numbering import Iccid, Msisdn
from orders.ordering.domain.agreement import Agreement
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.numbers import NumberGrade
from orders.ordering.domain.process import rule
from orders.ordering.domain.values import CustomerId, OfferingCode


class ForCustomer(Protocol):
    """A request that says whose a number is going to be."""

    @property
    def customer(self) -> CustomerId: ...


class OpensNumber(ForCustomer, Protocol):
    """What a request says that opens one."""

    @property
    def msisdn(self) -> Msisdn: ...
    @property
    def iccid(self) -> Iccid: ...
    @property
    def offering(self) -> OfferingCode: ...
    @property
    def agreement(self) -> Agreement: ...


class PaysAtFirst(OpensNumber, Protocol):
    """A request with a first payment."""

    @property
    def prepayment(self) -> Money: ...


@rule(
    "VERIFICATION_REQUIRED",
    "The customer's real name has not been checked.",
    "客户未完成实名核验。",
)
def customer_is_checked(request: ForCustomer, facts: Facts) -> bool:
    return facts.customer(request.customer).real_name_checked


@rule("ID_EXPIRED", "The customer's identity paper is no longer valid.", "客户证件已过有效期。")
def paper_is_valid(request: ForCustomer, facts: Facts) -> bool:
    until = facts.customer(request.customer).paper_valid_until
    return until is None or civil_date(facts.now) <= until


@rule("BLACKLISTED", "The customer is on the blacklist.", "客户在黑名单内。")
def customer_is_welcome(request: ForCustomer, facts: Facts) -> bool:
    return not facts.customer(request.customer).blacklisted


@rule(
    "CARD_LIMIT_EXCEEDED",
    "The customer has as many numbers as one person may have.",
    "该证件名下号码数已达上限。",
)
def customer_has_room(request: ForCustomer, facts: Facts) -> bool:
    """Their owner counts again, under its lock; one that says no limit judges alone."""
    most = facts.most_numbers
    return not most or facts.customer(request.customer).numbers < most


@rule("NUMBER_NOT_AVAILABLE", "This number is not free.", "该号码不可选。")
def number_is_free(request: OpensNumber, facts: Facts) -> bool:
    """One that is held for a customer is free for them alone (rules 4.2).

    Of a lucky one whose grade the catalogue does not have, there is nothing to agree to.
    """
    is_sold = not facts.grade_of(request.msisdn) or facts.terms_of(request.msisdn) is not None
    return is_sold and facts.has_free_number(request.msisdn, customer=request.customer)


@rule(
    "NUMBER_NOT_AVAILABLE",
    "This number is not free, or a lucky one, which has its own plan.",
    "该号码不可选，或为靓号。",
)
def is_plain_and_free(request: OpensNumber, facts: Facts) -> bool:
    is_free = facts.has_free_number(request.msisdn, customer=request.customer)
    return is_free and not facts.grade_of(request.msisdn)


@rule(
    "DEPOSIT_REQUIRED",
    "The plan, or the lucky number, asks for a larger first payment.",
    "首次预存不足。",
)
def first_payment_is_enough(request: PaysAtFirst, facts: Facts) -> bool:
    plan, lucky = facts.offering(request.offering), facts.terms_of(request.msisdn)
    if plan is None or request.prepayment < plan.prepayment:
        return False
    return lucky is None or lucky.prepayment <= request.prepayment


@rule(
    "OFFER_CONFLICT",
    "This lucky number asks for a plan with a larger monthly fee.",
    "套餐月费低于靓号最低消费。",
)
def plan_is_large_enough(request: OpensNumber, facts: Facts) -> bool:
    """The least a month costs (最低消费) is the plan's own fee."""
    terms, plan = facts.terms_of(request.msisdn), facts.offering(request.offering)
    return terms is None or (plan is not None and terms.minimum_spend <= plan.monthly_fee)


def bound_until(request: OpensNumber, facts: Facts) -> datetime | None:
    """Return until when they may not leave; None: they may."""
    return bound_by(facts.terms_of(request.msisdn), facts)


def bound_by(terms: NumberGrade | None, facts: Facts) -> datetime | None:
    """Return until when who agrees to these terms today may not leave; None: they may."""
    if terms is None or not terms.months:
        return None
    return start_of_day(months_after(civil_date(facts.now), terms.months))


@rule("SIM_NOT_AVAILABLE", "This SIM card is not in stock.", "该卡不在库存中。")
def sim_is_in_stock(request: OpensNumber, facts: Facts) -> bool:
    return facts.has_free_sim(request.iccid)


@rule("SEGMENT_NOT_ALLOWED", "This is for another kind of customer.", "该产品面向其他客户类型。")
def is_for_this_segment(request: OpensNumber, facts: Facts) -> bool:
    offering = facts.offering(request.offering)
    return offering is not None and offering.is_for_segment_of(facts.customer(request.customer))


@rule("REGION_NOT_ALLOWED", "This is for customers of another region.", "该产品面向其他地区客户。")
def is_for_this_region(request: OpensNumber, facts: Facts) -> bool:
    offering = facts.offering(request.offering)
    return offering is not None and offering.is_for_region_of(facts.customer(request.customer))


@rule(
    "AGREEMENT_OF_ANOTHER_PLAN",
    "The agreement names another plan than the one that is opened.",
    "协议所列套餐与办理套餐不一致。",
)
def agreement_is_of_this_plan(request: OpensNumber, facts: Facts) -> bool:
    offering = facts.offering(request.offering)
    return offering is not None and offering.is_called(request.agreement.tariff_plan)
