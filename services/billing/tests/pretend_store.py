"""What pretend tables keep, and the lock their new_uow share."""

import asyncio
from dataclasses import dataclass, field
from datetime import date, datetime

from billing.accounts.domain.account import Account
from billing.accounts.domain.balance_book import BalanceBook
from billing.accounts.domain.customer import Customer
from billing.accounts.domain.step_ref import StepRef
from billing.allowances.domain.allowance import Allowance
from billing.allowances.domain.drawing import ClassOfUse
from billing.allowances.domain.usage import Judged, MonthOfUse
from billing.catalogue.domain.catalogue import Catalogue
from billing.charging.domain.high_use import ChargedMonth
from billing.charging.domain.reservation import Reservation
from billing.ledger.domain.adjustment import Adjustment
from billing.ledger.domain.entry import CollectiveEntry, Entry
from billing.payments.domain.events import Event
from billing.payments.domain.payment import Payment
from billing.payments.domain.top_up import TopUp
from billing.payments.domain.voucher import Voucher
from billing.rating.domain.opening import Opening
from billing.rating.domain.rerating import Difference


@dataclass
class Kept:
    """All that is kept; copied before an act, so that the act can be rolled back."""

    accounts: dict[str, Account] = field(default_factory=dict)
    customers: dict[str, Customer] = field(default_factory=dict)
    closed_to_cards: set[str] = field(default_factory=set)
    entries: list[Entry | CollectiveEntry] = field(default_factory=list)
    payments: dict[str, Payment] = field(default_factory=dict)
    top_ups: dict[str, TopUp] = field(default_factory=dict)
    besides: dict[tuple[str, str, int], datetime] = field(default_factory=dict)
    moved_alone: dict[tuple[date, str, str], int] = field(default_factory=dict)
    reversed_payments: dict[str, datetime] = field(default_factory=dict)
    books: dict[str, BalanceBook] = field(default_factory=dict)
    book_ids: set[str] = field(default_factory=set)
    vouchers: dict[str, Voucher] = field(default_factory=dict)
    adjustments: dict[str, Adjustment] = field(default_factory=dict)
    usage: dict[str, Judged] = field(default_factory=dict)
    rated_at: dict[str, datetime] = field(default_factory=dict)
    reservations: dict[str, Reservation] = field(default_factory=dict)
    used: dict[MonthOfUse, int] = field(default_factory=dict)
    charged: dict[ChargedMonth, int] = field(default_factory=dict)
    openings: list[Opening] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    allowances: dict[str, Allowance] = field(default_factory=dict)
    classes: dict[object, ClassOfUse] = field(default_factory=dict)
    received: int = 0
    duplicate: int = 0
    catalogues: list[tuple[Catalogue, str]] = field(default_factory=list)
    timers: dict[tuple[str, str], datetime] = field(default_factory=dict)
    steps: dict[StepRef, str] = field(default_factory=dict)
    said: list[Event] = field(default_factory=list)


@dataclass
class Store:
    """What outlives a unit of work."""

    kept: Kept = field(default_factory=Kept)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
