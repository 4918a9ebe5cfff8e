"""What the acts about subscribers need."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from accounts.customers.ports import Places
from accounts.stock.domain.phone_number import PhoneNumber
from accounts.stock.domain.sim_card import SimCard
from accounts.stock.ports import Stock
from accounts.subscribers.domain.events import SubscriberChanged
from accounts.subscribers.domain.language import ChosenLanguage, LanguageChosen
from accounts.subscribers.domain.subscriber import Agreement, Subscriber
from kernel.numbering import Iccid, Imsi, Msisdn
from kernel.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Held:
    """What an order holds of what a new subscriber needs; nothing for what it does not."""

    number: PhoneNumber | None
    card: SimCard | None
    customer_id: str
    """Whose place it holds; empty for nobody's."""


class Subscribers(Protocol):
    async def add(self, subscriber: Subscriber, agreement: Agreement, *, at: datetime) -> bool:
        """Add a pending one with its agreement; False where the id is taken."""
        ...

    async def get_for_update(self, subscriber_id: str, *, order_id: str) -> Subscriber | None:
        """Return one, locked, with the stops in force and those this order lifted."""
        ...

    async def save(self, subscriber: Subscriber, *, and_card: SimCard | None) -> None:
        """Keep a subscriber with its number, card and stops, and another card beside it.

        The place held by the order that opened it is gone once it is active.
        """
        ...

    async def hand_over(
        self, subscriber: Subscriber, agreement: Agreement, *, by: str, at: datetime
    ) -> None:
        """Keep it as another customer's, by this agreement; the one before is kept, ended."""
        ...

    async def held_for(self, order_id: str, *, msisdn: Msisdn, iccid: Iccid) -> Held:
        """Return number, card and place this order holds, in one look."""
        ...

    async def get(self, subscriber_id: str) -> Subscriber | None: ...
    async def get_by_msisdn(self, msisdn: Msisdn) -> Subscriber | None:
        """Return whose number it is now; None where it is nobody's."""
        ...

    async def get_by_imsi(self, imsi: Imsi) -> Subscriber | None: ...
    async def page(
        self, *, customer_id: str, after_id: str, limit: int
    ) -> Sequence[Subscriber]: ...


class Languages(Protocol):
    """In which language who has a number is written to."""

    async def get(self, subscriber_id: str) -> ChosenLanguage:
        """Return what was chosen; of who has not, nothing."""
        ...

    async def save(self, chosen: ChosenLanguage) -> None: ...


class Timers(Protocol):
    async def schedule(self, name: str, *, key: str, at: datetime) -> None:
        """Have what is due done at this moment of the business clock."""
        ...


class SubscribersAlone(Protocol):
    """What whoever only looks for one needs."""

    subscribers: Subscribers


class UnitOfWork(Transaction, Protocol):
    """One transaction."""

    languages: Languages
    places: Places
    stock: Stock
    subscribers: Subscribers

    @property
    def timers(self) -> Timers: ...

    async def publish(
        self, events: Sequence[SubscriberChanged | LanguageChosen], *, now: datetime
    ) -> None:
        """Publish events once the transaction commits."""
        ...
