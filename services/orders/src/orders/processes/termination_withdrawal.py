"""Withdrawal of a booked termination (撤销预约): the holder stays after all (R-TM-2, T23).

As they are: what stops the number still does, and who is stopped both ways for arrears has the days
of 4.5 anew. As many ways lead back as led there.
"""

from dataclasses import dataclass

from orders.ordering.domain.appointed import BOOKED_TERMINATION, PRE_TERMINATION
from orders.ordering.domain.credit import giving_up
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.guards import is_booked_to_end
from orders.ordering.domain.plan import Appointment
from orders.ordering.domain.process import Asked, Channel, Process, Role
from orders.ordering.domain.steps import MoveSubscriber, Step
from orders.ordering.domain.values import SubscriberMove
from orders.ordering.domain.verification import V3, in_hall


@dataclass(frozen=True, slots=True)
class TerminationWithdrawal:
    pass


def settle(request: TerminationWithdrawal, facts: Facts) -> tuple[Step, ...]:
    return (MoveSubscriber(facts.subscriber.id, SubscriberMove.WITHDRAW_BOOKING),)


def later(request: TerminationWithdrawal, facts: Facts) -> Appointment | None:
    return giving_up(facts.subscriber, facts)


PROCESS = Process(
    name="termination_withdrawal",
    title="Withdrawal of a booked termination",
    term="撤销预约",
    about="机主撤销预约销户，号码保持现状。",
    request=TerminationWithdrawal,
    opened_by=(
        *in_hall(),
        Asked(Channel.HOTLINE, Role.HOLDER, proofs=V3),
        Asked(Channel.WEB, Role.HOLDER, proofs=V3),
        Asked(Channel.APP, Role.HOLDER, proofs=V3),
    ),
    steps=(MoveSubscriber,),
    changes=(),
    rules=(is_booked_to_end,),
    settle=settle,
    later=later,
    settles=(BOOKED_TERMINATION, PRE_TERMINATION),
)
