"""Hand out authentication vectors for a card that has a number. 3GPP TS 33.102, 6.3.2."""

from collections.abc import Sequence
from dataclasses import dataclass

from emulator.hlr.domain.authentication import Vector, resynchronised, vectors
from emulator.hlr.ports import HomeNetwork as Network
from emulator.hlr.ports import UnitOfWork

VECTORS = 5
RAND_OCTETS = 16


@dataclass(frozen=True, slots=True)
class Resync:
    """What a card said to a challenge whose sequence number was old."""

    rand: bytes
    auts: bytes


async def hand_out_vectors(
    imsi: str, *, uow: UnitOfWork, network: Network, resync: Resync | None = None
) -> Sequence[Vector]:
    """Return five vectors; none where the card has no number or no keys."""
    async with uow:
        return await take_vectors(imsi, uow=uow, network=network, resync=resync)


async def take_vectors(
    imsi: str, *, uow: UnitOfWork, network: Network, resync: Resync | None = None
) -> Sequence[Vector]:
    """The same, inside a transaction that is open."""
    if resync is not None:
        await _resynchronise(imsi, resync, uow=uow)
    key = await uow.keys.advance(imsi, vectors=VECTORS)
    if key is None:
        return ()
    rands = tuple(network.random_octets(RAND_OCTETS) for _ in range(VECTORS))
    return vectors(key, rands=rands)


async def _resynchronise(imsi: str, resync: Resync, *, uow: UnitOfWork) -> None:
    key = await uow.keys.get(imsi)
    if key is None:
        return
    caught_up = resynchronised(key, rand=resync.rand, auts=resync.auts)
    if caught_up is not None:
        await uow.keys.set_sequence(imsi, sqn=caught_up.sqn)
