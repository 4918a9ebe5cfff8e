"""What a transfer of a number says: what becomes of the money, and who comes (过户, 2.11)."""

from enum import StrEnum


class MoneyLeft(StrEnum):
    """What becomes of the money on the account of a number that is another's (过户)."""

    REFUND = "refund"
    """It is owed to who paid it."""
    WITH_NUMBER = "with_number"


class ComesAs(StrEnum):
    """Who comes for whom a number is going to be (过户)."""

    HOLDER = "holder"
    """They themselves."""
    AGENT = "agent"
    HANDLER = "handler"
    GUARDIAN = "guardian"
