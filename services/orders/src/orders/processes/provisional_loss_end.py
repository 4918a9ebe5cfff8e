"""End of a provisional loss report (临时挂失到期): nobody confirmed it in time (R-SIM-5).

The number is in service again, but for what else stops it.
"""

from dataclasses import dataclass

from orders.ordering.domain.appointed import PROVISIONAL_LOSS_END
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.guards import is_served
from orders.ordering.domain.loss import found_in_network, is_lost, lifted
from orders.ordering.domain.network import SetBarring
from orders.ordering.domain.process import OnTimer, Process, rule
from orders.ordering.domain.steps import LiftStop, Step
from orders.ordering.domain.values import NOBODY_KNOWS, AppointedBy, Lifter


@dataclass(frozen=True, slots=True)
class ProvisionalLossEnd:
    report: AppointedBy = NOBODY_KNOWS
    """The order that reported it."""


@rule("NOTHING_TO_DO", "The card of this number is not reported lost.", "该号码未挂失。")
def is_still_lost(request: ProvisionalLossEnd, facts: Facts) -> bool:
    return is_lost(facts.subscriber)


def settle(request: ProvisionalLossEnd, facts: Facts) -> tuple[Step, ...]:
    return lifted(facts.subscriber, Lifter.TERM_END)


PROCESS = Process(
    name="provisional_loss_end",
    title="End of a provisional loss report",
    term="临时挂失到期",
    about="临时挂失限时内未确认身份，自动解除挂失；其他停机原因仍然有效。",
    request=ProvisionalLossEnd,
    opened_by=(OnTimer(PROVISIONAL_LOSS_END),),
    steps=(LiftStop,),
    changes=(SetBarring,),
    rules=(is_served, is_still_lost),
    network=found_in_network,
    settle=settle,
    settles=(PROVISIONAL_LOSS_END,),
)
