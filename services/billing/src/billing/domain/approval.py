"""What one person may move by hand alone: at once, in a day, and for one account in a day."""

from dataclasses import dataclass

from kernel.money import Money


@dataclass(frozen=True, slots=True)
class MovedAlone:
    """What was moved alone on a day already, whichever way: by a person, and for an account."""

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
