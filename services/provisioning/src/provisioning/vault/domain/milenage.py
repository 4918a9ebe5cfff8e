"""Milenage, the example algorithm set for authentication and key agreement. 3GPP TS 35.206."""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_BLOCK = 16
_HALF = 8
_SQN = 6
_ROTATIONS = (8, 0, 4, 8, 12)
"""Octets the block is rotated to the left for OUT1 to OUT5. TS 35.206, 4.1."""
_CONSTANTS = (0, 1, 2, 4, 8)
"""The last octet of c1 to c5."""


@dataclass(frozen=True, slots=True)
class Outputs:
    """What both sides compute from a challenge."""

    mac: bytes
    mac_resync: bytes
    res: bytes
    ck: bytes = field(repr=False)
    ik: bytes = field(repr=False)
    ak: bytes = field(repr=False)
    ak_resync: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Milenage:
    """The functions f1 to f5* of one card (K and OPc, 16 octets each)."""

    k: bytes = field(repr=False)
    opc: bytes = field(repr=False)

    def outputs(self, rand: bytes, *, sqn: bytes, amf: bytes) -> Outputs:
        """Compute all outputs for a challenge: `rand` 16, `sqn` 6 and `amf` 2 octets."""
        temp = self._encrypt(xor(rand, self.opc))
        tagged = xor(rotate((sqn + amf) * 2, self.opc, by=_ROTATIONS[0]), temp)
        first = xor(self._encrypt(tagged), self.opc)
        second, third, fourth, fifth = (self._out(temp, number) for number in range(1, 5))
        return Outputs(
            mac=first[:_HALF],
            mac_resync=first[_HALF:],
            res=second[_HALF:],
            ck=third,
            ik=fourth,
            ak=second[:_SQN],
            ak_resync=fifth[:_SQN],
        )

    def _out(self, temp: bytes, number: int) -> bytes:
        rotated = rotate(temp, self.opc, by=_ROTATIONS[number])
        constant = bytes(_BLOCK - 1) + bytes([_CONSTANTS[number]])
        return xor(self._encrypt(xor(rotated, constant)), self.opc)

    def _encrypt(self, block: bytes) -> bytes:
        # One block, no chaining: the standard builds its functions on the bare cipher.
        encryptor = Cipher(algorithms.AES(self.k), modes.ECB()).encryptor()  # noqa: S305
        return encryptor.update(block) + encryptor.finalize()


def xor(left: bytes, right: bytes) -> bytes:
    """Combine two strings of the same length bit by bit."""
    return bytes(one ^ other for one, other in zip(left, right, strict=True))


def rotate(block: bytes, opc: bytes, *, by: int) -> bytes:
    """Mix in OPc, then rotate to the left `by` octets."""
    mixed = xor(block, opc)
    return mixed[by:] + mixed[:by]
