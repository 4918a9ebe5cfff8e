"""The keys of a card, and whether a network's challenge was made with them."""

from dataclasses import dataclass, field

from provisioning.vault.domain.milenage import Milenage, xor

KEY_OCTETS = 16
_SQN, _AMF_END = 6, 8


@dataclass(frozen=True, slots=True)
class CardKeys:
    """K and OPc of a card, 16 octets each; never shown."""

    imsi: str
    ki: bytes = field(repr=False)
    opc: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Shut:
    """Keys that are there and cannot be opened by this process, and why."""

    code: str
    sentence: str
    for_good: bool
    """No key that comes later opens them."""

    @property
    def row_code(self) -> str:
        """Return the same as those say it who count rows of any table."""
        return "ROW_DAMAGED" if self.for_good else "KEY_NOT_HERE"


@dataclass(frozen=True, slots=True)
class Vector:
    """A challenge and the answer the network expects. 3GPP TS 33.102, 6.3.2."""

    rand: bytes
    autn: bytes = field(repr=False)
    xres: bytes = field(repr=False)


def is_made_with(vector: Vector, keys: CardKeys) -> bool:
    """Tell whether a card with these keys would take this challenge and be taken."""
    card = Milenage(k=keys.ki, opc=keys.opc)
    hidden, amf, mac = vector.autn[:_SQN], vector.autn[_SQN:_AMF_END], vector.autn[_AMF_END:]
    if len(vector.rand) != KEY_OCTETS or len(hidden + amf) != _AMF_END:
        return False
    # AK does not depend on the sequence number, so it uncovers it.
    anonymity = card.outputs(vector.rand, sqn=bytes(_SQN), amf=amf).ak
    outputs = card.outputs(vector.rand, sqn=xor(hidden, anonymity), amf=amf)
    return outputs.res == vector.xres and outputs.mac == mac
