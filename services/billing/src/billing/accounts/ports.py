"""What the use cases need from outside."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from billing.accounts.domain.account import Account, Deduction
from billing.accounts.domain.balance_book import BalanceBook
from billing.accounts.domain.customer import Customer
from billing.accounts.domain.events import Event
from billing.accounts.domain.level import Level, WantedFor
from billing.accounts.domain.sub_card import SubCard
from kernel.transaction import Transaction


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

    async def get(self, customer_id: str) -> Customer:
        """Return what is known of them; of whom nothing came, they are of none."""
        ...


class Cards(Protocol):
    """Sub-cards of accounts that are taken; an account comes with its own."""

    async def add(self, card: SubCard, *, account_id: str) -> bool:
        """Return False where this subscriber is paid for already."""
        ...

    async def save(self, card: SubCard) -> None: ...
    async def close_to(self, account_id: str) -> None:
        """Let none join this account."""
        ...

    async def open_to(self, account_id: str) -> None: ...
    async def may_join(self, account_id: str) -> bool: ...


class Plans(Protocol):
    """Plans of accounts that are taken; an account comes with its own where it had several."""

    async def save(self, account: Account) -> None:
        """Write all its periods, and the plan it has."""
        ...


class Accounts(Protocol):
    """Accounts and what they pay for. Taking locks until the transaction ends."""

    @property
    def customers(self) -> Customers: ...
    @property
    def cards(self) -> Cards: ...
    async def add(self, account: Account) -> bool:
        """Return False where an account of this id or for this subscriber is there already."""
        ...

    async def get_for_update(self, payee: Payee) -> Account | None: ...
    async def get_paying_for_update(self, subscribers: Collection[str]) -> Mapping[str, Account]:
        """Lock the accounts that pay for these subscribers, in the order of their ids."""
        ...

    async def save(self, accounts: Sequence[Account]) -> None: ...
    async def deduct(self, deductions: Sequence[Deduction]) -> None:
        """Change balance, carry and version of accounts that are taken, and nothing else."""
        ...

    async def save_credit(self, accounts: Sequence[Account]) -> None: ...
    async def save_months(self, accounts: Sequence[Account]) -> None:
        """Write what their months go by: plan, last one charged, all of when they were kept."""
        ...

    async def get(self, payee: Payee) -> Account | None: ...


class Timers(Protocol):
    async def schedule(self, name: str, *, key: str, at: datetime) -> None: ...
    async def is_due(self, name: str, *, key: str, now: datetime) -> bool:
        """Tell whether its moment has come and it is not carried out yet."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """The level wanted of one subscriber."""

    subscriber_id: str
    level: Level
    version: int
    reason: WantedFor | None = None
    is_sub_card: bool = False


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of a list is wanted, and how long the list is at most shown at once."""

    offset: int
    limit: int


MOST_COUNTED = 10_000
"""Of a list of everything: counting on would take longer than anybody waits."""


class LeftWith(StrEnum):
    """What is open with an account whose subscriber has left."""

    DEBT = "debt"
    MONEY = "money"
    """Payable back, and not paid out yet."""


@dataclass(frozen=True, slots=True)
class WhichAccounts:
    """Which are listed: in one of these states, or in any; after this id, or from the first.

    `left_with` None: whatever is open with them, or nothing.
    """

    states: Sequence[str] = ()
    after: str = ""
    left_with: LeftWith | None = None


class Books(Protocol):
    """Balance books beside cash; an account that is taken comes with those that have not ended."""

    async def add(self, books: Sequence[BalanceBook]) -> bool:
        """Return False where they are there already."""
        ...

    async def save(self, books: Sequence[BalanceBook]) -> None:
        """Write what is left in each."""
        ...

    async def end(self, book: BalanceBook) -> None:
        """Let it be over: its account comes without it from now on."""
        ...


class AccountReads(Protocol):
    """Accounts as they stand, read without a lock."""

    async def get(self, payee: Payee) -> Account | None: ...
    async def get_former(self, subscriber_id: str) -> Sequence[Account]:
        """Return the accounts that paid for this subscriber when it was others' (过户)."""
        ...

    async def wanted_levels(self, *, after: str, limit: int) -> Sequence[Wanted]: ...
    async def page(self, which: WhichAccounts, *, part: Slice) -> tuple[Sequence[Account], int]:
        """Return accounts in the order of their ids; at most one more than `MOST_COUNTED` count."""
        ...

    async def by_subscriber(self, *, after: str, limit: int) -> Sequence[Account]:
        """Return accounts in the order of the subscribers they pay for."""
        ...


class FormerAccounts(Protocol):
    """Accounts that paid for a number while it was another customer's (过户)."""

    async def get_for_update(self, subscribers: Collection[str]) -> Sequence[Account]:
        """Lock the accounts that paid for these subscribers when they were others' (过户).

        After the accounts that pay for them now; in the order of their ids.
        """
        ...

    async def hand_over(self, former: Account) -> None:
        """Have the line of this account end under an id of its own, for another to take it over."""
        ...


class UnitOfWork(Transaction, Protocol):
    """One transaction over what the accounts are."""

    @property
    def accounts(self) -> Accounts: ...
    @property
    def former(self) -> FormerAccounts: ...
    @property
    def plans(self) -> Plans: ...
    @property
    def books(self) -> Books: ...
    @property
    def timers(self) -> Timers: ...
    async def publish(self, events: Sequence[Event], *, now: datetime) -> None:
        """Say these once the transaction has committed."""
        ...
