"""Switch a handset on: authenticate its card, take it in, hand it what was waiting."""

from dataclasses import dataclass
from datetime import datetime

from emulator.handsets.ports import UnitOfWork
from emulator.handsets.usecases.send_text import deliver_waiting
from emulator.hlr.domain.authentication import CardAnswer, Vector, answer
from emulator.hlr.domain.profile import Location, Profile
from emulator.hlr.domain.subscription import Key
from emulator.hlr.usecases.hand_out_vectors import Resync, take_vectors
from emulator.switch.domain.traffic import Cause
from emulator.switch.domain.visitor import Visitor
from emulator.switch.ports import Network
from emulator.switch.usecases.update_location import UpdateLocation, locate


@dataclass(frozen=True, slots=True)
class AttachHandset:
    """`card` None: the one the handset had before."""

    imsi: str
    card: Key | None
    location: Location
    at: datetime
    visited_plmn: str = ""


async def attach_handset(
    command: AttachHandset, *, uow: UnitOfWork, network: Network
) -> tuple[Cause, Profile | None]:
    """Return NONE and the profile the switch was told, or why the network does not serve it."""
    async with uow:
        known = await uow.handsets.get_card(command.imsi)
        card = _card_in_hand(command.card, known)
        if card is None:
            return Cause.AUTHENTICATION_FAILED, None
        cause, card = await _authenticate(card, uow=uow, network=network)
        await uow.handsets.save_card(card)
        if cause is not Cause.NONE:
            return cause, None
        return await _take_in(command, uow=uow, network=network)


def _card_in_hand(given: Key | None, known: Key | None) -> Key | None:
    """A card put in again remembers its sequence number."""
    if given is None or known is None:
        return given or known
    return known if (given.k, given.opc) == (known.k, known.opc) else given


async def _authenticate(card: Key, *, uow: UnitOfWork, network: Network) -> tuple[Cause, Key]:
    challenges = await take_vectors(card.imsi, uow=uow, network=network)
    if not challenges:
        return Cause.IMSI_UNKNOWN, card
    challenge = challenges[0]
    said, card = answer(card, rand=challenge.rand, autn=challenge.autn)
    if said.auts:
        resync = Resync(challenge.rand, said.auts)
        again = await take_vectors(card.imsi, uow=uow, network=network, resync=resync)
        challenge = again[0]
        said, card = answer(card, rand=challenge.rand, autn=challenge.autn)
    return _verdict(said, challenge), card


def _verdict(said: CardAnswer, challenge: Vector) -> Cause:
    return Cause.NONE if said.res == challenge.xres else Cause.AUTHENTICATION_FAILED


async def _take_in(
    command: AttachHandset, *, uow: UnitOfWork, network: Network
) -> tuple[Cause, Profile | None]:
    asked = UpdateLocation(command.imsi, network.switch_name, command.location, command.at)
    cause, subscription = await locate(asked, uow=uow)
    if subscription is None:
        return cause, None
    visitor = Visitor(
        command.imsi, subscription.profile, command.location, command.at, command.visited_plmn
    )
    await uow.switch.save(visitor)
    await deliver_waiting(visitor, uow=uow, at=command.at)
    return Cause.NONE, subscription.profile
