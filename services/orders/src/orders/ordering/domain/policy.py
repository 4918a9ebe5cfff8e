"""What an operator decides for itself about its processes (rules 13): limits, terms, favours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Literal, TypeAlias

from kernel.money import Money, fen

YEAR = timedelta(days=365)


class AtOnce(StrEnum):
    """Which changes of a plan may begin at once, by day, and not with the next month (R-PC-1)."""

    NEVER = "never"
    UPWARDS = "upwards"
    """To a plan whose month costs no less."""
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class AbroadTerms:
    """What is asked for long distance and roaming of a number in the network so long (2.16)."""

    from_months: int
    """Whole months."""
    spendable: Money
    """On its account, the credit limit counted."""
    most_days: int | None = None
    """For which it is opened at most; None: for good."""


PaidFor: TypeAlias = Literal["prepaid", "postpaid"]

ABROAD_TERMS: Mapping[PaidFor, tuple[AbroadTerms, ...]] = {
    "prepaid": (
        AbroadTerms(0, fen(100_000), most_days=30),
        AbroadTerms(4, fen(40_000), most_days=30),
        AbroadTerms(7, fen(20_000)),
        AbroadTerms(13, fen(0)),
    ),
    "postpaid": (
        AbroadTerms(0, fen(100_000), most_days=30),
        AbroadTerms(4, fen(20_000), most_days=30),
        AbroadTerms(7, fen(0)),
    ),
}
"""A published ladder; the first rung stands for the deposit asked of newcomers."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The values the rules recommend; the settings of orders say others."""

    most_months_away: int = 6
    """For how long a number is kept at most before it is asked for again (R-VS-4, C4)."""
    months_before_away: int = 1
    """Calendar months, the one it was opened in counted, in which a number stays in service."""
    free_swap_after: timedelta | None = YEAR
    """A card is free when the last one is older than this (rules 2.9); None: never."""
    swap_in_arrears: bool = False
    """Whether who owes gets another card without anybody's word (2.9, C8)."""
    first_passwords: bool = True
    """Whether a new number is given a password; off beside a release that cannot read the step."""
    given_up_after: timedelta = timedelta(days=30)
    """Prepaid: so long stopped both ways for arrears, then pre-terminated (4.5)."""
    given_up_after_postpaid: timedelta = timedelta(days=60)
    """So of who pays later; the law has 60 days (R-AS-3)."""
    unpaid_after: timedelta = timedelta(days=30)
    """So long pre-terminated for arrears, then terminated (4.5)."""
    emergency_window: timedelta = timedelta(hours=24)
    """For how long a number is opened in an emergency (紧急开机, 4.5)."""
    emergencies_a_month: int = 1
    """How often a number is opened so in a calendar month."""
    provisional_loss: timedelta = timedelta(hours=48)
    """For how long a loss that nobody confirmed stops a number (R-SIM-5)."""
    provisional_losses_a_month: int = 2
    """How often a number is stopped so in a calendar month."""
    most_days_guaranteed: int = 7
    """For how long a guarantor has a number opened at most (担保开机)."""
    guarantees_a_month: int = 1
    """How often a number is opened so in a calendar month."""
    abroad: Mapping[PaidFor, tuple[AbroadTerms, ...]] = field(default_factory=lambda: ABROAD_TERMS)
    """By how it is paid for: prepaid, postpaid. Each ladder begins at no months."""

    plan_at_once: AtOnce = AtOnce.UPWARDS
    country_code: str = "86"
    """Of the numbers this network has: by its plan numbers are read."""
    hidden_in_hall_only: bool = True
    """Whether staff have to see who wants their number hidden (R-SS-4)."""
    months_before_transfer: int = 0
    """Whole months a number is in the network before it may be another's (过户, 2.11)."""
    transfers_a_month: int = 1
    """How often a number becomes another's in a calendar month (R-TR-8)."""
    transfer_after_swap: timedelta = timedelta(hours=72)
    """So long after its card was replaced it is nobody else's (R-SIM-2)."""
    bill_run_days: int = 3
    """First days of a month on which the last one's bill is not out yet (G_BILLRUN)."""


USUAL = Policy()
