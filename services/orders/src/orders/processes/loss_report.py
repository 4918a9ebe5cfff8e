"""Loss report (挂失): handset and card are gone, and nobody shall call or be called with them.

Both ways at once, also for who owes or is kept one way (半停; rules 2.4 R-VS-6, T08). It costs
nothing and ends with another card (补卡) or when the card turns up (解挂). Where a provisional one
(临时挂失) is in force it confirms that, which then ends by itself no more (R-SIM-5).
"""

from dataclasses import dataclass

from orders.ordering.domain.appointed import PROVISIONAL_LOSS_END
from orders.ordering.domain.loss import PROVISIONAL, may_be_reported, stopped, stopped_in_network
from orders.ordering.domain.network import SetBarring
from orders.ordering.domain.process import Asked, Channel, Process, Role
from orders.ordering.domain.steps import AddStop
from orders.ordering.domain.verification import V2, V3, in_hall

NAME = "loss_report"


@dataclass(frozen=True, slots=True)
class LossReport:
    pass


PROCESS = Process(
    name=NAME,
    title="Loss report",
    term="挂失",
    about="手机或卡遗失，立即双向停机，不收费；补卡或解挂后恢复。",
    request=LossReport,
    opened_by=(
        *in_hall(),
        Asked(Channel.HOTLINE, Role.HOLDER, proofs=V3),
        Asked(Channel.WEB, Role.HOLDER, proofs=V3),
        Asked(Channel.WEB, Role.HOLDER, proofs=V2),
        Asked(Channel.APP, Role.HOLDER, proofs=V3),
        Asked(Channel.APP, Role.HOLDER, proofs=V2),
    ),
    steps=(AddStop,),
    changes=(SetBarring,),
    rules=(may_be_reported,),
    network=stopped_in_network,
    settle=stopped,
    settles=(PROVISIONAL_LOSS_END,),
    follows=(PROVISIONAL, NAME, "loss_cancellation", "sim_swap", "provisional_loss_end"),
)
