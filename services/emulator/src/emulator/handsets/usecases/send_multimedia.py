"""Take a multimedia message from a handset: asked about and written down for each recipient.

It goes to all of them or to none: where one cannot be paid for, the others are told to be unused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from emulator.handsets.ports import UnitOfWork
from emulator.switch.domain.call_record import Amount, CallRecord, RecordType, Use, record
from emulator.switch.domain.credit import UNLIMITED, Credit
from emulator.switch.domain.multimedia_message import MultimediaMessage
from emulator.switch.domain.traffic import Cause, data, outgoing
from emulator.switch.domain.visitor import Visitor
from emulator.switch.ports import Network
from emulator.switch.usecases.find_caller import HandsetRef, find_caller


@dataclass(frozen=True, slots=True)
class SendMultimedia:
    """`to` are numbers as dialled; `octets` is the size of the whole message."""

    sender: HandsetRef
    to: tuple[str, ...]
    octets: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Submitted:
    """What the MMS centre answers; the records are those of the recipients, in their order."""

    cause: Cause
    message_id: str = ""
    cdr_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """The message for one recipient, and what whoever charges said about it."""

    use: Use
    credit: Credit

    @property
    def message_id(self) -> str:
        return self.use.message.id if self.use.message else ""


async def send_multimedia(
    command: SendMultimedia, *, uow: UnitOfWork, network: Network
) -> Submitted:
    """Return under which id the message was taken, or why it was not."""
    async with uow:
        sender = await find_caller(command.sender, uow=uow)
    cause = _judge(command, sender, network=network)
    if sender is None or cause is not Cause.NONE:
        return Submitted(cause)
    copies = await _ask(command, sender, network=network)
    refused = copies[-1].credit
    if refused.is_refused:
        await _end(copies[:-1], (), network=network)
        return Submitted(refused.cause)
    made = [record(copy.use, by=sender, at=command.at, id_=network.new_id()) for copy in copies]
    async with uow:
        for written in made:
            await uow.records.add(written)
    await _end(copies, made, network=network)
    return Submitted(Cause.NONE, copies[0].message_id, tuple(one.cdr_id for one in made))


def _judge(command: SendMultimedia, sender: Visitor | None, *, network: Network) -> Cause:
    """Judge every recipient, and the packet service that carries the message."""
    plan = network.plan
    causes = [outgoing(sender, to=number, plan=plan) for number in command.to]
    # An emergency number passes every bar, but no message goes without a network.
    return next((one for one in causes if one is not Cause.NONE), data(sender))


async def _ask(command: SendMultimedia, sender: Visitor, *, network: Network) -> Sequence[Copy]:
    """Ask for one recipient after the other, up to the first that is refused."""
    # Who is named in two ways gets it once.
    recipients = {network.plan.written(number): number for number in command.to}
    message = MultimediaMessage(network.new_id(), command.octets, len(recipients))
    copies = []
    for peer, number in recipients.items():
        use = Use(RecordType.MULTIMEDIA, peer, Amount(count=1), message)
        credit = UNLIMITED
        if not network.plan.is_free(number):
            credit = await network.charging.begin(use, by=sender, at=command.at)
        copies.append(Copy(use, credit))
        if credit.is_refused:
            break
    return copies


async def _end(copies: Sequence[Copy], made: Sequence[CallRecord], *, network: Network) -> None:
    """Tell what was used: each copy with its record, or none of them."""
    ids = [one.cdr_id for one in made] or [""] * len(copies)
    for copy, cdr_id in zip(copies, ids, strict=True):
        units = copy.use.amount.units if cdr_id else 0
        await network.charging.end(copy.credit, units=units, record_id=cdr_id)
