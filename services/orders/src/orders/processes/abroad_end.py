"""End of roaming or long distance (国际业务到期): the days it was opened for are over (rules 2.16).

Also of who is stopped: what ends, ends. What is open for longer keeps its own day.
"""

from dataclasses import dataclass

from orders.ordering.domain.abroad import (
    network_of,
    next_end,
    settled,
    without_what_is_over,
)
from orders.ordering.domain.appointed import ABROAD_END
from orders.ordering.domain.facts import Facts, Subscriber
from orders.ordering.domain.guards import is_in_network
from orders.ordering.domain.network import NetworkChange, SetPermissions
from orders.ordering.domain.plan import Appointment
from orders.ordering.domain.process import OnTimer, Process, rule
from orders.ordering.domain.steps import Step
from orders.ordering.domain.steps_of_services import SetAbroad
from orders.ordering.domain.values import NOBODY_KNOWS, AppointedBy


@dataclass(frozen=True, slots=True)
class AbroadEnd:
    opening: AppointedBy = NOBODY_KNOWS
    """The order that opened it."""


@rule("TERM_NOT_OVER", "The days it is open for are not over.", "业务有效期未满。")
def something_is_over(request: AbroadEnd, facts: Facts) -> bool:
    return afterwards(facts) != facts.subscriber


def network(request: AbroadEnd, facts: Facts) -> tuple[NetworkChange, ...]:
    return network_of(facts.subscriber, afterwards(facts))


def settle(request: AbroadEnd, facts: Facts) -> tuple[Step, ...]:
    return settled(facts.subscriber, afterwards(facts))


def later(request: AbroadEnd, facts: Facts) -> Appointment | None:
    return next_end(afterwards(facts))


def afterwards(facts: Facts) -> Subscriber:
    return without_what_is_over(facts.subscriber, facts.now)


PROCESS = Process(
    name="abroad_end",
    title="End of roaming or long distance",
    term="国际业务到期",
    about="按天开通的国际长途、国际漫游到期自动关闭。",
    request=AbroadEnd,
    opened_by=(OnTimer(ABROAD_END),),
    steps=(SetAbroad,),
    changes=(SetPermissions,),
    rules=(is_in_network, something_is_over),
    network=network,
    settle=settle,
    later=later,
    settles=(ABROAD_END,),
)
