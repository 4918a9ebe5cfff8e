"""Payments, books, vouchers and adjustments, in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from pretend_store import Store

from billing.accounts.domain.balance_book import BalanceBook
from billing.ledger.domain.adjustment import REFUND, Adjustment, AdjustmentState
from billing.ledger.domain.approval import DoneAlone, MovedAlone
from billing.payments.domain.payment import Payment
from billing.payments.domain.top_up import Notice, TopUp, TopUpState
from billing.payments.domain.voucher import Voucher, VoucherState, WaitingBatch
from billing.payments.ports.top_ups import WhichTopUps
from kernel.money import Money, fen


class PretendPayments:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, payment: Payment) -> bool:
        named = await self.named(channel=payment.channel, reference=payment.reference)
        if any(one.space == payment.space for one in named):
            return False
        return self._store.kept.payments.setdefault(payment.id, payment) is payment

    async def get(self, payment_id: str) -> Payment | None:
        found = self._store.kept.payments.get(payment_id)
        return self._as_it_is(found) if found else None

    async def named(self, *, channel: str, reference: str) -> Sequence[Payment]:
        payments = self._store.kept.payments.values()
        named = [one for one in payments if (one.channel, one.reference) == (channel, reference)]
        return [self._as_it_is(one) for one in named]

    def _as_it_is(self, payment: Payment) -> Payment:
        return replace(payment, reversed_at=self._store.kept.reversed_payments.get(payment.id))

    async def was_reversed(self, payment_id: str) -> bool:
        return payment_id in self._store.kept.reversed_payments

    async def reverse(self, payment_id: str, *, reason: str, at: datetime) -> bool:
        there = self._store.kept.reversed_payments
        is_new = payment_id not in there
        there.setdefault(payment_id, at)
        return is_new


class PretendBooks:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, books: Sequence[BalanceBook]) -> bool:
        there = self._store.kept.book_ids
        if any(one.id in there for one in books):
            return False
        there.update(one.id for one in books)
        await self.save(books)
        return True

    async def save(self, books: Sequence[BalanceBook]) -> None:
        for one in books:
            assert 0 <= one.left.minor <= one.amount.minor
            self._store.kept.books[one.id] = one

    async def end(self, book: BalanceBook) -> None:
        del self._store.kept.books[book.id]


class PretendTopUps:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, top_up: TopUp) -> bool:
        names = {(one.collector, one.reference) for one in self._store.kept.top_ups.values()}
        if (top_up.collector, top_up.reference) in names:
            return False
        return self._store.kept.top_ups.setdefault(top_up.id, top_up) is top_up

    async def get(self, top_up_id: str) -> TopUp | None:
        return self._store.kept.top_ups.get(top_up_id)

    async def get_for_update(self, top_up_id: str) -> TopUp | None:
        return await self.get(top_up_id)

    async def save(self, top_up: TopUp) -> None:
        self._store.kept.top_ups[top_up.id] = top_up

    async def add_besides(self, notice: Notice, *, at: datetime) -> bool:
        key = (notice.top_up_id, notice.transaction, notice.amount.minor)
        if key in self._store.kept.besides:
            return False
        self._store.kept.besides[key] = at
        known = self._store.kept.top_ups[notice.top_up_id]
        await self.save(replace(known, besides=known.besides + notice.amount))
        return True

    async def pending_of(self, space: str) -> int:
        known = self._store.kept.top_ups.values()
        pending = [one for one in known if one.state is TopUpState.PENDING]
        return sum(one.collector.space == space for one in pending)

    async def take_transaction(self, provider: str, transaction: str) -> None:
        """One act at a time is carried out here."""

    async def is_said_otherwise(self, notice: Notice, *, provider: str) -> bool:
        kept = self._store.kept
        theirs = [one for one in kept.top_ups.values() if one.provider == provider]
        paid = {(one.id, one.transaction, one.paid.minor) for one in theirs if one.paid}
        besides = {key for key in kept.besides if key[0] in {one.id for one in theirs}}
        same = (notice.top_up_id, notice.transaction, notice.amount.minor)
        return any(one[1] == notice.transaction and one != same for one in paid | besides)

    async def newest(self, which: WhichTopUps) -> Sequence[TopUp]:
        known = [
            one
            for one in self._store.kept.top_ups.values()
            if which.state in {None, one.state} and which.account_id in {"", one.account_id}
        ]
        known.sort(key=lambda one: (-one.asked_at.timestamp(), one.id))
        return known[which.offset :][: which.limit]


class PretendAlone:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def get_for_update(
        self, day: date, what: DoneAlone, /, *, person: str, account_id: str
    ) -> MovedAlone:
        sums = self._store.kept.moved_alone
        by_person = sums.get((day, f"{what} by", person), 0)
        return MovedAlone(fen(by_person), fen(sums.get((day, f"{what} for", account_id), 0)))

    async def add(
        self, day: date, amount: Money, what: DoneAlone, /, *, person: str, account_id: str
    ) -> None:
        sums = self._store.kept.moved_alone
        for key in ((day, f"{what} by", person), (day, f"{what} for", account_id)):
            sums[key] = sums.get(key, 0) + amount.minor


class PretendVouchers:
    def __init__(self, store: Store) -> None:
        self._store = store
        self.waiting_for: dict[str, int] = {}

    async def forget_tries(self, account_id: str, *, customer_id: str, now: datetime) -> int:
        return self.waiting_for.pop(account_id, 0)

    async def add(self, vouchers: Sequence[Voucher]) -> int:
        there, added = self._store.kept.vouchers, 0
        for one in vouchers:
            if one.serial not in there and one.seal not in {each.seal for each in there.values()}:
                there[one.serial] = one
                added += 1
        return added

    async def get_for_update(self, *, seal: str) -> Voucher | None:
        every = self._store.kept.vouchers.values()
        return next((one for one in every if one.seal == seal), None)

    async def get_all_for_update(self, serials: Collection[str]) -> Mapping[str, Voucher]:
        there = self._store.kept.vouchers
        return {one: there[one] for one in sorted(serials) if one in there}

    async def waiting(self, *, batch: str = "") -> Sequence[WaitingBatch]:
        found: dict[tuple[str, str], list[int]] = {}
        for one in self._waiting(batch):
            found.setdefault((one.batch, one.loaded_by), []).append(one.amount.minor)
        return [
            WaitingBatch(named, by, len(worth), fen(sum(worth)))
            for (named, by), worth in sorted(found.items())
        ]

    async def release(
        self, batch: str, loaders: Sequence[str], *, state: VoucherState
    ) -> tuple[int, int]:
        released = [one for one in self._waiting(batch) if one.loaded_by in loaders]
        await self.save([replace(one, state=state) for one in released])
        return len(released), sum(one.amount.minor for one in released)

    def _waiting(self, batch: str) -> Sequence[Voucher]:
        return [
            one
            for one in self._store.kept.vouchers.values()
            if one.state is VoucherState.WAITING and batch in ("", one.batch)
        ]

    async def save(self, vouchers: Sequence[Voucher]) -> None:
        self._store.kept.vouchers.update({one.serial: one for one in vouchers})


class PretendAdjustments:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, adjustment: Adjustment) -> bool:
        there = self._store.kept.adjustments
        is_new = adjustment.id not in there
        there.setdefault(adjustment.id, adjustment)
        return is_new

    async def get_for_update(self, adjustment_id: str) -> Adjustment | None:
        return self._store.kept.adjustments.get(adjustment_id)

    async def save(self, adjustment: Adjustment) -> None:
        self._store.kept.adjustments[adjustment.id] = adjustment

    async def waiting_refunds_for_update(self, account_id: str) -> Sequence[Adjustment]:
        return [
            one
            for one in self._store.kept.adjustments.values()
            if one.account_id == account_id
            and one.state is AdjustmentState.WAITING
            and one.reason_code == REFUND
        ]

    async def waiting_refunds(self, account_id: str) -> Money:
        waiting = await self.waiting_refunds_for_update(account_id)
        return fen(-sum(one.amount.minor for one in waiting))
