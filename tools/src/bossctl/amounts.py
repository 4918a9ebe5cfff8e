"""Amounts as people write them: fen."""

from typing import Self

from boss.values.v1.values_pb2 import Money
from kernel.money import CNY


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
    """Return so many fen; raises ValueError for what is no whole number."""
    return Money(currency=CNY, minor=int(text))


def shown(money: Money) -> Shown:
    return Shown.of(money.minor)


def in_fen(millifen: int) -> str:
    """Write thousandths of a fen as fen with three decimals."""
    sign = "-" if millifen < 0 else ""
    whole, rest = divmod(abs(millifen), 1000)
    return f"{sign}{whole}.{rest:03d}"
