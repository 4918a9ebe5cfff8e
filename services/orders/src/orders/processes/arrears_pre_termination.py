"""Arrears pre-termination (欠费预销): who did not pay while stopped both ways is given up.

After the days of rules 4.5 (T19). The number stays as it is, and paying all brings it back
(缴费复机, T20); who does not pay in the days that are left loses it.
"""

from dataclasses import dataclass

from orders.ordering.domain.appointed import PRE_TERMINATION, UNPAID
from orders.ordering.domain.credit import GIVEN_UP_FOR, leaves_with_cards_at
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.guards import has_not_paid
from orders.ordering.domain.plan import Appointment
from orders.ordering.domain.process import OnTimer, Process, rule
from orders.ordering.domain.steps import MoveSubscriber, Step
from orders.ordering.domain.values import (
    NOBODY_KNOWS,
    AppointedBy,
    SubscriberMove,
    SubscriberState,
)


@dataclass(frozen=True, slots=True)
class ArrearsPreTermination:
    suspension: AppointedBy = NOBODY_KNOWS


@rule("STATE_NOT_ALLOWED", "Not stopped for arrears, or still kept.", "未因欠费双停或仍在保号。")
def is_stopped_for_arrears(request: ArrearsPreTermination, facts: Facts) -> bool:
    """Whose number is kept is given up later: the days count from the term's end (R-VS-1)."""
    subscriber = facts.subscriber
    stopped = subscriber.state is SubscriberState.SUSPENDED_TWO_WAY
    return stopped and GIVEN_UP_FOR in subscriber.stops and not subscriber.is_kept_by_wish


def settle(request: ArrearsPreTermination, facts: Facts) -> tuple[Step, ...]:
    return (MoveSubscriber(facts.subscriber.id, SubscriberMove.PRE_TERMINATE),)


def later(request: ArrearsPreTermination, facts: Facts) -> Appointment:
    return Appointment(UNPAID, leaves_with_cards_at(facts.now + facts.policy.unpaid_after, facts))


PROCESS = Process(
    name="arrears_pre_termination",
    title="Arrears pre-termination",
    term="欠费预销",
    about="双停后在规定天数内仍未缴费，号码预销；缴清可复机。",
    request=ArrearsPreTermination,
    opened_by=(OnTimer(PRE_TERMINATION),),
    steps=(MoveSubscriber,),
    changes=(),
    rules=(is_stopped_for_arrears, has_not_paid),
    settle=settle,
    later=later,
    settles=(PRE_TERMINATION, UNPAID),
)
