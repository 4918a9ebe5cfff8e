"""New subscription (新开户): a person comes to the hall and leaves with a number that works.

The clerk reads the paper, the customer signs the network-access agreement (rules 2.1), pays for
the card and the first payment of the plan (none where they pay later), and the network is told.
"""

from dataclasses import dataclass
from typing import Annotated

from kernel.money import Money
from kernel.numbering import Iccid, Msisdn
from orders.ordering.domain import steps
from orders.ordering.domain.agreement import Agreement
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.guards_of_opening import (
    agreement_is_of_this_plan,
    bound_until,
    customer_has_room,
    customer_is_checked,
    customer_is_welcome,
    first_payment_is_enough,
    is_for_this_region,
    is_for_this_segment,
    number_is_free,
    paper_is_valid,
    plan_is_large_enough,
    sim_is_in_stock,
)
from orders.ordering.domain.network import CreateSubscription, NetworkChange
from orders.ordering.domain.process import Process, rule
from orders.ordering.domain.steps_of_locks import GivePassword, SetLanguage
from orders.ordering.domain.values import AtLeast, CustomerId, FeeCode, Language, OfferingCode
from orders.ordering.domain.verification import TO_OPEN


@dataclass(frozen=True, slots=True)
class NewSubscription:
    customer: CustomerId
    msisdn: Msisdn
    iccid: Iccid
    offering: OfferingCode
    prepayment: Annotated[Money, AtLeast(0)]
    agreement: Agreement
    language: Language | None = None
    """In which they are written to; the operator's where they choose none."""


@rule("PLAN_NOT_SELLABLE", "This plan is not sold here.", "此渠道不销售该套餐。")
def plan_is_sold_here(request: NewSubscription, facts: Facts) -> bool:
    plan = facts.offering(request.offering)
    if plan is None or plan.is_sub_card:
        return False
    return plan.is_sold_through(facts.channel)


@rule(
    "AGREEMENT_OF_ANOTHER_PAYMENT",
    "The agreement is not paid as the plan: prepaid, postpaid.",
    "协议付费方式与套餐不一致（预付费、后付费）。",
)
def agreement_is_paid_so(request: NewSubscription, facts: Facts) -> bool:
    plan = facts.offering(request.offering)
    return plan is not None and plan.payment_plan == request.agreement.payment_plan


def prepare(request: NewSubscription, facts: Facts) -> tuple[steps.Step, ...]:
    customer, new, pays = request.customer, facts.subscriber_id, facts.new_account
    msisdn, iccid, plan = request.msisdn, request.iccid, request.offering
    who = facts.customer(customer)
    return (
        steps.ReservePlace(customer),
        steps.ReserveNumber(msisdn, customer),
        steps.ReserveSim(iccid),
        steps.OpenSubscriber(
            *(new, customer, msisdn, iccid, plan, request.agreement),
            bound_until=bound_until(request, facts),
        ),
        *((SetLanguage(new, request.language),) if request.language else ()),
        steps.HasKeys(facts.imsi_of(iccid)),
        steps.OpenAccount(pays, customer, new, msisdn, plan, who.segment, who.region, who.version),
        steps.TakeFee(pays, FeeCode.SIM_CARD, facts.fee(FeeCode.SIM_CARD), from_balance=False),
        steps.TakePrepayment(pays, request.prepayment),
    )


def network(request: NewSubscription, facts: Facts) -> tuple[NetworkChange, ...]:
    return (CreateSubscription(request.msisdn, facts.imsi_of(request.iccid)),)


def settle(request: NewSubscription, facts: Facts) -> tuple[steps.Step, ...]:
    new = facts.subscriber_id
    password = (GivePassword(new),) if facts.policy.first_passwords else ()
    plan = steps.StartPlan(facts.new_account, new)
    return (steps.ActivateSubscriber(new), *password, plan)


PROCESS = Process(
    name="new_subscription",
    title="New subscription",
    term="新开户",
    about="客户签订入网协议，选号、选卡、选套餐，开通后即可使用。",
    request=NewSubscription,
    opened_by=TO_OPEN,
    steps=(*steps.OPENING, SetLanguage, steps.OpenAccount, steps.TakeFee, steps.TakePrepayment),
    changes=(CreateSubscription,),
    rules=(
        *(customer_is_checked, paper_is_valid, customer_is_welcome, customer_has_room),
        *(number_is_free, sim_is_in_stock, plan_is_sold_here),
        *(is_for_this_segment, is_for_this_region, first_payment_is_enough),
        *(plan_is_large_enough, agreement_is_of_this_plan, agreement_is_paid_so),
    ),
    prepare=prepare,
    network=network,
    settle=settle,
    fees=(FeeCode.SIM_CARD,),
    opens_subscriber=True,
    customer=lambda request: request.customer,
    number=lambda request: request.msisdn,
)
