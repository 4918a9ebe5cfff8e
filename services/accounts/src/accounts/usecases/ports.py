"""What the use cases need from outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from accounts.domain.audit import AuditEntry, AuditText, KeptEntry
from accounts.domain.customer import Customer, KnownCustomer
from accounts.domain.events import Event
from accounts.domain.identity_paper import IdentityPaper
from accounts.domain.phone_number import PhoneNumber
from accounts.domain.proof import Proof
from accounts.domain.sim_card import SimCard
from accounts.domain.steps import Errand
from accounts.domain.stock import Delivery, Loaded
from accounts.domain.subscriber import Agreement, Subscriber
from kernel.numbering import Iccid, Imsi, Msisdn


@dataclass(frozen=True, slots=True)
class Page:
    offset: int
    limit: int


@dataclass(frozen=True, slots=True)
class FactsAsked:
    """What an order is about. `subscriber_id` is empty where it opens a new one."""

    subscriber_id: str
    customer_ids: Sequence[str]
    msisdns: Sequence[str]
    iccids: Sequence[str]
    proof_ids: Sequence[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of it; what is not known is left out."""

    subscriber: Subscriber | None
    customers: Sequence[KnownCustomer]
    numbers: Sequence[PhoneNumber]
    cards: Sequence[SimCard]
    proofs: Sequence[Proof]


class Customers(Protocol):
    async def find(self, customer_id: str) -> KnownCustomer | None: ...
    async def with_paper(self, paper: IdentityPaper) -> KnownCustomer | None: ...
    async def page(self, page: Page) -> tuple[Sequence[KnownCustomer], int]:
        """Return a page, oldest first, and how many there are."""
        ...

    async def add(self, customer: Customer) -> bool:
        """Add one; False where the paper is registered already."""
        ...

    async def take(self, customer_id: str) -> KnownCustomer | None:
        """Find one and lock it until the transaction ends."""
        ...

    async def save(self, customer: Customer) -> None:
        """Keep what may change of one that is taken: end of the paper, market and version."""
        ...


class Places(Protocol):
    """Numbers a paper may have, held for open orders."""

    async def take_count(self, customer_id: str) -> int | None:
        """Lock the customer and return how many numbers count; None: no such customer."""
        ...

    async def hold(self, customer_id: str, *, order_id: str) -> None: ...
    async def release(self, *, order_id: str) -> None: ...


class Proofs(Protocol):
    async def add(self, proof: Proof) -> None: ...
    async def take(self, proof_id: str) -> Proof | None:
        """Find it and lock it until the transaction ends."""
        ...

    async def save(self, proof: Proof) -> None: ...


class Stock(Protocol):
    """Numbers and cards. What is taken is locked until the transaction ends."""

    async def load(self, delivery: Delivery) -> Loaded:
        """Add what is new; raises `STOCK_ROW_CONTRADICTS` with the field of the row."""
        ...

    async def take_number(self, msisdn: Msisdn) -> PhoneNumber | None: ...
    async def take_card(self, iccid: Iccid) -> SimCard | None: ...
    async def held_for(
        self, order_id: str, *, msisdn: Msisdn, iccid: Iccid
    ) -> tuple[PhoneNumber | None, SimCard | None, str]:
        """Return number, card and the customer whose place this order holds, in one look."""
        ...

    async def save_number(self, number: PhoneNumber) -> None: ...
    async def save_card(self, card: SimCard) -> None: ...
    async def numbers(
        self, page: Page, *, state: str, prefix: str
    ) -> tuple[Sequence[PhoneNumber], int]: ...
    async def cards(self, page: Page, *, state: str) -> tuple[Sequence[SimCard], int]: ...


class Subscribers(Protocol):
    async def add(self, subscriber: Subscriber, agreement: Agreement, *, at: datetime) -> bool:
        """Add a pending one with its agreement; False where the id is taken."""
        ...

    async def take(self, subscriber_id: str, *, order_id: str) -> Subscriber | None:
        """Find and lock one, with the stops in force and those this order lifted."""
        ...

    async def save(self, subscriber: Subscriber, *, and_card: SimCard | None) -> None:
        """Keep a subscriber with its number, card and stops, and another card beside it.

        The place held by the order that opened it is gone once it is active.
        """
        ...

    async def find(self, subscriber_id: str) -> Subscriber | None: ...
    async def with_msisdn(self, msisdn: Msisdn) -> Subscriber | None:
        """Return whose number it is now; None where it is nobody's."""
        ...

    async def with_imsi(self, imsi: Imsi) -> Subscriber | None: ...
    async def page(
        self, *, customer_id: str, after_id: str, limit: int
    ) -> Sequence[Subscriber]: ...


class Steps(Protocol):
    """The memory of steps (runtime.database.step_log)."""

    async def carry_out_once(self, errand: Errand) -> bool: ...
    async def take_back_once(self, errand: Errand) -> bool: ...
    async def are_new(self, order_id: str, digests: Mapping[int, str]) -> frozenset[int]: ...
    async def are_to_be_undone(self, order_id: str, numbers: Sequence[int]) -> frozenset[int]: ...


class Audit(Protocol):
    async def keep(self, entries: Sequence[AuditEntry]) -> None: ...
    async def page(self, *, actor: str, object_id: str, limit: int) -> Sequence[KeptEntry]: ...
    async def keep_texts(self, texts: Sequence[AuditText]) -> None: ...
    async def texts(self, ids: Sequence[str]) -> Mapping[str, AuditText]: ...


class Desk(Protocol):
    """One transaction over all that accounts owns."""

    customers: Customers
    places: Places
    proofs: Proofs
    stock: Stock
    subscribers: Subscribers
    steps: Steps
    audit: Audit

    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    async def facts(self, asked: FactsAsked) -> Facts:
        """Read everything an order is about at one moment."""
        ...

    async def say(self, event: Event) -> None:
        """Say an event once the transaction commits."""
        ...

    async def let_rest(self, number: PhoneNumber) -> None:
        """Have the number returned when its rest is over."""
        ...
