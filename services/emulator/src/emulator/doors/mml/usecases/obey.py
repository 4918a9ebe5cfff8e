"""Carry out one command of an operator at the HLR, as far as its ailments let it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from emulator.doors.mml.usecases.add_key import add_key
from emulator.doors.mml.usecases.add_subscription import add_subscription
from emulator.doors.mml.usecases.change_imsi import change_imsi
from emulator.doors.mml.usecases.change_isdn import change_isdn
from emulator.doors.mml.usecases.change_profile import change_profile
from emulator.doors.mml.usecases.remove_key import remove_key
from emulator.doors.mml.usecases.remove_subscription import remove_subscription
from emulator.faults.domain.element_error import CommandRefused, ElementError
from emulator.faults.domain.fault import Ailment, FaultKind
from emulator.hlr.domain import commands
from emulator.hlr.domain.log_entry import DONE, NOTHING, Changed, LogEntry
from emulator.hlr.domain.subscription import Key, Subscription
from emulator.hlr.usecases.read_hlr import list_key, list_subscription, list_subscriptions
from emulator.switch.ports import Desk, Network

Answer = Changed | Key | Subscription | Sequence[Subscription]

CHANGES: Mapping[type[Any], Callable[..., Awaitable[Changed]]] = {
    commands.AddKey: add_key,
    commands.RemoveKey: remove_key,
    commands.AddFromTemplate: add_subscription,
    commands.RemoveSubscription: remove_subscription,
    commands.ChangeImsi: change_imsi,
    commands.ChangeIsdn: change_isdn,
    commands.ChangeProfile: change_profile,
}
READINGS: Mapping[type[Any], Callable[..., Awaitable[Any]]] = {
    commands.ListKey: list_key,
    commands.ListSubscription: list_subscription,
    commands.ListSubscriptions: list_subscriptions,
}


@dataclass(frozen=True, slots=True)
class Order:
    """A command with who gives it; `echo` is its text, secrets masked."""

    command: commands.Command
    operator: str
    session: str
    echo: str
    at: datetime

    def entry(self, outcome: str, changed: Changed = NOTHING) -> LogEntry:
        return LogEntry(self.at, self.operator, self.session, self.echo, outcome, changed)


async def obey(order: Order, *, desk: Desk, network: Network, ailment: Ailment) -> Answer:
    """
    Change or read the HLR. A change and its line in the log are one transaction.

    :raises CommandRefused: with the reason; it is in the log then.
    """
    reading = READINGS.get(type(order.command))
    try:
        if reading is not None:
            return await _read(order, reading, desk=desk, ailment=ailment)
        return await _change(order, desk=desk, network=network, ailment=ailment)
    except CommandRefused as refused:
        if reading is None:
            async with desk:
                await desk.hlr.log(order.entry(refused.code))
        raise


async def _read(
    order: Order, reading: Callable[..., Awaitable[Any]], *, desk: Desk, ailment: Ailment
) -> Answer:
    _refuse_as_told(ailment)
    answer: Answer = await reading(order.command, desk=desk)
    return answer


async def _change(order: Order, *, desk: Desk, network: Network, ailment: Ailment) -> Answer:
    _refuse_as_told(ailment)
    if ailment.has(FaultKind.FULL):
        is_new = isinstance(order.command, commands.AddFromTemplate)
        raise CommandRefused(ElementError.CAPACITY_EXCEEDED if is_new else ElementError.BUSY)
    if ailment.has(FaultKind.LYING):
        return NOTHING
    async with desk:
        changed = await CHANGES[type(order.command)](order.command, desk=desk, network=network)
        await desk.hlr.log(order.entry(DONE, changed))
    return changed


def _refuse_as_told(ailment: Ailment) -> None:
    code = ailment.code()
    if code is not None:
        raise CommandRefused(ElementError[code] if code else ElementError.BUSY)
