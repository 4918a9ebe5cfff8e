"""What a change makes true of a number, once it is verified."""

from dataclasses import dataclass

from provisioning.elements.domain.barring import Level


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
    """What orders have asked for then; a level left out stays as it was."""

    imsi: str
    exists: bool = True
    level: Level | None = None
    forgets: str = ""
    """A card that nobody waits for any more."""
    awaits: NewCard | None = None
