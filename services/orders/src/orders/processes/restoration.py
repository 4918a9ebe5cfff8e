"""Restoration (复机): who left this month is back with the number, on a new card.

At their wish they left, the number still rests, and the month is not over (R-TM-6, T26). A lucky
number does not come back (R-TM-5). What was left on the account and was not paid out is there
again, with the gifts that ended; nothing is paid twice for the month.
"""

from dataclasses import dataclass
from datetime import date, datetime

from kernel.civil import civil_date, first_of_month
from kernel.numbering import Iccid
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.guards import (
    holder_is_checked,
    holder_is_welcome,
    holders_paper_is_valid,
    owes_nothing,
    was_free_to_be_used,
)
from orders.ordering.domain.network import CreateSubscription, NetworkChange
from orders.ordering.domain.process import Asked, Channel, Process, Role, rule
from orders.ordering.domain.steps import (
    HasKeys,
    ReopenAccount,
    ReservePlace,
    ReserveSim,
    RestoreSubscriber,
    Step,
)
from orders.ordering.domain.values import SubscriberState
from orders.ordering.domain.verification import BY_GUARDIAN, V1, V6, V9


@dataclass(frozen=True, slots=True)
class Restoration:
    new_iccid: Iccid


def month_of(moment: datetime) -> date:
    """Return the first of its month in Shanghai."""
    return first_of_month(civil_date(moment))


@rule("STATE_NOT_ALLOWED", "The holder did not give the number up.", "号码不是机主申请销户。")
def left_by_wish(request: Restoration, facts: Facts) -> bool:
    return facts.subscriber.state is SubscriberState.TERMINATED and bool(facts.followed.id)


@rule("RESTORATION_TOO_LATE", "Only in the month in which they left.", "仅限销户当月办理复机。")
def month_is_not_over(request: Restoration, facts: Facts) -> bool:
    left = facts.subscriber.terminated_at
    return left is not None and month_of(left) == month_of(facts.now)


@rule("LUCKY_NUMBER_IS_GONE", "A lucky number does not come back.", "靓号销户后不能复机。")
def number_is_ordinary(request: Restoration, facts: Facts) -> bool:
    return not facts.subscriber.number_grade


@rule("NUMBER_NOT_AVAILABLE", "The number does not rest any more.", "号码已不在冷冻期。")
def number_is_still_ours(request: Restoration, facts: Facts) -> bool:
    return facts.subscriber.number_state == "quarantined"


@rule("IS_SUB_CARD", "A sub-card that has left is opened anew.", "副卡不能复机，请重新办理。")
def is_a_main_line(request: Restoration, facts: Facts) -> bool:
    """Of a sub-card, the account goes on."""
    return facts.account.is_closing


@rule("SIM_NOT_AVAILABLE", "This SIM card is not in stock.", "该卡不在库存中。")
def new_sim_is_in_stock(request: Restoration, facts: Facts) -> bool:
    return facts.has_free_sim(request.new_iccid)


def prepare(request: Restoration, facts: Facts) -> tuple[Step, ...]:
    return (
        ReservePlace(facts.subscriber.holder),
        ReserveSim(request.new_iccid),
        HasKeys(facts.imsi_of(request.new_iccid)),
    )


def network(request: Restoration, facts: Facts) -> tuple[NetworkChange, ...]:
    return (CreateSubscription(facts.subscriber.msisdn, facts.imsi_of(request.new_iccid)),)


def settle(request: Restoration, facts: Facts) -> tuple[Step, ...]:
    subscriber = facts.subscriber.id
    return (
        RestoreSubscriber(subscriber, request.new_iccid),
        ReopenAccount(facts.account.id, subscriber, closed_by=facts.followed.id),
    )


PROCESS = Process(
    name="restoration",
    title="Restoration",
    term="复机",
    about="销户当月，原号码仍在冷冻期的普通号码换新卡恢复在用。",
    request=Restoration,
    opened_by=(
        Asked(Channel.HALL, Role.HOLDER, proofs=V1 | V9),
        Asked(Channel.HALL, Role.HANDLER, proofs=V6),
        BY_GUARDIAN,
    ),
    steps=(ReservePlace, ReserveSim, HasKeys, RestoreSubscriber, ReopenAccount),
    changes=(CreateSubscription,),
    rules=(
        *(left_by_wish, was_free_to_be_used, month_is_not_over),
        *(number_is_ordinary, number_is_still_ours),
        *(is_a_main_line, owes_nothing, new_sim_is_in_stock),
        *(holder_is_welcome, holder_is_checked, holders_paper_is_valid),
    ),
    prepare=prepare,
    network=network,
    settle=settle,
    follows=("termination", "booked_termination_end"),
)
