"""What the acts on changes need from outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from kernel.transaction import Transaction
from provisioning.changes.domain.change import AskedOrder, Change, ChangeState
from provisioning.changes.domain.events import Event
from provisioning.changes.domain.profile import Holder, Profile
from provisioning.elements.domain.setting import BEGINNING, Setting
from provisioning.elements.ports import Exchange
from provisioning.vault.domain.authentication import CardKeys, Shut


@dataclass(frozen=True, slots=True)
class Claimed:
    """A change in hand: `turn` must still be its turn at every write."""

    change: Change
    turn: int
    is_first: bool
    """Nothing was ever sent for it."""
    serving_node: str
    keys: CardKeys | Shut | None = field(repr=False)
    traceparent: str = ""
    desired: Setting = BEGINNING
    """What orders asked to be set for its number before."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What is written of a change at the end of a stretch of work."""

    state: ChangeState
    code: str
    says: str
    now: datetime


@dataclass(frozen=True, slots=True)
class OrderInFlight:
    """The order a change belongs to, after the change was finished."""

    order_id: str
    subscriber_id: str
    version: int
    left_to_do: int


class Changes(Protocol):
    """Changes and their lanes. Every write raises Stale where it is somebody else's turn."""

    async def queue(self, orders: Sequence[AskedOrder], *, now: datetime) -> None:
        """Queue the changes of orders that did not come before."""
        ...

    async def queue_repair(self, change_id: str, desired: Profile, *, now: datetime) -> None:
        """Queue the way back to a profile; nothing happens where it is queued already."""
        ...

    async def claim(self, most: int) -> Sequence[Claimed]: ...

    async def renew(self, claimed: Claimed) -> None: ...

    async def note(self, claimed: Claimed, *, serving_node: str) -> None: ...

    async def postpone(self, claimed: Claimed, progress: Progress, *, seconds: float) -> None: ...

    async def hold(self, claimed: Claimed, progress: Progress) -> None: ...

    async def finish(self, claimed: Claimed, progress: Progress) -> OrderInFlight | None:
        """Free its lanes; answers its order, or None for a repair."""
        ...

    async def close_order(self, order_id: str, *, code: str, now: datetime) -> bool:
        """Refuse what is left of an order; False where something of it is verified already."""
        ...


class WaitingChanges(Protocol):
    """Changes that wait until somebody was told of them."""

    async def wait(self, order_ids: Sequence[str], *, seconds: float) -> None:
        """Have the changes of these orders, begun by nobody yet, wait so long."""
        ...

    async def go(self, order_id: str) -> None:
        """Let what waits of this order be begun now."""
        ...


class HeldChanges(Protocol):
    """Changes a person has to do with."""

    async def get(self, change_id: str) -> Change:
        """Raises CHANGE_NOT_FOUND."""
        ...

    async def claim(self, change_id: str) -> Claimed:
        """Take a held change in hand. Raises CHANGE_NOT_FOUND, CHANGE_NOT_HELD."""
        ...

    async def release(self, claimed: Claimed, progress: Progress) -> None:
        """Let it be begun again. Raises Stale."""
        ...


class Profiles(Protocol):
    """What orders asked for, number by number, and what was seen last."""

    async def settle(self, claimed: Claimed, *, now: datetime) -> None:
        """Take note of what a verified change made true."""
        ...

    async def get(self, msisdns: Sequence[str]) -> Mapping[str, Profile]: ...

    async def between(self, first: str, last: str) -> Sequence[Profile]:
        """Return who should be there with an IMSI after `first`, up to `last` (empty: the end)."""
        ...

    async def saw(self, actual: Sequence[Profile]) -> None: ...

    async def in_flight(self, msisdns: Sequence[str]) -> frozenset[str]: ...

    async def holders(self, imsis: Sequence[str]) -> Mapping[str, Holder]:
        """Return whose each card is and which number it has, also of those that were replaced."""
        ...

    async def holds_codes(self, msisdn: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class AwaitedCard:
    """A card that the network has not met yet."""

    imsi: str
    msisdn: str
    subscriber_id: str
    tries: int
    turn: int
    order_id: str = ""
    traceparent: str = ""


class AwaitedCards(Protocol):
    async def claim(self, most: int) -> Sequence[AwaitedCard]: ...

    async def postpone(self, card: AwaitedCard, *, seconds: float) -> None: ...

    async def seen(self, imsis: Sequence[str]) -> Sequence[AwaitedCard]:
        """Await these cards no longer; answers those that were awaited."""
        ...


class ElementLog(Protocol):
    async def write(
        self, change: Change, exchanges: Sequence[Exchange], *, now: datetime
    ) -> None: ...  # fmt: skip


class UnitOfWork(Transaction, Protocol):
    """One transaction per `async with`; for one caller at a time."""

    @property
    def changes(self) -> Changes: ...

    @property
    def held(self) -> HeldChanges: ...

    @property
    def profiles(self) -> Profiles: ...

    @property
    def cards(self) -> AwaitedCards: ...

    @property
    def log(self) -> ElementLog: ...

    async def publish(self, events: Sequence[Event], *, now: datetime) -> None: ...
