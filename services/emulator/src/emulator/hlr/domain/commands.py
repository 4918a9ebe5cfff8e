"""What the HLR can be told, whatever the dialect."""

from dataclasses import dataclass, field
from typing import Any

from emulator.hlr.domain.subscription import Key


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose record: by number, by card, or by both, which must then belong together."""

    isdn: str = ""
    imsi: str = ""


@dataclass(frozen=True, slots=True)
class AddKey:
    key: Key


@dataclass(frozen=True, slots=True)
class RemoveKey:
    imsi: str


@dataclass(frozen=True, slots=True)
class ListKey:
    imsi: str


@dataclass(frozen=True, slots=True)
class AddFromTemplate:
    imsi: str
    isdn: str
    template: int


@dataclass(frozen=True, slots=True)
class RemoveSubscription:
    subject: Subject
    with_key: bool


@dataclass(frozen=True, slots=True)
class ChangeImsi:
    subject: Subject
    new_imsi: str


@dataclass(frozen=True, slots=True)
class ChangeIsdn:
    subject: Subject
    new_isdn: str


@dataclass(frozen=True, slots=True)
class ChangeProfile:
    """Set bars and locks: names of `Profile` fields and their new values."""

    subject: Subject
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListSubscription:
    subject: Subject


@dataclass(frozen=True, slots=True)
class ListSubscriptions:
    """One page, by IMSI, behind `after`."""

    after: str
    count: int


Change = (
    AddKey
    | RemoveKey
    | AddFromTemplate
    | RemoveSubscription
    | ChangeImsi
    | ChangeIsdn
    | ChangeProfile
)
Reading = ListKey | ListSubscription | ListSubscriptions
Command = Change | Reading
