"""The most that is moved at once."""

from kernel.errors import Invalid
from kernel.money import MOST_AT_ONCE, Money


def check_amount(amount: Money) -> None:
    """Raise `FIELD_NOT_VALID` unless it is more than nothing and less than a typing mistake."""
    if not 0 < amount.minor <= MOST_AT_ONCE.minor:
        raise Invalid("FIELD_NOT_VALID", "The amount is not possible.", field="amount.minor")
