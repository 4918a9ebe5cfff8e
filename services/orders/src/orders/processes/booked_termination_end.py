"""End of a booked termination (预约销户到期): the month is over, and the holder leaves (T24).

As if they left at once (rules 2.8): who owes by then stays, and a person decides.
"""

from dataclasses import dataclass

from orders.ordering.domain.appointed import BOOKED_TERMINATION
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.guards import (
    has_no_sub_cards,
    has_paid_what_was_used,
    is_booked_to_end,
    may_get_sub_cards,
)
from orders.ordering.domain.network import DeleteSubscription, NetworkChange
from orders.ordering.domain.process import OnTimer, Process
from orders.ordering.domain.steps import CloseAccount, CloseToCards, MoveSubscriber, Step
from orders.ordering.domain.values import NOBODY_KNOWS, AppointedBy, SubscriberMove


@dataclass(frozen=True, slots=True)
class BookedTerminationEnd:
    booking: AppointedBy = NOBODY_KNOWS


def prepare(request: BookedTerminationEnd, facts: Facts) -> tuple[Step, ...]:
    return (CloseToCards(facts.account.id),) if may_get_sub_cards(facts) else ()


def network(request: BookedTerminationEnd, facts: Facts) -> tuple[NetworkChange, ...]:
    subscriber = facts.subscriber
    return (DeleteSubscription(subscriber.msisdn, subscriber.sim.imsi),)


def settle(request: BookedTerminationEnd, facts: Facts) -> tuple[Step, ...]:
    subscriber = facts.subscriber.id
    return (
        MoveSubscriber(subscriber, SubscriberMove.TERMINATE_BOOKED),
        CloseAccount(facts.account.id, subscriber),
    )


PROCESS = Process(
    name="booked_termination_end",
    title="End of a booked termination",
    term="预约销户到期",
    about="预约的月末已到，号码离网，余额应退还。",
    request=BookedTerminationEnd,
    opened_by=(OnTimer(BOOKED_TERMINATION),),
    steps=(CloseToCards, MoveSubscriber, CloseAccount),
    changes=(DeleteSubscription,),
    rules=(is_booked_to_end, has_no_sub_cards, has_paid_what_was_used),
    prepare=prepare,
    network=network,
    settle=settle,
    settles=(BOOKED_TERMINATION,),
    ends_subscriber=True,
)
