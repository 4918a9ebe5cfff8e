"""Arrears termination (欠费拆机): who was given up has not paid, and loses the number.

After the days of rules 4.5 (T21): the network forgets it, it rests for 90 days, and the account is
closed with what is owed, which can still be paid. Sub-cards go before their main line.
"""

from dataclasses import dataclass

from orders.ordering.domain.appointed import PRE_TERMINATION, UNPAID
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.guards import has_no_sub_cards, has_not_paid, is_in_network
from orders.ordering.domain.network import DeleteSubscription, NetworkChange
from orders.ordering.domain.process import OnTimer, Process, rule
from orders.ordering.domain.steps import CloseAccount, MoveSubscriber, Step
from orders.ordering.domain.values import NOBODY_KNOWS, AppointedBy, SubscriberMove


@dataclass(frozen=True, slots=True)
class ArrearsTermination:
    pre_termination: AppointedBy = NOBODY_KNOWS


@rule("STATE_NOT_ALLOWED", "The number was not given up for its arrears.", "号码未欠费预销。")
def is_given_up(request: ArrearsTermination, facts: Facts) -> bool:
    return is_in_network.holds(request, facts) and facts.subscriber.is_given_up


def network(request: ArrearsTermination, facts: Facts) -> tuple[NetworkChange, ...]:
    subscriber = facts.subscriber
    return (DeleteSubscription(subscriber.msisdn, subscriber.sim.imsi),)


def settle(request: ArrearsTermination, facts: Facts) -> tuple[Step, ...]:
    subscriber = facts.subscriber.id
    return (
        MoveSubscriber(subscriber, SubscriberMove.TERMINATE_UNPAID),
        CloseAccount(facts.account.id, subscriber),
    )


PROCESS = Process(
    name="arrears_termination",
    title="Arrears termination",
    term="欠费拆机",
    about="预销后在规定天数内仍未缴费，号码拆机，欠费仍可补缴。",
    request=ArrearsTermination,
    opened_by=(OnTimer(UNPAID),),
    steps=(MoveSubscriber, CloseAccount),
    changes=(DeleteSubscription,),
    rules=(is_given_up, has_not_paid, has_no_sub_cards),
    network=network,
    settle=settle,
    settles=(PRE_TERMINATION, UNPAID),
    ends_subscriber=True,
)
