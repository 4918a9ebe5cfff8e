"""How a Secret is exchanged while everybody uses it: content after content, with what restarts.

Whoever reads two keys understands both: the new one is known everywhere before anybody uses it, and
the old one goes when nobody does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from bossctl.keys.content import Content

Change = Callable[[Content, Content], Content]
"""What is there, and what was given from outside → what is there then."""


class Act(Enum):
    """What is done before a stage's content is put in place."""

    NOTHING = auto()
    RESEAL = auto()
    SET_PASSWORD = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One content of a Secret."""

    says: str
    change: Change
    restarts: bool = True
    act: Act = Act.NOTHING
    then: str = ""
    """What somebody else must do before the next stage; the command ends there."""


@dataclass(frozen=True, slots=True)
class Seals:
    """A service that seals with the key of a Secret."""

    service: str
    key_id: Callable[[Content], str]
    """How it names the key it seals with when it has this content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """All stages of one Secret."""

    stages: Sequence[Stage]
    before: str = ""
    """What must be so before it begins; the first stage is asked for with it in mind."""
    seals: Seals | None = None
    """Who seals with it: backups made before need the old key."""
    must_be_given: bool = False
