"""Loss cancellation (解挂): the card that was reported lost has turned up.

In the hall with the paper, or by hotline with the service password (rules 2.6, 2.15). Only this
reason is lifted: who is stopped for another stays stopped. Who owes may ask: nothing is taken back.
"""

from dataclasses import dataclass

from orders.ordering.domain.appointed import PROVISIONAL_LOSS_END
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.guards import is_served
from orders.ordering.domain.loss import found_in_network, is_lost, lifted
from orders.ordering.domain.network import SetBarring
from orders.ordering.domain.process import Asked, Channel, Process, Role, rule
from orders.ordering.domain.steps import LiftStop, Step
from orders.ordering.domain.values import Lifter
from orders.ordering.domain.verification import V3, in_hall


@dataclass(frozen=True, slots=True)
class LossCancellation:
    pass


@rule("STATE_NOT_ALLOWED", "The card of this number is not reported lost.", "该号码未挂失。")
def is_reported_lost(request: LossCancellation, facts: Facts) -> bool:
    return is_lost(facts.subscriber) and is_served.holds(request, facts)


def settle(request: LossCancellation, facts: Facts) -> tuple[Step, ...]:
    return lifted(facts.subscriber, Lifter.HOLDER)


PROCESS = Process(
    name="loss_cancellation",
    title="Loss cancellation",
    term="解挂",
    about="挂失的卡已找回，解除挂失；其他停机原因仍然有效。",
    request=LossCancellation,
    opened_by=(*in_hall(), Asked(Channel.HOTLINE, Role.HOLDER, proofs=V3)),
    steps=(LiftStop,),
    changes=(SetBarring,),
    rules=(is_reported_lost,),
    network=found_in_network,
    settle=settle,
    settles=(PROVISIONAL_LOSS_END,),
)
