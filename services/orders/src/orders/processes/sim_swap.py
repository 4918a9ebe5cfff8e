"""SIM swap (补换卡): the subscriber keeps the number and moves it to a new SIM card.

The card was lost, broken or too large. The old card stops working at the moment
the new one starts; the subscriber never holds two working cards (rules 2.9).
Who reported it lost is back with the new card as they were before.
"""

from dataclasses import dataclass
from enum import StrEnum

from kernel.numbering import Iccid
from orders.ordering.domain.appointed import PROVISIONAL_LOSS_END
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.free_swaps import is_free
from orders.ordering.domain.guards import is_in_service, owes_nothing
from orders.ordering.domain.loss import found, lifted
from orders.ordering.domain.network import NetworkChange, ReplaceImsi, SetBarring, bar
from orders.ordering.domain.process import Asked, Channel, Process, Role, rule
from orders.ordering.domain.steps import AssignSim, HasKeys, LiftStop, ReserveSim, Step, TakeFee
from orders.ordering.domain.values import Barring, FeeCode, Lifter
from orders.ordering.domain.verification import BY_GUARDIAN, V1, V1_X2, V5, V9


class SwapKind(StrEnum):
    """Why: the old card is gone (补卡), or brought back (换卡)."""

    LOST = "lost"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class SimSwap:
    new_iccid: Iccid
    kind: SwapKind = SwapKind.REPLACED
    old_iccid: Iccid | None = None
    despite_arrears: str = ""
    """Why who owes gets another card all the same: a supervisor's word."""


@rule("STATE_NOT_ALLOWED", "Stopped both ways, or not in service.", "已双停或不在用。")
def may_get_another_card(request: SimSwap, facts: Facts) -> bool:
    """Who reported the card lost may, of all who are stopped both ways (rules 4.3)."""
    usable = found(facts.subscriber).barring < Barring.TWO_WAY
    return usable and is_in_service.holds(request, facts)


@rule("SIM_NOT_AVAILABLE", "This SIM card is not in stock.", "该卡不在库存中。")
def new_sim_is_in_stock(request: SimSwap, facts: Facts) -> bool:
    return facts.has_free_sim(request.new_iccid)


@rule("OLD_CARD_NOT_SHOWN", "Who changes a card brings it back.", "换卡须交回原卡。")
def old_card_is_here(request: SimSwap, facts: Facts) -> bool:
    """A card that is gone has nothing to show (rules 2.9: 换卡 needs the old card)."""
    return request.kind is SwapKind.LOST or request.old_iccid == facts.subscriber.sim.iccid


@rule("ARREARS_EXIST", "There is money owed for this number.", "该号码有欠费。")
def owes_nothing_or_may(request: SimSwap, facts: Facts) -> bool:
    """Blocked, unless a supervisor says why not, or this operator never does (C8)."""
    waived = facts.policy.swap_in_arrears or request.despite_arrears
    return bool(waived) or owes_nothing.holds(request, facts)


def prepare(request: SimSwap, facts: Facts) -> tuple[Step, ...]:
    cash = facts.channel is Channel.HALL
    fee, amount = FeeCode.SIM_SWAP, facts.fee(FeeCode.SIM_SWAP)
    paid = TakeFee(facts.account.id, fee, amount, from_balance=not cash)
    return (
        ReserveSim(request.new_iccid),
        HasKeys(facts.imsi_of(request.new_iccid)),
        *(() if is_free(facts) else (paid,)),
    )


def network(request: SimSwap, facts: Facts) -> tuple[NetworkChange, ...]:
    subscriber, new = facts.subscriber, facts.imsi_of(request.new_iccid)
    return (
        ReplaceImsi(subscriber.msisdn, old_imsi=subscriber.sim.imsi, new_imsi=new),
        *bar(subscriber, to=found(subscriber).barring, card=new),
    )


def settle(request: SimSwap, facts: Facts) -> tuple[Step, ...]:
    subscriber = facts.subscriber
    return (
        AssignSim(subscriber.id, request.new_iccid, instead_of=subscriber.sim.iccid),
        *lifted(subscriber, Lifter.HOLDER),
    )


PROCESS = Process(
    name="sim_swap",
    title="SIM swap",
    term="补换卡",
    about="保留号码换新卡，新卡生效时旧卡立即失效；挂失随之解除。",
    request=SimSwap,
    opened_by=(
        Asked(Channel.HALL, Role.HOLDER, proofs=V1 | V9),
        Asked(Channel.HALL, Role.AGENT, proofs=V1_X2, unless_switched_on=True),
        Asked(Channel.HALL, Role.HANDLER, proofs=V5),
        BY_GUARDIAN,
        Asked(Channel.APP, Role.HOLDER, proofs=V9),
    ),
    steps=(ReserveSim, HasKeys, TakeFee, AssignSim, LiftStop),
    changes=(ReplaceImsi, SetBarring),
    rules=(may_get_another_card, owes_nothing_or_may, new_sim_is_in_stock, old_card_is_here),
    prepare=prepare,
    network=network,
    settle=settle,
    fees=(FeeCode.SIM_SWAP,),
    settles=(PROVISIONAL_LOSS_END,),
    words_of=(("despite_arrears", "supervisor"),),
)
