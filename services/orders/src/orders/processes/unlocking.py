"""Unlocking (解锁): what was locked works again: card, password, vouchers, lost or suspect number.

Who may ask depends on what is locked (rules 2.15). Of a card its PUK may then be read. A loss and
a suspicion of fraud are stops: their reason alone is lifted, what else stops the number goes on.
"""

from dataclasses import dataclass, replace

from orders.ordering.domain.facts import Facts, Subscriber
from orders.ordering.domain.guards import holder_is_checked, is_in_network, is_served
from orders.ordering.domain.network import NetworkChange, SetBarring, bar
from orders.ordering.domain.process import Asked, Channel, Process, Role, rule
from orders.ordering.domain.steps import LiftStop, Step
from orders.ordering.domain.steps_of_locks import ClearVoucherTries, GrantPuk, Unlock
from orders.ordering.domain.values import Barring, Lifter, LockKind, StopReason
from orders.ordering.domain.verification import V1, V2, V3, V6, V9, in_hall

STOPS = {
    LockKind.LOSS: (StopReason.LOST, Lifter.HOLDER),
    LockKind.FRAUD: (StopReason.FRAUD, Lifter.NEW_CHECK),
}
"""The kinds that are stops, and on whose word each is lifted (rules 3.6)."""
PASSWORD, VOUCHER = (LockKind.SERVICE_PASSWORD,), (LockKind.RECHARGE_VOUCHER,)
PIN = (LockKind.SIM_PIN,)
LOSS, FRAUD = (LockKind.LOSS,), (LockKind.FRAUD,)


@dataclass(frozen=True, slots=True)
class Unlocking:
    kind: LockKind
    notice: str = ""
    """Of a suspicion of fraud: the number of the notice the holder has signed."""


@rule(
    "STATE_NOT_ALLOWED",
    "The number is not in the network, or was given up for its arrears.",
    "号码不在网，或已欠费预销。",
)
def may_be_unlocked(request: Unlocking, facts: Facts) -> bool:
    """Of who was given up no stop is lifted by itself; a card is still a card."""
    judging = is_served if request.kind in STOPS else is_in_network
    return judging.holds(request, facts)


@rule("NOT_LOCKED", "The number is not stopped for this.", "号码未因此停机。")
def is_locked(request: Unlocking, facts: Facts) -> bool:
    """Of what is no stop, its owner judges."""
    stopped = STOPS.get(request.kind)
    return stopped is None or facts.subscriber.level_for(stopped[0]) is not Barring.NONE


@rule("NOTICE_NOT_SIGNED", "Who was suspected signs a notice: say its number.", "请先签署承诺书。")
def notice_is_signed(request: Unlocking, facts: Facts) -> bool:
    return request.kind is not LockKind.FRAUD or bool(request.notice.strip())


def prepare(request: Unlocking, facts: Facts) -> tuple[Step, ...]:
    counted = Unlock(facts.subscriber.id, request.kind)
    if request.kind is LockKind.RECHARGE_VOUCHER:
        return (counted, ClearVoucherTries(facts.account.id))
    if request.kind is LockKind.SIM_PIN:
        return (counted, GrantPuk(facts.subscriber.id, facts.subscriber.sim.imsi))
    return (counted,)


def network(request: Unlocking, facts: Facts) -> tuple[NetworkChange, ...]:
    return bar(facts.subscriber, to=afterwards(request, facts).barring)


def settle(request: Unlocking, facts: Facts) -> tuple[Step, ...]:
    present = facts.subscriber
    over = present.stops - afterwards(request, facts).stops
    return tuple(LiftStop(present.id, stop, STOPS[request.kind][1]) for stop in sorted(over))


def afterwards(request: Unlocking, facts: Facts) -> Subscriber:
    """Return the subscriber without the stop that is lifted."""
    stopped = STOPS.get(request.kind)
    return facts.subscriber if stopped is None else facts.subscriber.without(stopped[0])


PROCESS = Process(
    name="unlocking",
    title="Unlocking",
    term="解锁",
    about="解开卡、服务密码、充值卡、挂失或涉诈的锁；每类每日最多三次。",
    request=Unlocking,
    opened_by=(
        *(replace(way, only_for=PIN) for way in in_hall()),
        Asked(Channel.HOTLINE, Role.HOLDER, proofs=V3, only_for=PIN),
        Asked(Channel.WEB, Role.HOLDER, proofs=V3 | V2, only_for=PIN),
        Asked(Channel.APP, Role.HOLDER, proofs=V3 | V2, only_for=PIN),
        Asked(Channel.HALL, Role.HOLDER, proofs=V1, only_for=PASSWORD + VOUCHER + LOSS),
        Asked(Channel.HALL, Role.HANDLER, proofs=V6, only_for=PASSWORD + VOUCHER + LOSS),
        Asked(Channel.HALL, Role.HOLDER, proofs=V1 | V9, only_for=FRAUD),
        Asked(Channel.HOTLINE, Role.HOLDER, proofs=V3, only_for=VOUCHER + LOSS),
        Asked(Channel.APP, Role.HOLDER, proofs=V3 | V2, only_for=VOUCHER),
        Asked(Channel.APP, Role.HOLDER, proofs=V3, only_for=LOSS),
    ),
    steps=(Unlock, ClearVoucherTries, GrantPuk, LiftStop),
    changes=(SetBarring,),
    rules=(may_be_unlocked, holder_is_checked, is_locked, notice_is_signed),
    prepare=prepare,
    network=network,
    settle=settle,
    kind=lambda request: request.kind,
)
