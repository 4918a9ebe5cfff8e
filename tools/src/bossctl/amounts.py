"""Amounts as people write them: whole fen."""

from boss.values.v1.values_pb2 import Money
from kernel.money import CNY


def fen(text: str) -> Money:
    """Return so many fen; raises ValueError for what is no whole number."""
    return Money(currency=CNY, minor=int(text))


def shown(money: Money) -> str:
    return f"{money.minor} fen"
