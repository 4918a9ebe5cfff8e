"""Whatever happens in whatever order: nothing is promised twice, and no money is left to nobody.

Random lives with payments, vouchers, gifts, deposits, adjustments, fees taken back, use rated
again, uses asked for and told late, closings and their taking back, refunds and reversals. After
each act is checked what must always hold; each life is then lived to its end, where every fen has
been used or paid back, and every debt can be paid.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from fake_unit_of_work import WHATEVER_IS_TOLD, FakeUnitOfWork
from house_of_billing import ANNA, catalogue_text
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pretend_accounts import postings_of
from test_gifts_and_items import ITEMS
from test_histories import LIMITS, ODD_RATE
from test_money_histories import A_LATER_ACT, PEOPLE, MoneyLife, began, caller
from test_storage import account_of, record

from billing.accounts.domain.account import Account, AccountState
from billing.accounts.domain.balance_book import BookKind
from billing.accounts.domain.credit import Credit, PaymentType
from billing.accounts.domain.due import RECORDS_ARE_IN
from billing.accounts.domain.leaving import has_left, to_pay_out
from billing.accounts.domain.ledger_account import LedgerAccount
from billing.accounts.domain.step_ref import StepRef
from billing.accounts.ports import ByAccount, BySubscriber
from billing.catalogue.domain.catalogue import Catalogue
from billing.catalogue.domain.tariff import ITEM
from billing.catalogue.wire.catalogue import read_catalogue
from billing.charging.usecases.end_reservation import (
    Commit,
    commit_reservation,
    expire_reservation,
    release_reservation,
)
from billing.charging.usecases.rate_usage import rate_usage
from billing.charging.usecases.rerate_usage import Rerate, rerate_usage
from billing.charging.usecases.reserve_units import GrantTerms, Reserve, extend_units, reserve_units
from billing.ledger.domain.adjustment import REFUND, AdjustmentAct, AdjustmentState
from billing.ledger.domain.approval import ApprovalLimits
from billing.ledger.domain.entry import Why
from billing.lifecycle.domain.steps import CloseAccount, OpenAccount, TakeFee
from billing.lifecycle.usecases.close_account import end_account
from billing.lifecycle.usecases.open_account import take_back_opening
from billing.payments.domain.collector import Collector
from billing.payments.usecases.adjust_balance import (
    AskAdjustment,
    Decide,
    ask_adjustment,
    decide_adjustment,
)
from billing.payments.usecases.handle_deposit import (
    ReturnDeposit,
    TakeDeposit,
    return_deposit,
    take_deposit,
)
from billing.payments.usecases.post_payment import PostPayment, post_payment
from kernel.civil import civil_date
from kernel.errors import Refusal
from kernel.money import fen

TERMS = GrantTerms(validity=timedelta(hours=1), hold=timedelta(days=31), ahead=timedelta(minutes=5))
WITHOUT_END = ApprovalLimits(*(fen(100_000_000),) * 3)
MAY_ALONE = ApprovalLimits(at_once=fen(500), of_person=fen(3000), of_account=fen(2000))
OWN = (
    *(one for one in LedgerAccount if one.value.startswith("gift_")),
    LedgerAccount.CUSTOMER,
    LedgerAccount.DEPOSIT,
)
"""Where an account may hold something, beside what is payable back; two of them never do."""
CLOSES = CloseAccount(account_id=ANNA.account)


def priced(price: int) -> Catalogue:
    """Return a catalogue in which use costs so much, and what others sell more or less with it."""
    slots = [{"millifen": 600 + price // 7, "per_units": 1, "increment": 1}]
    rates = [ODD_RATE | {"price_millifen": price}]
    text = catalogue_text(rates=rates, tariffs=[ITEMS | {"slots": slots}])
    return replace(read_catalogue(text)[0], version=1)


PRICES = {price: priced(price) for price in (0, 400, 1_237, 2_500)}
"""Catalogues by what use costs in them: it is rated again where that was wrong."""
LATE = st.tuples(st.just("late"), st.integers(1, 40), st.integers(500, 20_000))
SOLD = st.tuples(st.just("sold"), st.integers(0, 40), st.integers(1, 900), st.integers(0, 9_000))
PAY = st.tuples(st.just("pay"), st.integers(1, 5000))
WHICH = st.integers(0, 5)
USING = st.one_of(
    st.tuples(st.just("reserve"), st.integers(1, 40_000)),
    st.tuples(st.just("buy"), st.integers(1, 9_000)),
    st.tuples(st.just("extend"), WHICH, st.integers(1, 40_000)),
    st.tuples(st.just("commit"), WHICH, st.integers(0, 20_000)),
    st.tuples(st.just("release"), WHICH),
)
AN_ACT = st.one_of(
    A_LATER_ACT,
    USING,
    USING,
    LATE,
    SOLD,
    st.just(CLOSES),
    st.tuples(st.just("deposit"), st.integers(1, 3000)),
    st.tuples(st.just("return"), st.integers(0, 3)),
    st.tuples(st.just("price"), st.sampled_from(sorted(PRICES))),
)
AN_ACT_AFTER_LEAVING = st.one_of(
    AN_ACT,
    LATE,
    PAY,
    st.tuples(st.just("reverse"), st.integers(0, 60)),
    st.tuples(st.just("days"), st.integers(1, 20)),
    st.tuples(st.just("ask"), PEOPLE, st.just("billing_error"), st.integers(-1400, 1400)),
    st.tuples(st.just("refund"), PEOPLE, st.integers(1, 3000) | st.none()),
    st.tuples(st.just("decide"), PEOPLE, st.sampled_from(AdjustmentAct), st.integers(0, 3)),
)
SOME_ACTS = st.lists(AN_ACT, min_size=3, max_size=25)
MORE_ACTS = st.lists(AN_ACT_AFTER_LEAVING, min_size=5, max_size=25)
A_LIFE = st.builds(lambda some, more: [*some, CLOSES, *more], SOME_ACTS, MORE_ACTS)


class WholeLife(MoneyLife):
    """Her life with everything that brings money onto her account or off it."""

    def __init__(self, account: Account) -> None:
        super().__init__(account)
        self.store.kept.catalogues = [(PRICES[1_237], "")]
        self.asked: list[str] = []
        self.before: dict[str, int] = {}
        """What was hers when a payment was made, by the payment's id."""

    @property
    def account(self) -> Account:
        kept = self.store.kept
        uow = FakeUnitOfWork(self.store)
        return uow.accounts._with_books(kept.accounts[ANNA.account])

    def sums(self) -> Counter[LedgerAccount]:
        sums: Counter[LedgerAccount] = Counter()
        for entry in self.store.kept.entries:
            for one in postings_of(entry):
                sums[one.book] += one.amount.minor
        return sums

    async def goes_through(self, act: object, *, number: int) -> None:
        uow = FakeUnitOfWork(self.store)
        match act:
            case ("late" | "sold", *_):
                await self.is_told_late(act, number=number)
            case ("reserve" | "buy" | "extend" | "commit" | "release", *_):
                await self.uses(act, number=number)
            case ("price", int(price)):
                self.store.kept.catalogues = [(PRICES[price], "")]
                wrong = Rerate(
                    run_id=str(number),
                    first_month=date(2026, 11, 1),
                    last_month=civil_date(self.now).replace(day=1),
                    caller=caller("Boris"),
                    reason="because",
                    use_kept=timedelta(days=400),
                    subscriber_id=ANNA.id,
                )
                await rerate_usage(wrong, uow=uow, now=self.now)
            case ("deposit", int(amount)):
                taken = TakeDeposit(
                    request_id=str(number),
                    account_id=ANNA.account,
                    amount=fen(amount),
                    caller=caller("Boris"),
                    reason="because",
                )
                await take_deposit(taken, uow=uow, now=self.now)
            case ("return", int(which)):
                held = [one for one in self.account.books if one.kind is BookKind.DEPOSIT]
                if held:
                    book_id = held[which % len(held)].id
                    returned = ReturnDeposit(
                        request_id=str(number),
                        account_id=ANNA.account,
                        book_id=book_id,
                        caller=caller("Boris"),
                        reason="because",
                    )
                    await return_deposit(returned, uow=uow, limits=MAY_ALONE, now=self.now)
            case ("refund", *_):
                await super().goes_through(act, number=number)
                # What waits for a second person is promised once.
                waiting = await uow.adjustments.waiting_refunds(ANNA.account)
                assert waiting <= to_pay_out(self.account)
            case _:
                await self.pays_or_is_paid(act, number=number)
        await self.works_off()

    async def is_told_late(self, act: object, *, number: int) -> None:
        """Rate a call, or what somebody else sold with a call beside it, that began days ago."""
        match act:
            case ("late", int(days), int(seconds)):
                told = [record(str(number), quantity=seconds)]
            case ("sold", int(days), int(amount), int(seconds)):
                item = record(f"{number} sold", kind=ITEM, quantity=amount)
                told = [item, record(f"{number} beside", quantity=seconds)]
            case _:
                raise AssertionError(act)
        began_at = self.now - timedelta(days=days)
        await rate_usage(
            [replace(one, started_at=began_at, file_seq=number) for one in told],
            uow=FakeUnitOfWork(self.store),
            batch_id=str(number),
            now=self.now,
            acceptable=WHATEVER_IS_TOLD,
        )

    async def pays_or_is_paid(self, act: object, *, number: int) -> None:
        """Watch what payments and their reversals do beside what they always do."""
        known, reversed_ = set(self.store.kept.payments), set(self.store.kept.reversed_payments)
        before = self.hers()
        await super().goes_through(act, number=number)
        kept = self.store.kept
        for key in set(kept.payments) - known:
            self.before[kept.payments[key].id] = before
        for payment_id in set(kept.reversed_payments) - reversed_:
            # Nothing of it was used: there is as much as without it, or she owed before, too.
            assert self.hers() >= min(0, self.before[payment_id])
            assert self.account.cash.minor >= 0 or not has_left(self.account)
            assert self.reserved() == 0 or self.free() >= 0

    async def uses(self, act: object, *, number: int) -> None:
        uow, open_ = FakeUnitOfWork(self.store), [*self.asked, "none"]
        match act:
            case ("reserve", int(seconds)):
                use = record(
                    f"use {number}", quantity=seconds, file_seq=number, started_at=self.now
                )
                asked = Reserve(BySubscriber(ANNA.id), use)
                await reserve_units(asked, uow=uow, terms=TERMS, now=self.now)
                self.asked.append(use.id)
                assert self.free() >= 0
            case ("buy", int(amount)):
                item = record(
                    f"buy {number}",
                    kind=ITEM,
                    quantity=amount,
                    file_seq=number,
                    started_at=self.now,
                )
                asked = Reserve(BySubscriber(ANNA.id), item)
                await reserve_units(asked, uow=uow, terms=TERMS, now=self.now)
                self.asked.append(item.id)
                assert self.free() >= 0
                assert self.free_in_cash() >= 0
            case ("extend", int(which), int(seconds)):
                chosen = open_[which % len(open_)]
                await extend_units(chosen, units=seconds, uow=uow, terms=TERMS, now=self.now)
            case ("commit", int(which), int(seconds)):
                chosen = open_[which % len(open_)]
                told = Commit(chosen, seconds, f"record of {chosen}")
                await commit_reservation(told, uow=uow, terms=TERMS, now=self.now)
            case ("release", int(which)):
                await release_reservation(open_[which % len(open_)], uow=uow)

    async def works_off(self) -> None:
        await super().works_off()
        for key, one in list(self.store.kept.reservations.items()):
            if one.is_due(self.now):
                uow = FakeUnitOfWork(self.store)
                await expire_reservation(key, uow=uow, terms=TERMS, now=self.now)
        for (name, key), at in sorted(self.store.kept.timers.items()):
            if name == RECORDS_ARE_IN and at <= self.now:
                del self.store.kept.timers[name, key]
                uow = FakeUnitOfWork(self.store)
                await end_account(key.partition("/")[0], uow=uow, now=self.now)

    def hers(self) -> int:
        """Cash and what is payable back of cash; negative is owed."""
        return self.account.cash.minor + self.account.payable_back.free.minor

    def reserved(self) -> int:
        every = self.store.kept.reservations.values()
        return sum(one.millifen for one in every if not (one.is_open and one.is_due(self.now)))

    def free(self) -> int:
        """What may still be promised, in thousandths of a fen."""
        account = self.account
        return account.spendable.minor * 1000 - account.carry - self.reserved()

    def free_in_cash(self) -> int:
        """What items may still be promised of cash and limit: no gift pays for them."""
        account, every = self.account, self.store.kept.reservations.values()
        gifts = account.balance.minor - account.cash.minor
        items = sum(one.millifen for one in every if one.use.kind == ITEM)
        return (account.spendable.minor - gifts) * 1000 - account.carry - items

    def items_of_gifts(self) -> int:
        """What gifts paid beyond use itself, in fen: only what batches carry on may be among it."""
        causes = (Why.USAGE, Why.RERATING)
        entries = [one for one in self.store.kept.entries if one.cause.why in causes]
        moved = [one for entry in entries for one in postings_of(entry)]
        gifts = -sum(one.amount.minor for one in moved if one.book.value.startswith("gift_"))
        uses = [one for one in self.store.kept.usage.values() if one.record.kind != ITEM]
        ids = {one.record.id for one in uses}
        cost = sum(one.charge.millifen for one in uses if one.charge)
        cost += sum(one.millifen for one in self.store.kept.differences if one.record_id in ids)
        return gifts - cost // 1000 - len(entries)

    def check(self) -> None:
        """See what must hold after every act."""
        account, sums = self.account, self.sums()
        assert self.items_of_gifts() <= 0
        assert sum(sums.values()) == 0
        assert sums[LedgerAccount.REFUND] >= 0
        assert sums[LedgerAccount.DEPOSIT] >= 0
        if not has_left(account):
            assert sums[LedgerAccount.REFUND] == 0
            return
        back = account.payable_back
        assert back.whole.minor == sums[LedgerAccount.REFUND]
        assert all(one.amount.minor >= 0 for one in back.parts)
        assert account.cash.minor <= 0, "money that nobody can spend or have paid out"
        assert not any(one.left.minor for one in account.books)
        assert self.reserved() == 0
        # Nothing is paid back that she owes.
        assert account.cash.minor == 0 or back.free.minor == 0
        assert account.owes.minor == -account.cash.minor

    async def ends(self) -> None:
        """Have her leave where she has not, all records be in, all paid out, and debts paid."""
        await self.tries(CLOSES, number=5000)
        if self.account.state is AccountState.PENDING:
            uow = FakeUnitOfWork(self.store)
            opening = OpenAccount(
                account_id=ANNA.account,
                subscriber_id=ANNA.id,
                customer_id=ANNA.customer,
                msisdn=ANNA.msisdn,
                offering=ANNA.offering,
            )
            async with uow:
                ref = StepRef("opening", 0)
                await take_back_opening(opening, uow=uow, ref=ref, now=self.now)
        await self.tries(("days", 90), number=5001)
        assert self.account.state is AccountState.CLOSED
        for number, key in enumerate(sorted(self.store.kept.adjustments)):
            if self.store.kept.adjustments[key].state is AdjustmentState.WAITING:
                await self.is_decided(key)
            self.check()
            await self.tries(("ask", "Anna", "billing_error", 50), number=6000 + number)
            self.check()
        await self.is_paid_out()
        await self.pays_its_debt()

    async def is_decided(self, adjustment_id: str) -> None:
        """Have it approved, or rejected where it cannot be booked any more."""
        decider = caller("Carla")
        for act in (AdjustmentAct.APPROVED, AdjustmentAct.REJECTED):
            try:
                decision = Decide(adjustment_id, act, decider, "because")
                await decide_adjustment(decision, uow=FakeUnitOfWork(self.store), now=self.now)
            except Refusal:
                continue
            return
        raise AssertionError("neither approved nor rejected")

    async def is_paid_out(self) -> None:
        if to_pay_out(self.account) == fen(0):
            return
        asked = AskAdjustment(
            request_id="the end",
            account_id=ANNA.account,
            amount=None,
            reason_code=REFUND,
            caller=caller("Carla"),
            reason="because",
        )
        uow = FakeUnitOfWork(self.store)
        await ask_adjustment(asked, uow=uow, limits=WITHOUT_END, now=self.now)

    async def pays_its_debt(self) -> None:
        owed = self.account.owes
        if owed == fen(0):
            return
        paid = PostPayment(
            payee=ByAccount(ANNA.account),
            collector=Collector("hall"),
            reference="the end",
            amount=owed,
        )
        await post_payment(paid, uow=FakeUnitOfWork(self.store), limits=LIMITS, now=self.now)

    async def tries(self, act: object, *, number: int) -> None:
        try:
            await self.goes_through(act, number=number)
        except Refusal:
            return


def lived(life: WholeLife, acts: Sequence[object]) -> None:
    """Live this life and its end; see what holds after each act."""

    async def live() -> None:
        await began(life)
        for number, act in enumerate(acts):
            await life.tries(act, number=number)
            life.check()
        await life.ends()

    asyncio.run(live())
    life.check()


def lives(account: Account, acts: list[object]) -> None:
    """Live this life and its end; see that nothing is left."""
    life = WholeLife(account)
    lived(life, acts)
    sums, kept = life.sums(), life.store.kept
    assert all(
        sums[one] == 0
        for one in OWN
        if one not in {LedgerAccount.GIFT_COST, LedgerAccount.GIFT_EXPIRED}
    )
    assert sums[LedgerAccount.REFUND] == 0
    # What came in, less what was given back, is what was used: counted from the uses themselves.
    used = sum(one.charge.millifen for one in kept.usage.values() if one.charge)
    used += sum(one.millifen for one in kept.differences)
    assert used == sums[LedgerAccount.USAGE] * 1000 + life.account.carry
    assert all(
        sums[one] >= 0
        for one in (
            LedgerAccount.USAGE,
            LedgerAccount.PLAN,
            LedgerAccount.FEE,
            LedgerAccount.PENALTY,
        )
    )


NOTHING: frozenset[LedgerAccount] = frozenset()
GIFT = ("gift", BookKind.MONTH, 1400, 1, NOTHING)
PAID_OUT = (("refund", "Anna", None), ("decide", "Boris", AdjustmentAct.APPROVED, 0))
LATER = ("late", 2, 500)
FEE = TakeFee(account_id=ANNA.account, fee="sim_swap", amount=fen(2000), from_balance=True)


@settings(max_examples=600, deadline=None)
@given(SOME_ACTS | A_LIFE)
@example([CLOSES, ("pay", 5000)])
@example([CLOSES, ("ask", "Boris", "billing_error", 700)])
@example([CLOSES, ("voucher", 0)])
@example([FEE, CLOSES, ("undo", 1)])
@example([("days", 1), CLOSES, ("late", 1, 2000)])
@example([("days", 1), ("deposit", 900), CLOSES, ("late", 1, 20_000)])
@example([CLOSES, ("pay", 5000), ("undo", 1), ("call", 2000)])
@example([("days", 1), ("deposit", 9), CLOSES, *PAID_OUT, ("late", 1, 500), ("pay", 900), LATER])
@example([CLOSES, ("pay", 900), ("reverse", 1), ("refund", "Anna", None)])
@example([("days", 1), CLOSES, *PAID_OUT, ("late", 1, 20_000), ("pay", 20), ("reverse", 1)])
@example([GIFT, ("buy", 6000), ("buy", 3000), ("call", 90), ("extend", 0, 9_000)])
@example([GIFT, ("sold", 0, 4000, 70), ("price", 400), CLOSES, ("sold", 1, 900, 0), GIFT])
def test_no_money_is_promised_twice_and_none_is_left_to_nobody(acts: list[object]) -> None:
    lives(account_of(ANNA), acts)


@settings(max_examples=400, deadline=None)
@given(SOME_ACTS | A_LIFE, st.integers(0, 3000))
@example([("days", 1), CLOSES, ("late", 1, 20_000), ("pay", 5000)], 1000)
def test_so_it_is_of_who_pays_later(acts: list[object], limit: int) -> None:
    lives(
        replace(account_of(ANNA), payment_type=PaymentType.POSTPAID, credit=Credit(fen(limit))),
        acts,
    )
