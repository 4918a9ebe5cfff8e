"""Supplementary services (语音补充业务): each is set by itself, no other is touched (rules 2.14).

Provided first, then registered and activated; who owes may only give up. What goes with what (3.3)
the network judges once more.
"""

from dataclasses import dataclass
from typing import Annotated

from orders.ordering.domain.facts import Facts
from orders.ordering.domain.guards import holder_is_checked, is_active
from orders.ordering.domain.guards_of_services import (
    afterwards,
    changes_something,
    goes_with_the_others,
    is_offered,
    is_provisioned,
    is_registered,
    may_be_hidden,
    number_is_allowed,
    rings_as_long_as_allowed,
    sets_without_arrears,
)
from orders.ordering.domain.network import NetworkChange, SetService
from orders.ordering.domain.process import Asked, Channel, Process, Role
from orders.ordering.domain.steps import Step
from orders.ordering.domain.steps_of_services import SetServiceState
from orders.ordering.domain.supplementary import NO_ANSWER_SECONDS
from orders.ordering.domain.values import AtLeast, Service, ServiceAct
from orders.ordering.domain.verification import V2, V3, V4, in_hall


@dataclass(frozen=True, slots=True)
class SupplementaryServices:
    service: Service
    act: ServiceAct
    number: str = ""
    """Where calls are forwarded to, however it is written."""
    seconds: Annotated[int | None, AtLeast(NO_ANSWER_SECONDS[0], at_most=NO_ANSWER_SECONDS[-1])] = (
        None
    )


def network(request: SupplementaryServices, facts: Facts) -> tuple[NetworkChange, ...]:
    who, to = facts.subscriber, afterwards(request, facts)
    card = (who.msisdn, who.sim.imsi)
    return (SetService(*card, request.service, to.state, to.number, to.seconds),)


def settle(request: SupplementaryServices, facts: Facts) -> tuple[Step, ...]:
    to = afterwards(request, facts)
    who = facts.subscriber.id
    return (SetServiceState(who, request.service, to.state, to.number, to.seconds),)


PROCESS = Process(
    name="supplementary_services",
    title="Supplementary services",
    term="语音补充业务",
    about="呼叫转移、呼叫等待、来电显示、呼叫限制等，逐项开通、登记、激活、取消，互不影响。",
    request=SupplementaryServices,
    opened_by=(
        Asked(Channel.HALL, Role.HOLDER, proofs=V3),
        *in_hall(),
        *(
            Asked(channel, Role.HOLDER, proofs=V3)
            for channel in (Channel.HOTLINE, Channel.WEB, Channel.APP)
        ),
        *(Asked(channel, Role.HOLDER, proofs=V2) for channel in (Channel.WEB, Channel.APP)),
        Asked(Channel.SMS, Role.HOLDER, proofs=V4),
    ),
    steps=(SetServiceState,),
    changes=(SetService,),
    rules=(
        *(is_active, holder_is_checked, is_offered, sets_without_arrears, may_be_hidden),
        *(is_provisioned, number_is_allowed, rings_as_long_as_allowed, is_registered),
        *(changes_something, goes_with_the_others),
    ),
    network=network,
    settle=settle,
)
