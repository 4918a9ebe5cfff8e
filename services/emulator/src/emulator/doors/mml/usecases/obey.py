"""Carry out one command of an operator at the HLR, as far as its ailments let it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from emulator.doors.mml.ports import Change, Reading
from emulator.faults.domain.element_error import CommandRefused, ElementError
from emulator.faults.domain.fault import Ailment, FaultKind
from emulator.handsets.ports import UnitOfWork
from emulator.handsets.usecases.send_text import deliver_waiting
from emulator.hlr.domain.log_entry import DONE, NOTHING, Changed, LogEntry
from emulator.hlr.domain.subscription import Subscription
from emulator.hlr.ports import HomeNetwork

Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True)
class Order:
    """Who gives a command; `echo` is its text, secrets masked.

    `when_full` is what a full element says to it.
    """

    operator: str
    session: str
    echo: str
    at: datetime
    when_full: ElementError = ElementError.BUSY

    def entry(self, outcome: str, changed: Changed = NOTHING) -> LogEntry:
        return LogEntry(self.at, self.operator, self.session, self.echo, outcome, changed)


async def obey(
    change: Change, order: Order, *, uow: UnitOfWork, network: HomeNetwork, ailment: Ailment
) -> None:
    """
    Change the HLR. A change and its line in the log are one transaction.

    :raises CommandRefused: with the reason; it is in the log then.
    """
    try:
        _refuse_as_told(ailment)
        _refuse_when_full(ailment, order)
        if ailment.has(FaultKind.LYING):
            return
        async with uow:
            changed = await change.act(uow=uow, network=network)
            await _hand_over(changed, uow=uow, at=order.at)
            await uow.hlr.log(order.entry(DONE, changed))
    except CommandRefused as refused:
        async with uow:
            await uow.hlr.log(order.entry(refused.code))
        raise


async def _hand_over(changed: Changed, *, uow: UnitOfWork, at: datetime) -> None:
    """A handset that may be reached again gets what waited for it. TS 23.040, 3.2.7."""
    before, after = changed.before, changed.after
    if not (isinstance(before, Subscription) and isinstance(after, Subscription)):
        return
    if before.profile.may_bar_incoming():
        visitor = await uow.switch.get(after.imsi)
        if visitor is not None:
            await deliver_waiting(visitor, uow=uow, at=at)


async def look(reading: Reading[Shown], *, uow: UnitOfWork, ailment: Ailment) -> Shown:
    """Read the HLR. Raises CommandRefused."""
    _refuse_as_told(ailment)
    return await reading.look(uow=uow)


def _refuse_as_told(ailment: Ailment) -> None:
    code = ailment.code()
    if code is not None:
        raise CommandRefused(ElementError[code] if code else ElementError.BUSY)


def _refuse_when_full(ailment: Ailment, order: Order) -> None:
    if ailment.has(FaultKind.FULL):
        raise CommandRefused(order.when_full)
