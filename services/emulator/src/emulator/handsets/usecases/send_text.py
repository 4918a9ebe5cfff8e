"""Store a text and forward it to the handset the switch knows under the number."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from emulator.faults.domain.fault import HEALTHY, Ailment, FaultKind
from emulator.handsets.domain.text_message import TextMessage, TextState, parts
from emulator.handsets.ports import UnitOfWork
from emulator.switch.domain.call_record import Amount, RecordType, Use, record
from emulator.switch.domain.credit import UNLIMITED, Credit
from emulator.switch.domain.traffic import Cause, incoming, outgoing
from emulator.switch.domain.visitor import Visitor
from emulator.switch.ports import Network
from emulator.switch.usecases.find_caller import HandsetRef, find_called, find_caller


@dataclass(frozen=True, slots=True)
class SendText:
    """`sender` is a handset, or the name a text of the operator is from."""

    sender: HandsetRef | str
    to: str
    body: str
    valid: timedelta
    at: datetime
    receipt_to: str = ""
    reference: bytes = b""


@dataclass(frozen=True, slots=True)
class Sent:
    cause: Cause
    text: TextMessage | None = None
    cdr_id: str = ""


async def send_text(
    command: SendText, *, uow: UnitOfWork, network: Network, ailment: Ailment = HEALTHY
) -> Sent:
    """Return the text as it stands: delivered, or waiting for the handset; or why not taken."""
    if ailment.has(FaultKind.FULL) or ailment.code() is not None:
        return Sent(Cause.CONGESTION)
    sender, cause = await _admit(command, uow=uow, network=network)
    if cause is not Cause.NONE:
        return Sent(cause)
    credit = await _credit(command, sender, network=network)
    if credit.is_refused:
        return Sent(credit.cause)
    async with uow:
        text = await _forward(command, sender, uow=uow, network=network, ailment=ailment)
        cdr_id = "" if text is None else await _charge(command, sender, uow=uow, network=network)
    units = parts(command.body) if cdr_id else 0
    await network.charging.end(credit, units=units, record_id=cdr_id)
    return Sent(Cause.NONE if text else Cause.CALLED_BARRED, text, cdr_id)


async def _admit(
    command: SendText, *, uow: UnitOfWork, network: Network
) -> tuple[Visitor | None, Cause]:
    if isinstance(command.sender, str):
        return None, Cause.NONE
    async with uow:
        sender = await find_caller(command.sender, uow=uow)
    cause = outgoing(sender, to=command.to, plan=network.plan)
    # An emergency number passes every bar, but there is no texting without a network.
    return sender, Cause.NOT_ATTACHED if sender is None else cause


async def _credit(command: SendText, sender: Visitor | None, *, network: Network) -> Credit:
    """Ask whoever charges; the operator's own texts and those to free numbers cost nothing."""
    if sender is None or network.plan.is_free(command.to):
        return UNLIMITED
    return await network.charging.begin(_use(command, network), by=sender, at=command.at)


def _use(command: SendText, network: Network) -> Use:
    return Use(RecordType.TEXT, network.plan.written(command.to), Amount(count=parts(command.body)))


async def _forward(
    command: SendText,
    sender: Visitor | None,
    *,
    uow: UnitOfWork,
    network: Network,
    ailment: Ailment,
) -> TextMessage | None:
    recipient = network.plan.international_form(command.to)
    text = TextMessage(
        id=network.new_id(),
        sender=sender.isdn if sender else str(command.sender),
        recipient=recipient,
        body=command.body,
        submitted_at=command.at,
        expires_at=command.at + command.valid,
        receipt_to=command.receipt_to,
        reference=command.reference,
    )
    # A handset that attaches now either has it already or is seen by us: none waits for nothing.
    await uow.texts.hold(recipient)
    called = await find_called(recipient, uow=uow)
    is_barred = incoming(called) is Cause.CALLED_BARRED
    if is_barred and not command.receipt_to:
        return None
    if ailment.has(FaultKind.LYING):
        # It says "delivered" and keeps nothing.
        return text.delivered("", at=command.at)
    if is_barred:
        text = text.ended(TextState.REFUSED)
    elif not called.is_ours:
        # Another network's own centre does it; who wants a receipt has one.
        text = text.delivered("", at=command.at)
        if not command.receipt_to:
            return text
    elif called.visitor is not None:
        text = text.delivered(called.visitor.imsi, at=command.at)
    await uow.texts.save(text)
    return text


async def _charge(
    command: SendText, sender: Visitor | None, *, uow: UnitOfWork, network: Network
) -> str:
    if sender is None or network.plan.is_emergency(command.to):
        return ""
    made = record(_use(command, network), by=sender, at=command.at, id_=network.new_id())
    await uow.records.add(made)
    return made.cdr_id


async def deliver_waiting(visitor: Visitor, *, uow: UnitOfWork, at: datetime) -> None:
    """Hand a handset that has just attached the texts its number was waiting for."""
    if visitor.profile.bars_incoming(visitor.location):
        return
    await uow.texts.hold(visitor.isdn)
    for text in await uow.texts.get_waiting_for_update(visitor.isdn):
        if text.expires_at <= at:
            await uow.texts.save(text.ended(TextState.EXPIRED))
        else:
            await uow.texts.save(text.delivered(visitor.imsi, at=at))
