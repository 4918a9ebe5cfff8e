"""End of the term of a kept number (停机保号到期): the months that were chosen are over (R-VS-5).

Who owes nothing is in service again. Who owes is stopped for arrears instead, and back when all
is paid; the keep fee is over either way. An order that was late ends no suspension but its own.
"""

from dataclasses import dataclass, replace

from orders.ordering.domain.appointed import TERM_END
from orders.ordering.domain.credit import more_stopped
from orders.ordering.domain.facts import Facts, Subscriber
from orders.ordering.domain.guards import is_suspended_by_wish
from orders.ordering.domain.network import NetworkChange, SetBarring, bar
from orders.ordering.domain.process import OnTimer, Process, rule
from orders.ordering.domain.steps import AddStop, EndKeeping, LiftStop, Step
from orders.ordering.domain.values import NOBODY_KNOWS, AppointedBy, Lifter, StopReason


@dataclass(frozen=True, slots=True)
class SuspensionTermEnd:
    suspension: AppointedBy = NOBODY_KNOWS
    """The order that began it."""


@rule(
    "TERM_NOT_OVER",
    "The number was suspended again, and that term is not over.",
    "号码已重新停机保号，期限未满。",
)
def term_is_over(request: SuspensionTermEnd, facts: Facts) -> bool:
    until = facts.subscriber.suspended_until
    return until is None or until <= facts.now


def network(request: SuspensionTermEnd, facts: Facts) -> tuple[NetworkChange, ...]:
    return bar(facts.subscriber, to=afterwards(facts).barring)


def settle(request: SuspensionTermEnd, facts: Facts) -> tuple[Step, ...]:
    present = facts.subscriber
    over = present.stops - present.without(StopReason.VOLUNTARY).stops
    more = afterwards(facts).stops - present.stops
    return (
        *(AddStop(present.id, stop) for stop in sorted(more)),
        *(LiftStop(present.id, stop, Lifter.TERM_END) for stop in sorted(over)),
        EndKeeping(facts.account.id, present.id),
    )


def afterwards(facts: Facts) -> Subscriber:
    """Return the subscriber as then: without their own stop, stopped as credit control wants."""
    free = facts.subscriber.without(StopReason.VOLUNTARY)
    return more_stopped(replace(facts, known_subscriber=free))


PROCESS = Process(
    name="suspension_term_end",
    title="End of the term of a kept number",
    term="停机保号到期",
    about="停机保号期满：无欠费自动恢复，有欠费转欠费停机。",
    request=SuspensionTermEnd,
    opened_by=(OnTimer(TERM_END),),
    steps=(AddStop, LiftStop, EndKeeping),
    changes=(SetBarring,),
    rules=(is_suspended_by_wish, term_is_over),
    network=network,
    settle=settle,
    settles=(TERM_END,),
)
