"""What the acts on texts need from outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from kernel.transaction import Transaction
from provisioning.changes.ports import Profiles, WaitingChanges
from provisioning.elements.domain.short_message import Fate
from provisioning.texts.domain.language import Choice, Language
from provisioning.texts.domain.text_message import NewText, TextInHand, TextState
from provisioning.vault.domain.audited import Audited
from provisioning.vault.domain.authentication import Shut
from provisioning.vault.domain.sealed import Sealed


@dataclass(frozen=True, slots=True)
class Moved:
    """What is written of a text at the end of a stretch of work."""

    state: TextState
    reason: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Ending:
    """What a receipt says of a text; `key` and `reference` tell which."""

    key: str
    reference: int | None
    msisdn: str
    fate: Fate
    code: str


USUAL = 100


@dataclass(frozen=True, slots=True)
class AskedFor:
    """Which texts are asked for; what is empty does not matter."""

    subscriber_id: str = ""
    msisdn: str = ""
    template: str = ""
    states: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    beginning: int = 0
    most: int = USUAL


@dataclass(frozen=True, slots=True)
class ShownText:
    id: str
    subscriber_id: str
    msisdn: str
    template: str
    language: str
    words: str = field(repr=False)
    state: str
    reason: str
    asked_at: datetime
    submitted_at: datetime | None
    ended_at: datetime | None
    expires_at: datetime
    sendings: int
    is_urgent: bool
    is_secret: bool


@dataclass(frozen=True, slots=True)
class ShownTexts:
    texts: Sequence[ShownText]
    total: int
    is_counted_in_part: bool


class Seal(Protocol):
    """Closes words, and opens them again."""

    @property
    def key_id(self) -> str: ...

    def close_octets(self, octets: bytes, *, bound_to: str) -> Sealed: ...

    def tried_octets(self, kept: Sealed, *, bound_to: str) -> bytes | Shut: ...


class Texts(Protocol):
    """Every write raises Stale where it is somebody else's turn."""

    async def add(self, texts: Sequence[NewText]) -> None:
        """Keep those that did not come before."""
        ...

    async def claim(self, most: int, *, now: datetime) -> Sequence[TextInHand]: ...

    async def begin(self, message: TextInHand, *, msisdn: str) -> int:
        """Write down that it is handed over now; answers the reference it has there."""
        ...

    async def postpone(
        self, message: TextInHand, moved: Moved, *, pause: timedelta, untaken: int
    ) -> None:
        """Try again after a pause; `untaken` of its sendings did not reach the centre."""
        ...

    async def hold(self, message: TextInHand, moved: Moved, *, until: datetime) -> None: ...

    async def submit(self, message: TextInHand, moved: Moved, *, key: str) -> None: ...

    async def end(self, message: TextInHand, moved: Moved) -> None: ...

    async def expire(self, most: int, *, now: datetime) -> Mapping[str, int]:
        """End those nobody tries any more; answers how many, by reason."""
        ...


class Receipts(Protocol):
    """Whoever writes down about an id takes their turn before they lock a text."""

    async def take_turn(self, key: str) -> None:
        """Wait until nobody else writes down about this id, and hold it to the end."""
        ...

    async def whose(self, ending: Ending) -> TextInHand | None:
        """Take the text a receipt is of; None where there is none, or it has ended."""
        ...

    async def keep(self, ending: Ending, *, now: datetime) -> None:
        """Keep a receipt whose text is not known yet."""
        ...

    async def waiting(self, key: str) -> Ending | None:
        """Take the receipt that came before its text was known by this id."""
        ...


class Subscribers(Protocol):
    """Whose numbers there are, as orders have asked for them."""

    async def number_of(self, subscriber_id: str) -> str:
        """Empty where the network was never asked for one."""
        ...

    async def holder_of(self, msisdn: str) -> str:
        """Return whose number it is; empty where it is not in the network."""
        ...

    async def languages_of(self, subscriber_ids: Sequence[str]) -> Mapping[str, Language]: ...

    async def choose(self, choice: Choice) -> None:
        """Keep a choice, unless a later one is kept."""
        ...

    async def swapped_since(self, msisdn: str, *, moment: datetime) -> bool: ...


class UnitOfWork(Transaction, Protocol):
    """One transaction per `async with`; for one caller at a time."""

    @property
    def texts(self) -> Texts: ...

    @property
    def receipts(self) -> Receipts: ...

    @property
    def subscribers(self) -> Subscribers: ...

    @property
    def profiles(self) -> Profiles: ...

    @property
    def waiting(self) -> WaitingChanges: ...

    async def publish(self, events: Sequence[Audited], *, now: datetime) -> None:
        """Say that somebody looked."""
        ...
