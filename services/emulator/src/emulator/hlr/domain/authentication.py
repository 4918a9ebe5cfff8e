"""Who proves what to whom when a card is switched on. 3GPP TS 33.102, 6.3."""

from dataclasses import dataclass, field, replace

from emulator.hlr.domain.milenage import Milenage, xor
from emulator.hlr.domain.subscription import Key

_SQN_OCTETS = 6
_STEP = 1 << 5
"""The sequence part stands above five bits of index. TS 33.102, C.1.1.1."""
_RESYNC_AMF = bytes(2)
_AUTS_OCTETS = 14


@dataclass(frozen=True, slots=True)
class Vector:
    """One challenge with its answer, from the HLR to the node that serves the card."""

    rand: bytes
    autn: bytes
    xres: bytes = field(repr=False)
    ck: bytes = field(repr=False)
    ik: bytes = field(repr=False)

    @property
    def sres(self) -> bytes:
        """The second-generation answer. TS 33.102, 6.8.1.2 (conversion c2)."""
        return xor(self.xres[:4], self.xres[4:8])

    @property
    def kc(self) -> bytes:
        """The second-generation cipher key (conversion c3)."""
        ck, ik = self.ck, self.ik
        return xor(xor(ck[:8], ck[8:]), xor(ik[:8], ik[8:]))


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """What a card says to a challenge: RES, or why not."""

    res: bytes = field(default=b"", repr=False)
    auts: bytes = field(default=b"", repr=False)
    """Not empty: the sequence number is old, here is mine."""

    @property
    def trusts_the_network(self) -> bool:
        return bool(self.res or self.auts)


def advanced(key: Key, *, vectors: int) -> Key:
    """Return the key with its sequence number moved on behind so many vectors."""
    return replace(key, sqn=key.sqn + _STEP * vectors)


def vector(key: Key, *, sqn: int, rand: bytes) -> Vector:
    """Make the vector of one sequence number and 16 random octets."""
    number = sqn.to_bytes(_SQN_OCTETS, "big")
    made = Milenage(key.k, key.opc).outputs(rand, sqn=number, amf=key.amf)
    autn = xor(number, made.ak) + key.amf + made.mac
    return Vector(rand, autn, xres=made.res, ck=made.ck, ik=made.ik)


def vectors(key: Key, *, rands: tuple[bytes, ...]) -> tuple[Vector, ...]:
    """Make the vectors that follow the key's sequence number, one per random string."""
    return tuple(
        vector(key, sqn=key.sqn + _STEP * turn, rand=rand) for turn, rand in enumerate(rands, 1)
    )


def answer(card: Key, *, rand: bytes, autn: bytes) -> tuple[CardAnswer, Key]:
    """Let a card judge a challenge; it remembers the highest sequence number. TS 33.102, 6.3.3."""
    milenage = Milenage(card.k, card.opc)
    hidden, amf, mac = autn[:6], autn[6:8], autn[8:]
    probe = milenage.outputs(rand, sqn=bytes(_SQN_OCTETS), amf=amf)
    number = xor(hidden, probe.ak)
    if milenage.outputs(rand, sqn=number, amf=amf).mac != mac:
        return CardAnswer(), card
    sqn = int.from_bytes(number, "big")
    if sqn <= card.sqn:
        return CardAnswer(auts=_auts(card, rand=rand)), card
    return CardAnswer(res=probe.res), replace(card, sqn=sqn)


def resynchronised(key: Key, *, rand: bytes, auts: bytes) -> Key | None:
    """Return the key at the card's sequence number; None where the card did not say it."""
    if len(auts) != _AUTS_OCTETS:
        return None
    milenage = Milenage(key.k, key.opc)
    probe = milenage.outputs(rand, sqn=bytes(_SQN_OCTETS), amf=_RESYNC_AMF)
    number = xor(auts[:6], probe.ak_resync)
    said = milenage.outputs(rand, sqn=number, amf=_RESYNC_AMF).mac_resync
    return replace(key, sqn=int.from_bytes(number, "big")) if said == auts[6:] else None


def _auts(card: Key, *, rand: bytes) -> bytes:
    number = card.sqn.to_bytes(_SQN_OCTETS, "big")
    made = Milenage(card.k, card.opc).outputs(rand, sqn=number, amf=_RESYNC_AMF)
    return xor(number, made.ak_resync) + made.mac_resync
