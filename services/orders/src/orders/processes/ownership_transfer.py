"""Ownership transfer (过户): a number is another's, with its card and its plan (rules 2.11).

Both are there, or who acts for them, each with both papers. What was used is paid first; what began
until now is on the account of the one, all that begins later on that of the other (C16). Password,
lists, bills, texts and payments of the one are not the other's (R-TR-4), nor is what the one set on
the number: services and what is open abroad are withdrawn.
"""

from dataclasses import dataclass
from typing import Annotated

from kernel.money import Money
from orders.ordering.domain import guards_of_transfer as to_another
from orders.ordering.domain import set_by_holder
from orders.ordering.domain.agreement import Agreement
from orders.ordering.domain.appointed import ABROAD_END
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.guards import (
    has_a_plan,
    has_no_sub_cards,
    has_paid_what_was_used,
    is_active,
    is_not_bound,
    may_get_sub_cards,
)
from orders.ordering.domain.guards_of_opening import (
    customer_has_room,
    customer_is_welcome,
    paper_is_valid,
)
from orders.ordering.domain.network import NetworkChange
from orders.ordering.domain.process import Process
from orders.ordering.domain.steps import CloseToCards, ReservePlace, StartPlan, Step, TakeFee
from orders.ordering.domain.steps_of_locks import GivePassword
from orders.ordering.domain.steps_of_services import SetAbroad, SetServiceState
from orders.ordering.domain.steps_of_transfer import HandOverAccount, TransferSubscriber
from orders.ordering.domain.transfer import ComesAs, MoneyLeft
from orders.ordering.domain.values import AtLeast, CustomerId, FeeCode, NewHolderId
from orders.ordering.domain.verification import TO_TRANSFER

NAME = "ownership_transfer"


@dataclass(frozen=True, slots=True)
class OwnershipTransfer:
    new_holder: NewHolderId
    agreement: Agreement
    prepayment: Annotated[Money, AtLeast(0)]
    money_left: MoneyLeft = MoneyLeft.REFUND
    new_holder_comes_as: ComesAs = ComesAs.HOLDER

    @property
    def customer(self) -> CustomerId:
        """Return whose number it is going to be."""
        return CustomerId(self.new_holder)


def prepare(request: OwnershipTransfer, facts: Facts) -> tuple[Step, ...]:
    account, fee = facts.account.id, FeeCode.OWNERSHIP_TRANSFER
    closing = (CloseToCards(account),) if may_get_sub_cards(facts) else ()
    paid = TakeFee(account, fee, facts.fee(fee), from_balance=False)
    return (ReservePlace(request.customer), *closing, paid)


def network(request: OwnershipTransfer, facts: Facts) -> tuple[NetworkChange, ...]:
    return set_by_holder.in_network(facts.subscriber)


def settle(request: OwnershipTransfer, facts: Facts) -> tuple[Step, ...]:
    """First who pays: whoever it is, nobody pays for the other."""
    subscriber, account = facts.subscriber.id, facts.account.id
    new_account = facts.next_account
    who = facts.customer(request.customer)
    return (
        HandOverAccount(
            *(account, new_account, subscriber, who.id, who.segment, who.region, who.version),
            prepayment=request.prepayment,
            money_goes_along=request.money_left is MoneyLeft.WITH_NUMBER,
        ),
        StartPlan(new_account, subscriber),
        *set_by_holder.in_accounts(facts.subscriber),
        TransferSubscriber(subscriber, who.id, request.agreement, to_another.bound_until(facts)),
        *((GivePassword(subscriber),) if facts.policy.first_passwords else ()),
    )


PROCESS = Process(
    name=NAME,
    title="Ownership transfer",
    term="过户",
    about="新老机主同时到场，号码、卡和套餐不变，机主与账户变更；费用按时点划分，服务密码重置，原机主所设补充业务与国际业务一并取消。",
    request=OwnershipTransfer,
    opened_by=TO_TRANSFER,
    steps=(
        *(ReservePlace, CloseToCards, TakeFee, HandOverAccount, StartPlan),
        *(SetServiceState, SetAbroad, TransferSubscriber, GivePassword),
    ),
    changes=set_by_holder.CHANGES,
    rules=(
        *(is_active, to_another.both_are_checked, to_another.is_another_customer),
        *(paper_is_valid, customer_is_welcome, customer_has_room),
        *(to_another.child_comes_with_guardian, has_a_plan, has_no_sub_cards, is_not_bound),
        *(has_paid_what_was_used, to_another.bill_is_out, to_another.card_is_no_new_one),
        *(to_another.is_in_use_for_long, to_another.has_times_left),
        *(to_another.no_plan_is_booked, to_another.plan_is_for_their_segment),
        to_another.plan_is_for_their_region,
        *(to_another.agreement_is_of_its_plan, to_another.agreement_is_paid_as_it_is),
        to_another.they_pay_enough,
    ),
    prepare=prepare,
    network=network,
    settle=settle,
    settles=(ABROAD_END,),
    counts=(NAME,),
    fees=(FeeCode.OWNERSHIP_TRANSFER,),
    new_holder=lambda request: request.new_holder,
    kind=lambda request: request.new_holder_comes_as.value,
)
