"""What billing has appointments for, and the order of what is due at one moment.

docs/appointments.md tells of each what happens when it is late, refused, or its thing has changed.
"""

from datetime import datetime

from billing.accounts.domain.proration import month_of

END_BOOK = "end_book"
RELEASE_BOOK = "release_book"
MONTHLY = "monthly_fee"
RESUMED = "resumed"
"""Charges the rest of a month that had no fee, from the day on which they were back."""
CARD_RESUMED = "card_resumed"
"""Charges the rest of a month of a sub-card that was barred so long that it had no fee."""
RATE_WAITING = "rate_waiting"
END_PACK = "end_pack"
KEEPING_ENDS = "keeping_ends"
"""Tells them that the term of their kept number is about to be over."""
RECORDS_ARE_IN = "records_are_in"
ARREARS = "arrears"
EXPIRE_TOP_UP = "expire_top_up"
"""Of a top-up, by its id: it is nobody's account yet."""

DUE_ORDER = (
    END_BOOK,  # what ends at a moment pays for nothing that begins at it
    RELEASE_BOOK,  # what is given on a first of a month pays for it
    MONTHLY,
    RESUMED,
    CARD_RESUMED,
    RATE_WAITING,  # on the allowances of the month
    END_PACK,  # a pack is bought again with what the fee has left
    KEEPING_ENDS,
    RECORDS_ARE_IN,
    EXPIRE_TOP_UP,
    ARREARS,  # last: credit control looks at what all the others have left
)
"""What is due at one moment for one account is done in this order."""


def month_key(account_id: str, *, at: datetime) -> str:
    """Return the key of the timer that charges the month beginning at `at`."""
    return f"{account_id}/{month_of(at)}"
