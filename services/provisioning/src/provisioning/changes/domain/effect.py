"""What a change makes true of a number, once it is verified."""

from collections.abc import Callable
from dataclasses import dataclass

from provisioning.elements.domain.setting import Setting


def as_it_was(setting: Setting) -> Setting:
    """Leave what is set for a number as it is."""
    return setting


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card that the network has not met yet."""

    imsi: str
    seconds: float
    """Until it is looked for first."""
    holds_codes: bool = False
    """No codes are sent to the number until it is seen."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What orders have asked for then; `setting` makes of what they had asked before what it is."""

    imsi: str
    exists: bool = True
    setting: Callable[[Setting], Setting] = as_it_was
    forgets: str = ""
    """A card that nobody waits for any more."""
    awaits: NewCard | None = None
