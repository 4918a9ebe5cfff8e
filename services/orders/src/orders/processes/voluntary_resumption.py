"""Resumption of a number kept (报停复话): back before the term that was asked for has ended.

Only their own reason is lifted: who is stopped for arrears, too, stays stopped (rules 2.6).
A code by text cannot reach a number that is barred, so it proves nothing here.
"""

from dataclasses import dataclass

from orders.ordering.domain.appointed import TERM_END
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.guards import is_suspended_by_wish, owes_nothing
from orders.ordering.domain.network import NetworkChange, SetBarring, bar
from orders.ordering.domain.process import Asked, Channel, Process, Role
from orders.ordering.domain.steps import EndKeeping, LiftStop, Step
from orders.ordering.domain.values import Lifter, StopReason
from orders.ordering.domain.verification import V3, in_hall


@dataclass(frozen=True, slots=True)
class VoluntaryResumption:
    pass


def network(request: VoluntaryResumption, facts: Facts) -> tuple[NetworkChange, ...]:
    return bar(facts.subscriber, to=facts.subscriber.without(StopReason.VOLUNTARY).barring)


def settle(request: VoluntaryResumption, facts: Facts) -> tuple[Step, ...]:
    present = facts.subscriber
    wished = present.stops - present.without(StopReason.VOLUNTARY).stops
    return (
        *(LiftStop(present.id, stop, Lifter.HOLDER) for stop in sorted(wished)),
        EndKeeping(facts.account.id, present.id),
    )


PROCESS = Process(
    name="voluntary_resumption",
    title="Resumption of a number kept",
    term="报停复话",
    about="在期满之前恢复停机保号的号码，只解除本人申请的停机。",
    request=VoluntaryResumption,
    opened_by=(
        *in_hall(),
        Asked(Channel.HOTLINE, Role.HOLDER, proofs=V3),
        Asked(Channel.WEB, Role.HOLDER, proofs=V3),
        Asked(Channel.APP, Role.HOLDER, proofs=V3),
    ),
    steps=(LiftStop, EndKeeping),
    changes=(SetBarring,),
    rules=(is_suspended_by_wish, owes_nothing),
    network=network,
    settle=settle,
    settles=(TERM_END,),
)
