"""New sub-card (新开副卡): one more number that shares what the plan of its main line allows."""

from dataclasses import dataclass

from kernel.numbering import Iccid, Msisdn
from orders.ordering.domain import steps
from orders.ordering.domain.agreement import Agreement
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.guards import is_active, owes_nothing
from orders.ordering.domain.guards_of_opening import (
    agreement_is_of_this_plan,
    customer_has_room,
    customer_is_checked,
    customer_is_welcome,
    is_for_this_region,
    is_for_this_segment,
    is_plain_and_free,
    paper_is_valid,
    sim_is_in_stock,
)
from orders.ordering.domain.network import CreateSubscription, NetworkChange
from orders.ordering.domain.process import Process, rule
from orders.ordering.domain.steps_of_locks import GivePassword
from orders.ordering.domain.values import CustomerId, FeeCode, OfferingCode, SubscriberId
from orders.ordering.domain.verification import TO_OPEN


@dataclass(frozen=True, slots=True)
class NewSubCard:
    customer: CustomerId
    main: SubscriberId
    msisdn: Msisdn
    iccid: Iccid
    offering: OfferingCode
    agreement: Agreement


@rule("NOT_SAME_CUSTOMER", "The main line is another customer's.", "主卡属于其他客户。")
def main_line_is_theirs(request: NewSubCard, facts: Facts) -> bool:
    return facts.subscriber.holder == request.customer


@rule("IS_SUB_CARD", "A sub-card has no sub-cards of its own.", "副卡不能再开副卡。")
def main_line_is_no_card(request: NewSubCard, facts: Facts) -> bool:
    return not facts.account.has_card(request.main)


@rule("PLAN_NOT_SELLABLE", "This sub-card is not sold here.", "此渠道不销售该副卡。")
def card_is_sold_here(request: NewSubCard, facts: Facts) -> bool:
    card = facts.offering(request.offering)
    return card is not None and card.is_sub_card and card.is_sold_through(facts.channel)


@rule("SUB_CARD_LIMIT_EXCEEDED", "The plan has no room for another.", "副卡数已满。")
def plan_has_room(request: NewSubCard, facts: Facts) -> bool:
    plan = facts.offering(facts.account.offering)
    return plan is not None and len(facts.account.sub_cards) < plan.sub_cards


@rule("DEPOSIT_REQUIRED", "The balance does not cover the first fee.", "余额不足首费。")
def first_fee_is_covered(request: NewSubCard, facts: Facts) -> bool:
    card = facts.offering(request.offering)
    return card is not None and card.prepayment <= facts.account.spendable


@rule("AGREEMENT_OF_ANOTHER_PAYMENT", "Not paid as the main line is.", "付费方式与主卡不符。")
def agreement_is_paid_so(request: NewSubCard, facts: Facts) -> bool:
    plan = facts.offering(facts.account.offering)
    return plan is not None and plan.payment_plan == request.agreement.payment_plan


def prepare(request: NewSubCard, facts: Facts) -> tuple[steps.Step, ...]:
    customer, new, pays = request.customer, facts.subscriber_id, facts.account.id
    msisdn, iccid, card = request.msisdn, request.iccid, request.offering
    who = facts.customer(customer)
    return (
        steps.ReservePlace(customer),
        steps.ReserveNumber(msisdn, customer),
        steps.ReserveSim(iccid),
        steps.OpenSubscriber(new, customer, msisdn, iccid, card, request.agreement),
        steps.HasKeys(facts.imsi_of(iccid)),
        steps.JoinAccount(pays, customer, new, msisdn, card, who.segment, who.region, who.version),
        steps.TakeFee(pays, FeeCode.SIM_CARD, facts.fee(FeeCode.SIM_CARD), from_balance=False),
    )


def network(request: NewSubCard, facts: Facts) -> tuple[NetworkChange, ...]:
    return (CreateSubscription(request.msisdn, facts.imsi_of(request.iccid)),)


def settle(request: NewSubCard, facts: Facts) -> tuple[steps.Step, ...]:
    new, pays = facts.subscriber_id, facts.account.id
    password = (GivePassword(new),) if facts.policy.first_passwords else ()
    return (steps.ActivateSubscriber(new), *password, steps.StartPlan(pays, new))


PROCESS = Process(
    name="new_sub_card",
    title="New sub-card",
    term="新开副卡",
    about="在主卡账户下加开副卡，共享主卡套餐资源。",
    request=NewSubCard,
    opened_by=TO_OPEN,
    steps=(*steps.OPENING, steps.JoinAccount, steps.TakeFee),
    changes=(CreateSubscription,),
    rules=(
        *(customer_is_checked, paper_is_valid, customer_is_welcome, customer_has_room),
        *(main_line_is_theirs, main_line_is_no_card, is_active, owes_nothing, is_plain_and_free),
        *(sim_is_in_stock, card_is_sold_here, is_for_this_segment, is_for_this_region),
        *(plan_has_room, first_fee_is_covered, agreement_is_of_this_plan, agreement_is_paid_so),
    ),
    prepare=prepare,
    network=network,
    settle=settle,
    fees=(FeeCode.SIM_CARD,),
    opens_subscriber=True,
    customer=lambda request: request.customer,
    number=lambda request: request.msisdn,
)
