"""Information change (服务信息变更): in which language the holder is written to (rules 2.13).

It changes nothing of the right to use the number, and nothing in the network.
"""

from dataclasses import dataclass

from orders.ordering.domain.facts import Facts
from orders.ordering.domain.guards import is_in_network
from orders.ordering.domain.process import Asked, Channel, Process, Role
from orders.ordering.domain.steps import Step
from orders.ordering.domain.steps_of_locks import SetLanguage
from orders.ordering.domain.values import Language
from orders.ordering.domain.verification import V2, V3, in_hall


@dataclass(frozen=True, slots=True)
class InformationChange:
    language: Language


def prepare(request: InformationChange, facts: Facts) -> tuple[Step, ...]:
    return (SetLanguage(facts.subscriber.id, request.language),)


PROCESS = Process(
    name="information_change",
    title="Information change",
    term="服务信息变更",
    about="变更客户接收短信的语言，不影响号码使用。",
    request=InformationChange,
    opened_by=(
        *in_hall(),
        Asked(Channel.HOTLINE, Role.HOLDER, proofs=V3),
        *(
            Asked(channel, Role.HOLDER, proofs=proofs)
            for channel in (Channel.WEB, Channel.APP)
            for proofs in (V3, V2)
        ),
    ),
    steps=(SetLanguage,),
    changes=(),
    rules=(is_in_network,),
    prepare=prepare,
)
