"""What the acts of the stock need."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from accounts.stock.domain.delivery import Delivery, Loaded
from accounts.stock.domain.phone_number import PhoneNumber
from accounts.stock.domain.sim_card import SimCard
from kernel.numbering import Iccid, Msisdn
from kernel.page import Page
from kernel.transaction import Transaction


class Stock(Protocol):
    """Numbers and cards."""

    async def load(self, delivery: Delivery) -> Loaded:
        """Add what is new; raises `STOCK_ROW_CONTRADICTS` with the field of the row."""
        ...

    async def get_number(self, msisdn: Msisdn) -> PhoneNumber | None:
        """Return a number; None where it is not in stock."""
        ...

    async def get_number_for_update(self, msisdn: Msisdn) -> PhoneNumber | None:
        """Return a number, locked until the transaction ends."""
        ...

    async def get_card_for_update(self, iccid: Iccid) -> SimCard | None:
        """Return a card, locked until the transaction ends."""
        ...

    async def held_besides(self, msisdn: Msisdn, *, customer_id: str, now: datetime) -> int:
        """Return how many numbers beside this one are held for a customer now."""
        ...

    async def save_number(self, number: PhoneNumber) -> None: ...
    async def save_card(self, card: SimCard) -> None: ...
    async def numbers(
        self, page: Page, *, state: str, prefix: str
    ) -> tuple[Sequence[PhoneNumber], int]:
        """Return a page, empty standing for any, and how many there are."""
        ...

    async def cards(self, page: Page, *, state: str) -> tuple[Sequence[SimCard], int]:
        """Return a page, empty standing for any, and how many there are."""
        ...


class Timers(Protocol):
    async def schedule(self, name: str, *, key: str, at: datetime) -> None:
        """Have what is due done at this moment of the business clock."""
        ...


class UnitOfWork(Transaction, Protocol):
    """One transaction."""

    stock: Stock


class Person(Protocol):
    """Who may have a number."""

    @property
    def blacklisted(self) -> bool: ...


class Customer(Protocol):
    """One of them, and how many numbers the paper has."""

    @property
    def customer(self) -> Person: ...
    @property
    def numbers(self) -> int: ...


class Customers(Protocol):
    """Whom numbers are held for: an area above this one has them."""

    async def get_for_update(self, customer_id: str) -> Customer | None:
        """Return a customer, locked until the transaction ends; None where there is none."""
        ...


class Places(Protocol):
    """Numbers a paper may have."""

    @property
    def most(self) -> int: ...


class HoldingUnitOfWork(UnitOfWork, Protocol):
    """One transaction over numbers and those they are held for."""

    @property
    def customers(self) -> Customers: ...
    @property
    def places(self) -> Places: ...
    @property
    def timers(self) -> Timers: ...
