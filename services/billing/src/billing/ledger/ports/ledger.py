"""The ledger, as the acts need it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from billing.accounts.domain.ledger_account import LedgerAccount, Posting
from billing.ledger.domain.entry import Cause, CollectiveEntry, Entry
from kernel.money import Money


@dataclass(frozen=True, slots=True)
class Totals:
    """Numbers that must agree: in = rated + waiting + duplicate, and all postings are zero."""

    sum_minor: int
    postings: int
    received: int
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
    async def of_order(self, account_id: str, *, order_id: str) -> Sequence[Entry]:
        """Return the entries of all steps of an order, as they were made."""
        ...

    async def sum_of(self, account_id: str, book: LedgerAccount) -> Money:
        """Return what an account of the ledger holds for this paying account."""
        ...

    async def sum_since(self, account_id: str, book: LedgerAccount, *, cause: Cause) -> Money:
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

    async def paid_for_plan(self, account_id: str, *, since: datetime) -> Sequence[Posting]:
        """Return what its books have paid for the plan since then, less what was given back.

        Whatever charged it: the month, an order, a return. An amount each, above nothing.
        """
        ...


class LedgerReads(Protocol):
    """The ledger, read without a transaction."""

    async def newest(
        self, account_id: str, *, limit: int, offset: int = 0
    ) -> Sequence[PostedLine]: ...
    async def count_of(self, account_id: str) -> int:
        """Count the postings of one account."""
        ...

    async def count(self) -> Totals: ...
