"""Termination (销户): the holder leaves; the network forgets the number, what is left is owed back.

At once, in the hall and in person (rules 2.8). Who pays later first pays what was used; sub-cards
go before their main line. Inside the term of a lucky number nobody leaves (R-OPEN-6). The number
rests for 90 days, the card is void.
"""

from dataclasses import dataclass

from orders.ordering.domain.appointed import BOOKED_TERMINATION, TERM_END
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.guards import (
    has_no_sub_cards,
    has_paid_what_was_used,
    is_in_service,
    is_not_bound,
    may_get_sub_cards,
)
from orders.ordering.domain.network import DeleteSubscription, NetworkChange
from orders.ordering.domain.process import Asked, Channel, Process, Role
from orders.ordering.domain.steps import CloseAccount, CloseToCards, Step, TerminateSubscriber
from orders.ordering.domain.verification import BY_GUARDIAN, V1, V1_X2, V6, V9


@dataclass(frozen=True, slots=True)
class Termination:
    pass


def prepare(request: Termination, facts: Facts) -> tuple[Step, ...]:
    return (CloseToCards(facts.account.id),) if may_get_sub_cards(facts) else ()


def network(request: Termination, facts: Facts) -> tuple[NetworkChange, ...]:
    subscriber = facts.subscriber
    return (DeleteSubscription(subscriber.msisdn, subscriber.sim.imsi),)


def settle(request: Termination, facts: Facts) -> tuple[Step, ...]:
    subscriber = facts.subscriber.id
    return (TerminateSubscriber(subscriber), CloseAccount(facts.account.id, subscriber))


PROCESS = Process(
    name="termination",
    title="Termination",
    term="销户",
    about="机主离网，网络删除用户，余额应退还，号码冷冻九十天。",
    request=Termination,
    opened_by=(
        Asked(Channel.HALL, Role.HOLDER, proofs=V1 | V9),
        Asked(Channel.HALL, Role.AGENT, proofs=V1_X2, unless_switched_on=True),
        Asked(Channel.HALL, Role.HANDLER, proofs=V6),
        BY_GUARDIAN,
        Asked(Channel.APP, Role.HOLDER, proofs=V9, unless_switched_on=True),
    ),
    steps=(CloseToCards, TerminateSubscriber, CloseAccount),
    changes=(DeleteSubscription,),
    rules=(is_in_service, is_not_bound, has_no_sub_cards, has_paid_what_was_used),
    prepare=prepare,
    network=network,
    settle=settle,
    settles=(TERM_END, BOOKED_TERMINATION),
    ends_subscriber=True,
)
