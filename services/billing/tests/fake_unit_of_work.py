"""A unit of work that keeps everything in memory, one act at a time."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from pretend_accounts import PretendAccounts, PretendFormer, PretendLedger, PretendPlans
from pretend_allowances import PretendAllowances
from pretend_reservations import PretendReservations
from pretend_store import Kept, Store
from pretend_till import (
    PretendAdjustments,
    PretendAlone,
    PretendBooks,
    PretendPayments,
    PretendTopUps,
    PretendVouchers,
)
from pretend_usage import PretendCharged, PretendCounters, PretendDifferences, PretendUsage

from billing.accounts.domain.step_ref import StepRef
from billing.catalogue.domain.catalogue import Catalogue, Catalogues
from billing.credit.usecases.judge_standing import StandingControl
from billing.payments.domain.events import Event
from billing.rating.usecases.judge_records import Acceptable
from kernel.errors import Refusal

_TAKEN_BACK = "taken back"
WHATEVER_IS_TOLD = Acceptable(datetime.max.replace(tzinfo=UTC))
"""Records of whatever moment, for what is tried without a clock of a switch."""


class FakeCatalogues:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def all(self) -> Catalogues:
        return Catalogues(tuple(one for one, _ in self._store.kept.catalogues))

    async def add(self, catalogue: Catalogue, *, document: str, at: datetime) -> int:
        there = self._store.kept.catalogues
        if there and there[-1][1] == document:
            return there[-1][0].version
        there.append((replace(catalogue, version=len(there) + 1), document))
        return len(there)


class PretendTimers:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def schedule(self, name: str, *, key: str, at: datetime) -> None:
        self._store.kept.timers[name, key] = at

    async def is_due(self, name: str, *, key: str, now: datetime) -> bool:
        at = self._store.kept.timers.get((name, key))
        return at is not None and at <= now


class PretendSteps:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def is_new(self, ref: StepRef, *, digest: str) -> bool:
        known = self._store.kept.steps.setdefault(ref, f"new {digest}")
        self._store.kept.steps[ref] = known.removeprefix("new ")
        if known == _TAKEN_BACK:
            raise Refusal("STEP_TAKEN_BACK", "This step was taken back before it came.")
        if known.removeprefix("new ") != digest:
            raise Refusal("REQUEST_ID_REUSED", "This step was asked with other content.")
        return known.startswith("new ")

    async def is_to_be_undone(self, ref: StepRef) -> bool:
        known = self._store.kept.steps.get(ref, _TAKEN_BACK)
        self._store.kept.steps[ref] = _TAKEN_BACK
        return known != _TAKEN_BACK

    async def are_new(self, order_id: str, digests: Mapping[int, str]) -> frozenset[int]:
        refs = {StepRef(order_id, number): digest for number, digest in digests.items()}
        fresh = [ref for ref, digest in refs.items() if await self.is_new(ref, digest=digest)]
        return frozenset(ref.step_no for ref in fresh)

    async def are_to_be_undone(self, order_id: str, numbers: Sequence[int]) -> frozenset[int]:
        refs = [StepRef(order_id, number) for number in numbers]
        return frozenset([ref.step_no for ref in refs if await self.is_to_be_undone(ref)])


class FakeUnitOfWork:
    """One act over a store; nested, it joins the act it is in."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._before = Kept()
        self.accounts = PretendAccounts(store)
        self.former = PretendFormer(store, self.accounts)
        self.plans = PretendPlans(store)
        self.ledger = PretendLedger(store)
        self.payments = PretendPayments(store)
        self.books = PretendBooks(store)
        self.adjustments = PretendAdjustments(store)
        self.alone = PretendAlone(store)
        self.vouchers = PretendVouchers(store)
        self.top_ups = PretendTopUps(store)
        self.usage = PretendUsage(store)
        self.counters = PretendCounters(store)
        self.charged = PretendCharged(store)
        self.differences = PretendDifferences(store)
        self.allowances = PretendAllowances(store)
        self.reservations = PretendReservations(store)
        self.catalogues = FakeCatalogues(store)
        self.credit_control = StandingControl(self.catalogues)
        self.timers = PretendTimers(store)
        self.steps = PretendSteps(store)

    async def publish(self, events: Sequence[Event], *, now: datetime) -> None:
        self._store.kept.said.extend(events)

    async def __aenter__(self) -> Self:
        await self._store.turn.acquire()
        kept = self._store.kept
        self._before = Kept(**{name: copy.copy(value) for name, value in vars(kept).items()})
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self._store.kept = self._before
        self._store.turn.release()
