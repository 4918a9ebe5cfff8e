"""End of a window (特殊停机): the time is over for which a number was opened though money is owed.

Who has paid meanwhile stays as they are. Who has not is stopped again, as far as credit control
wants now (R-AR-3, T16). The window lengthens nothing: the days until they are given up count from
the stop it let be.
"""

from dataclasses import dataclass, replace

from orders.ordering.domain.appointed import PRE_TERMINATION, WINDOW_END
from orders.ordering.domain.credit import as_wanted, closed, giving_up
from orders.ordering.domain.facts import Facts, Subscriber
from orders.ordering.domain.guards import is_served
from orders.ordering.domain.network import NetworkChange, SetBarring, bar
from orders.ordering.domain.plan import Appointment
from orders.ordering.domain.process import OnTimer, Process, rule
from orders.ordering.domain.steps import AddStop, LiftStop, MoveSubscriber, Step
from orders.ordering.domain.values import NOBODY_KNOWS, AppointedBy, Lifter, SubscriberMove


@dataclass(frozen=True, slots=True)
class WindowEnd:
    opening: AppointedBy = NOBODY_KNOWS
    """The order that opened it."""


@rule("NOTHING_TO_DO", "No window is open.", "号码当前没有临时开机。")
def window_is_open(request: WindowEnd, facts: Facts) -> bool:
    return facts.subscriber.open_until is not None


@rule("TERM_NOT_OVER", "The window is not over.", "临时开机期限未满。")
def window_is_over(request: WindowEnd, facts: Facts) -> bool:
    until = facts.subscriber.open_until
    return until is None or until <= facts.now


def network(request: WindowEnd, facts: Facts) -> tuple[NetworkChange, ...]:
    return bar(facts.subscriber, to=afterwards(facts).barring)


def settle(request: WindowEnd, facts: Facts) -> tuple[Step, ...]:
    subscriber, again = facts.subscriber.id, closed(facts.subscriber).stops
    after = afterwards(facts).stops
    return (
        MoveSubscriber(subscriber, SubscriberMove.TIME_IS_OVER),
        *(AddStop(subscriber, stop) for stop in sorted(after - again)),
        *(LiftStop(subscriber, stop, Lifter.PAYMENT) for stop in sorted(again - after)),
    )


def later(request: WindowEnd, facts: Facts) -> Appointment | None:
    since = facts.subscriber.debt_since or facts.now
    due = giving_up(afterwards(facts), replace(facts, now=since))
    return due and replace(due, due_at=max(due.due_at, facts.now))


def afterwards(facts: Facts) -> Subscriber:
    """Return the subscriber as then: stopped for debts as far as credit control wants now."""
    return as_wanted(replace(facts, known_subscriber=closed(facts.subscriber)))


PROCESS = Process(
    name="window_end",
    title="End of a window",
    term="特殊停机",
    about="临时开机到期：已缴费保持开机，仍欠费按信控要求再停机。",
    request=WindowEnd,
    opened_by=(OnTimer(WINDOW_END),),
    steps=(MoveSubscriber, AddStop, LiftStop),
    changes=(SetBarring,),
    rules=(is_served, window_is_open, window_is_over),
    network=network,
    settle=settle,
    later=later,
    settles=(WINDOW_END, PRE_TERMINATION),
)
