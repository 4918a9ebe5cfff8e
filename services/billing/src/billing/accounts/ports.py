"""What the use cases need from outside."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from billing.accounts.domain.account import Account, Deduction
from billing.accounts.domain.customer import Customer
from billing.accounts.domain.events import Event
from billing.accounts.domain.level import Level
from billing.accounts.domain.sub_card import SubCard
from billing.allowances.ports import Held
from billing.catalogue.domain.catalogue import Catalogue, Catalogues
from billing.charging.ports.reservations import Reservations
from billing.ledger.domain.adjustment import Adjustment
from billing.ledger.domain.entry import Book, Cause, CollectiveEntry, Entry, Posting
from billing.lifecycle.domain.steps import StepRef
from billing.payments.domain.payment import Payment
from billing.payments.ports.till import Till, WhichAdjustments
from billing.rating.ports.usage import KnownUsage, Usage
from kernel.money import Money


@dataclass(frozen=True, slots=True)
class ByAccount:
    account_id: str


@dataclass(frozen=True, slots=True)
class BySubscriber:
    subscriber_id: str


@dataclass(frozen=True, slots=True)
class ByNumber:
    msisdn: str


@dataclass(frozen=True, slots=True)
class ByReservation:
    """Whose money a reservation keeps aside."""

    reservation_id: str


Payee = ByAccount | BySubscriber | ByNumber | ByReservation


class Customers(Protocol):
    """Whom accounts belong to; read only where something is sold."""

    async def remember(self, customers: Sequence[Customer]) -> Mapping[str, Customer]:
        """Keep these where they are newer than what is known; return the newest of each."""
        ...

    async def find(self, customer_id: str) -> Customer:
        """Return what is known of her; nobody was heard of: she is of none."""
        ...


class Cards(Protocol):
    """Sub-cards of accounts that are taken; an account comes with its own."""

    async def add(self, card: SubCard, *, account_id: str) -> bool:
        """Return False where this subscriber is paid for already."""
        ...

    async def keep(self, card: SubCard) -> None: ...
    async def close_to(self, account_id: str) -> None:
        """Let none join this account."""
        ...

    async def open_to(self, account_id: str) -> None: ...
    async def may_join(self, account_id: str) -> bool: ...


class Accounts(Protocol):
    """Accounts and what they pay for. Taking locks until the transaction ends."""

    @property
    def customers(self) -> Customers: ...
    @property
    def cards(self) -> Cards: ...
    async def add(self, account: Account) -> bool:
        """Return False where an account of this id or for this subscriber is there already."""
        ...

    async def take(self, payee: Payee) -> Account | None: ...
    async def take_paying(self, subscribers: Collection[str]) -> Mapping[str, Account]:
        """Lock the accounts that pay for these subscribers, in the order of their ids."""
        ...

    async def keep(self, accounts: Sequence[Account]) -> None: ...
    async def deduct(self, deductions: Sequence[Deduction]) -> None:
        """Change balance, carry and version of accounts that are taken, and nothing else."""
        ...

    async def keep_credit(self, accounts: Sequence[Account]) -> None: ...
    async def keep_months(self, accounts: Sequence[Account]) -> None:
        """Write what their months go by: the last one charged, and all of when they were kept."""
        ...

    async def find(self, payee: Payee) -> Account | None: ...


@dataclass(frozen=True, slots=True)
class Totals:
    """Numbers that must agree: in = rated + waiting + duplicate, and all postings are zero."""

    sum_minor: int
    postings: int
    heard: int
    rated: int
    waiting: int
    duplicate: int
    payments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedLine:
    """One posting as it stands in the ledger."""

    id: int
    entry_id: str
    book: str
    amount: Money
    why: str
    cause_id: str
    at: datetime


class Ledger(Protocol):
    async def append(self, entries: Sequence[Entry]) -> None:
        """Append entries; a cause that moved an account's money before is an error."""
        ...

    async def append_together(self, entries: Sequence[CollectiveEntry]) -> None:
        """Append entries of many accounts; a cause that moved money together before is an error."""
        ...

    async def of_cause(self, account_id: str, *, cause_id: str) -> Sequence[Entry]: ...
    async def sum_of(self, account_id: str, book: Book) -> Money:
        """Return what an account of the ledger holds for this paying account."""
        ...

    async def sum_since(self, account_id: str, book: Book, *, cause: Cause) -> Money:
        """Return what an account of the ledger was credited with after this cause."""
        ...

    async def paid_for_use(
        self, account_id: str, *, moments: Collection[datetime], records: Collection[str]
    ) -> Sequence[Posting]:
        """Return what its books have paid for these records, first who first.

        Charged at these moments, with what runs that rated one of them again took since, less what
        they gave back: an amount each, above nothing.
        """
        ...

    async def newest(self, account_id: str, *, limit: int) -> Sequence[PostedLine]: ...
    async def count(self) -> Totals: ...


class Payments(Protocol):
    async def add(self, payment: Payment) -> bool:
        """Return False where this channel's reference was paid before."""
        ...

    async def find(self, payment_id: str) -> Payment | None: ...
    async def named(self, *, channel: str, reference: str) -> Sequence[Payment]:
        """Return those of this channel, one of each who collects there."""
        ...

    async def was_reversed(self, payment_id: str) -> bool: ...
    async def reverse(self, payment_id: str, *, reason: str, at: datetime) -> bool:
        """Remember that it was taken back; return False where it was before."""
        ...


class CatalogueShelf(Protocol):
    async def all(self) -> Catalogues: ...
    async def add(self, catalogue: Catalogue, *, document: str, at: datetime) -> int:
        """Keep a version and return its number; that of an equal newest one where there is one."""
        ...


class Timers(Protocol):
    async def schedule(self, name: str, *, key: str, at: datetime) -> None: ...
    async def is_due(self, name: str, *, key: str, now: datetime) -> bool:
        """Tell whether its moment has come and it is not carried out yet."""
        ...


class Steps(Protocol):
    """The memory of steps (architecture 3)."""

    async def is_new(self, ref: StepRef, *, digest: str) -> bool:
        """Raises `STEP_TAKEN_BACK` and `REQUEST_ID_REUSED`."""
        ...

    async def is_to_be_undone(self, ref: StepRef) -> bool: ...

    async def are_new(self, order_id: str, digests: Mapping[int, str]) -> frozenset[int]:
        """Tell which steps of a stage are to be done now; raises as `is_new` does."""
        ...

    async def are_to_be_undone(self, order_id: str, numbers: Sequence[int]) -> frozenset[int]: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """The level wanted of one subscriber."""

    subscriber_id: str
    level: Level
    version: int


class Desk(Protocol):
    """One transaction over all that billing keeps."""

    @property
    def accounts(self) -> Accounts: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def payments(self) -> Payments: ...
    @property
    def till(self) -> Till: ...
    @property
    def usage(self) -> Usage: ...
    @property
    def reservations(self) -> Reservations: ...
    @property
    def shelf(self) -> CatalogueShelf: ...
    @property
    def timers(self) -> Timers: ...
    @property
    def steps(self) -> Steps: ...
    async def say(self, events: Sequence[Event], *, now: datetime) -> None:
        """Say these once the transaction has committed."""
        ...

    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Facts:
    """What an order is judged by: the account as it stands, and the catalogue of today."""

    account: Account | None
    catalogue: Catalogue | None


class Reads(Protocol):
    """Answers questions without a transaction."""

    async def facts(self, subscriber_id: str, *, now: datetime) -> Facts:
        """Read all of it in one round trip."""
        ...

    async def find(self, payee: Payee) -> Account | None: ...
    async def reserved(self, account_id: str, *, now: datetime) -> int:
        """Return all that is kept aside of an account, in thousandths of a fen."""
        ...

    async def catalogues(self) -> Catalogues: ...
    async def postings(
        self, account_id: str, *, limit: int, offset: int
    ) -> tuple[Sequence[PostedLine], int]: ...
    async def allowances(self, account_id: str, *, at: datetime) -> Held:
        """Return what may be used then, and the classes of use of that month."""
        ...

    async def usage_record(self, record_id: str) -> KnownUsage | None: ...
    async def wanted_levels(self, *, after: str, limit: int) -> Sequence[Wanted]: ...
    async def adjustments(self, which: WhichAdjustments) -> tuple[Sequence[Adjustment], int]: ...
    async def totals(self) -> Totals: ...
