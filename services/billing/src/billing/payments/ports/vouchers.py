"""Voucher cards, as the acts need them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from billing.payments.domain.voucher import Voucher, VoucherState, WaitingBatch


class Vouchers(Protocol):
    """Voucher cards, and tries for numbers that did not succeed."""

    async def add(self, vouchers: Sequence[Voucher]) -> int:
        """Keep those whose serial and code are new; return how many."""
        ...

    async def get_for_update(self, *, seal: str) -> Voucher | None:
        """Lock it until the transaction ends."""
        ...

    async def get_all_for_update(self, serials: Collection[str]) -> Mapping[str, Voucher]: ...
    async def forget_tries(self, account_id: str, *, customer_id: str, now: datetime) -> int:
        """Let whoever tried wrong codes at this account try again, and its customer everywhere.

        Answers how many had to wait.
        """
        ...

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

    async def save(self, vouchers: Sequence[Voucher]) -> None: ...
