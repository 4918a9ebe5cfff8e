"""Amounts as people write them: fen."""

from typing import Self

from boss.values.v1.values_pb2 import Money
from bossctl.quantities import whole
from kernel.money import CNY

MOST = 10**15
"""More than anybody has: what is behind it is a slip of the finger."""
_minor = whole(least=-MOST, most=MOST)


class Shown(str):
    """An amount as people read it; `fen` is what a program gets."""

    fen: int

    @classmethod
    def of(cls, fen: int) -> Self:
        """Write so many fen."""
        written = cls(f"{fen} fen")
        written.fen = fen
        return written


def fen(text: str) -> Money:
    """Return so many fen; raises `ArgumentTypeError` for what is no whole number."""
    return Money(currency=CNY, minor=_minor(text))


def shown(money: Money) -> Shown:
    return Shown.of(money.minor)


def in_fen(millifen: int) -> str:
    """Write thousandths of a fen as fen with three decimals."""
    sign = "-" if millifen < 0 else ""
    whole, rest = divmod(abs(millifen), 1000)
    return f"{sign}{whole}.{rest:03d}"
