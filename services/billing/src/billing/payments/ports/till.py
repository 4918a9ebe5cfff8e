"""What the acts about gifts, vouchers and adjustments need from outside."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from billing.ledger.domain.adjustment import Adjustment, AdjustmentState
from billing.ledger.domain.approval import DoneAlone, MovedAlone
from billing.ledger.domain.books import BalanceBook
from billing.payments.domain.top_up import Notice, TopUp, TopUpState
from billing.payments.domain.voucher import Voucher, VoucherState, WaitingBatch
from kernel.money import Money


class Books(Protocol):
    """Balance books beside cash; an account that is taken comes with those that have not ended."""

    async def add(self, books: Sequence[BalanceBook]) -> bool:
        """Return False where they are there already."""
        ...

    async def keep(self, books: Sequence[BalanceBook]) -> None:
        """Write what is left in each."""
        ...

    async def end(self, book: BalanceBook) -> None:
        """Let it be over: its account comes without it from now on."""
        ...


class Vouchers(Protocol):
    """Voucher cards, and tries for numbers that did not succeed."""

    async def add(self, vouchers: Sequence[Voucher]) -> int:
        """Keep those whose serial and code are new; return how many."""
        ...

    async def take(self, *, seal: str) -> Voucher | None:
        """Lock it until the transaction ends."""
        ...

    async def take_all(self, serials: Collection[str]) -> Mapping[str, Voucher]: ...
    async def waiting(self, *, batch: str = "") -> Sequence[WaitingBatch]:
        """Return what waits for a second person, of one batch or of all."""
        ...

    async def release(
        self, batch: str, loaders: Sequence[str], *, state: VoucherState
    ) -> tuple[int, int]:
        """Put those of a batch that wait, loaded by these, into `state`; return how many they
        are, and what they are worth in fen.
        """
        ...

    async def keep(self, vouchers: Sequence[Voucher]) -> None: ...


class AdjustmentKind(StrEnum):
    """What money is moved by hand for."""

    ADJUSTMENT = "adjustment"
    REFUND = "refund"


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichAdjustments:
    """Which are asked for; what is empty or None is not asked about."""

    state: AdjustmentState | None = None
    kind: AdjustmentKind | None = None
    account_id: str = ""
    adjustment_id: str = ""
    offset: int = 0
    limit: int


class Adjustments(Protocol):
    """Adjustments and refunds, and who decided about them."""

    async def add(self, adjustment: Adjustment) -> bool:
        """Return False where it is there already."""
        ...

    async def take(self, adjustment_id: str) -> Adjustment | None:
        """Lock it until the transaction ends."""
        ...

    async def keep(self, adjustment: Adjustment) -> None: ...
    async def waiting_refunds(self, account_id: str) -> Money:
        """Return what waits to be paid out, above nothing."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichTopUps:
    """Which are asked for; what is empty or None is not asked about."""

    state: TopUpState | None = None
    account_id: str = ""
    offset: int = 0
    limit: int


class TopUps(Protocol):
    """What customers asked for, and what became of it."""

    async def add(self, top_up: TopUp) -> bool:
        """Return False where this reference of theirs is used."""
        ...

    async def find(self, top_up_id: str) -> TopUp | None: ...
    async def take(self, top_up_id: str) -> TopUp | None:
        """Lock it until the transaction ends."""
        ...

    async def keep(self, top_up: TopUp) -> None: ...
    async def add_besides(self, notice: Notice, *, at: datetime) -> bool:
        """Keep what was collected besides; False where that is known."""
        ...

    async def pending_of(self, space: str) -> int:
        """Return how many of one customer wait."""
        ...

    async def is_transaction(self, provider: str, transaction: str) -> bool:
        """Tell whether a top-up was paid by what this provider names so."""
        ...

    async def newest(self, which: WhichTopUps) -> Sequence[TopUp]: ...


class Alone(Protocol):
    """What was done by hand alone, by day."""

    async def take(
        self, day: date, what: DoneAlone, /, *, person: str, account_id: str
    ) -> MovedAlone:
        """Lock both sums until the transaction ends."""
        ...

    async def add(
        self, day: date, amount: Money, what: DoneAlone, /, *, person: str, account_id: str
    ) -> None: ...


class Till(Protocol):
    """What is kept of money that moves at somebody's word."""

    @property
    def books(self) -> Books: ...
    @property
    def vouchers(self) -> Vouchers: ...
    @property
    def adjustments(self) -> Adjustments: ...
    @property
    def top_ups(self) -> TopUps: ...
    @property
    def alone(self) -> Alone: ...
