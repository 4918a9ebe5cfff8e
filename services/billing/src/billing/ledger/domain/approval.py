"""What one person may do by hand alone: move money, and raise what an account may owe."""

from dataclasses import dataclass
from enum import StrEnum

from kernel.money import Money


class DoneAlone(StrEnum):
    """What is summed by day; they have nothing to do with each other."""

    MOVED = "moved"
    CREDIT_RAISED = "credit raised"
    VOUCHERS_LOADED = "vouchers loaded"


@dataclass(frozen=True, slots=True)
class MovedAlone:
    """What was done alone on a day already, whichever way: by a person, and for an account."""

    by_person: Money
    for_account: Money


@dataclass(frozen=True, slots=True)
class ApprovalLimits:
    """Above any of these a second person decides."""

    at_once: Money
    of_person: Money
    of_account: Money

    def allow(self, amount: Money, *, moved: MovedAlone) -> bool:
        """Tell whether nobody else is asked: `amount` is above nothing, whichever way it goes."""
        return (
            amount <= self.at_once
            and moved.by_person + amount <= self.of_person
            and moved.for_account + amount <= self.of_account
        )


@dataclass(frozen=True, slots=True)
class CreditApproval:
    """Above any of these a second person decides about a credit limit (信用度)."""

    at_most: Money
    """How high one person may set it."""
    of_person: Money
    """How much one person may raise in a day, of all accounts together."""

    def allow(self, limit: Money, *, raised: Money, done: MovedAlone) -> bool:
        """Tell whether nobody else is asked; who lowers it never asks."""
        return limit <= self.at_most and done.by_person + raised <= self.of_person
