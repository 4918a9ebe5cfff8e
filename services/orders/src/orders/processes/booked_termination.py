"""Booked termination (预约销户): the holder leaves at the end of the month, served until then.

What stands in the way of leaving at once stands in the way of booking (rules 2.8 R-TM-1, T22), and
is looked at again on the day. Until then it can be withdrawn; nobody joins the account any more.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kernel.civil import civil_date, first_of_month, months_after, start_of_day
from orders.ordering.domain.appointed import BOOKED_TERMINATION
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.guards import (
    has_no_sub_cards,
    has_paid_what_was_used,
    is_in_service,
    is_not_bound,
)
from orders.ordering.domain.plan import Appointment
from orders.ordering.domain.process import Asked, Channel, Process, Role
from orders.ordering.domain.steps import MoveSubscriber, Step
from orders.ordering.domain.values import SubscriberMove
from orders.ordering.domain.verification import BY_GUARDIAN, V1, V1_X2, V6, V9

BEFORE_MIDNIGHT = timedelta(hours=1)
"""So long before the month is over it is carried out: the next one takes no fee any more."""


@dataclass(frozen=True, slots=True)
class BookedTermination:
    pass


def settle(request: BookedTermination, facts: Facts) -> tuple[Step, ...]:
    return (MoveSubscriber(facts.subscriber.id, SubscriberMove.BOOK_TERMINATION),)


def later(request: BookedTermination, facts: Facts) -> Appointment:
    return Appointment(BOOKED_TERMINATION, leaves_at(facts.now))


def leaves_at(now: datetime) -> datetime:
    """Return when who books now leaves; who books in the last hour does so a month later."""
    moment = now + BEFORE_MIDNIGHT
    next_month = months_after(first_of_month(civil_date(moment)), 1)
    return start_of_day(next_month) - BEFORE_MIDNIGHT


PROCESS = Process(
    name="booked_termination",
    title="Booked termination",
    term="预约销户",
    about="机主预约月末离网，之前照常使用，可随时撤销；当月最后一小时预约的，次月末离网。",
    request=BookedTermination,
    opened_by=(
        Asked(Channel.HALL, Role.HOLDER, proofs=V1 | V9),
        Asked(Channel.HALL, Role.AGENT, proofs=V1_X2, unless_switched_on=True),
        Asked(Channel.HALL, Role.HANDLER, proofs=V6),
        BY_GUARDIAN,
        Asked(Channel.APP, Role.HOLDER, proofs=V9, unless_switched_on=True),
    ),
    steps=(MoveSubscriber,),
    changes=(),
    rules=(is_in_service, is_not_bound, has_no_sub_cards, has_paid_what_was_used),
    settle=settle,
    later=later,
    settles=(BOOKED_TERMINATION,),
)
