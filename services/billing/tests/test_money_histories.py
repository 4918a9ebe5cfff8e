"""Whatever is paid, given, taken and decided in whatever order: zero in all, each cause once."""

import asyncio
from collections import Counter
from datetime import date, timedelta

from fake_unit_of_work import FakeUnitOfWork
from house_of_billing import ANNA
from hypothesis import given, settings
from hypothesis import strategies as st
from pretend_accounts import postings_of, whose
from test_histories import AN_ACT, Life
from test_storage import account_of

from billing.accounts.domain.balance_book import LEDGER, SPENDABLE, BookKind
from billing.accounts.domain.due import END_BOOK, RELEASE_BOOK
from billing.accounts.domain.ledger_account import LedgerAccount
from billing.ledger.domain.adjustment import REASONS, REFUND, AdjustmentAct, AdjustmentState
from billing.ledger.domain.approval import ApprovalLimits
from billing.ledger.domain.gift import Gift
from billing.lifecycle.domain.steps import StartPlan
from billing.payments.domain.voucher import Voucher
from billing.payments.usecases.adjust_balance import (
    AskAdjustment,
    Decide,
    ask_adjustment,
    decide_adjustment,
)
from billing.payments.usecases.grant_gift import (
    GrantGift,
    end_book,
    grant_gift,
    release_book,
)
from billing.payments.usecases.load_vouchers import (
    BlockVouchers,
    LoadVouchers,
    block_vouchers,
    load_vouchers,
)
from billing.payments.usecases.redeem_voucher import RedeemVoucher, redeem_voucher
from billing.payments.usecases.reverse_payment import ReversePayment, reverse_payment
from kernel.caller import Caller
from kernel.errors import Refusal
from kernel.money import fen

EVERYTHING = frozenset({"clerk", "supervisor", "operations"})
LIMITS = ApprovalLimits(at_once=fen(1500), of_person=fen(6000), of_account=fen(5000))
PEOPLE = st.sampled_from(["Anna", "Boris"])
AMOUNT = st.integers(-3000, 3000)
A_LATER_ACT = st.one_of(
    AN_ACT,
    st.tuples(st.just("call"), st.integers(500, 20_000)),
    st.tuples(st.just("days"), st.integers(1, 40)),
    st.tuples(st.just("reverse"), st.integers(0, 60)),
    st.tuples(
        st.just("gift"),
        st.sampled_from(BookKind),
        st.integers(1, 3000),
        st.integers(1, 4),
        st.sampled_from(
            [
                frozenset({LedgerAccount.USAGE}),
                frozenset({LedgerAccount.PLAN, LedgerAccount.FEE}),
                frozenset(),
            ]
        ),
    ),
    st.tuples(st.just("voucher"), st.integers(0, 4)),
    st.tuples(st.just("block"), st.integers(0, 4)),
    st.tuples(st.just("ask"), PEOPLE, st.sampled_from(sorted(REASONS)), AMOUNT),
    st.tuples(st.just("refund"), PEOPLE, st.integers(-1, 2000) | st.none()),
    st.tuples(st.just("decide"), PEOPLE, st.sampled_from(AdjustmentAct), st.integers(0, 8)),
)


class MoneyLife(Life):
    """Her life with everything that moves money by somebody's word."""

    async def goes_through(self, act: object, *, number: int) -> None:
        uow = FakeUnitOfWork(self.store)
        match act:
            case ("reverse", int(which)):
                paid = list(self.store.kept.payments.values())
                one = paid[which % len(paid)]
                reversal = ReversePayment(one.channel, one.reference, caller("Boris"), "because")
                await reverse_payment(reversal, uow=uow, now=self.now)
            case ("gift", BookKind() as kind, int(amount), int(months), frozenset() as items):
                await self.is_given(kind, amount, months, items, number=number)
            case ("voucher", int(which)):
                redemption = RedeemVoucher(ANNA.msisdn, f"seal {which}")
                await redeem_voucher(redemption, uow=FakeUnitOfWork(self.store), now=self.now)
            case ("block", int(which)):
                blocking = BlockVouchers([str(which)], caller("Boris"), "because")
                await block_vouchers(blocking, uow=uow, now=self.now)
            case ("ask" | "refund" | "decide", *_):
                await self.is_adjusted(act, number=number)
            case _:
                await super().goes_through(act, number=number)
        await self.works_off()

    async def is_adjusted(self, act: object, *, number: int) -> None:
        match act:
            case ("ask", str(who), str(reason), int(amount)):
                await self.asks(who, reason, amount, number=number)
            case ("refund", str(who), amount):
                await self.asks(who, REFUND, amount, number=number)  # type: ignore[arg-type]
            case ("decide", str(who), AdjustmentAct() as decided, int(which)):
                every = sorted(self.store.kept.adjustments)
                if every:
                    decision = Decide(every[which % len(every)], decided, caller(who), "because")
                    await decide_adjustment(decision, uow=FakeUnitOfWork(self.store), now=self.now)

    async def is_given(
        self,
        kind: BookKind,
        amount: int,
        months: int,
        items: frozenset[LedgerAccount],
        *,
        number: int,
    ) -> None:
        dedicated, promotion = kind is BookKind.DEDICATED, kind is BookKind.PROMOTION
        last = None if kind is BookKind.MONTH else date(2027, 6, 30)
        gift = Gift(
            id=str(number),
            account_id=ANNA.account,
            kind=kind,
            amount=fen(amount),
            items=items if dedicated else frozenset(),
            months=months if promotion else 1,
            valid_until=last,
        )
        asked = GrantGift(gift, caller("Boris"), "because")
        await grant_gift(asked, uow=FakeUnitOfWork(self.store), limits=LIMITS, now=self.now)

    async def asks(self, who: str, reason: str, amount: int | None, *, number: int) -> None:
        asked = AskAdjustment(
            request_id=str(number),
            account_id=ANNA.account,
            amount=None if amount is None else fen(amount),
            reason_code=reason,
            caller=caller(who),
            reason="because",
        )
        await ask_adjustment(asked, uow=FakeUnitOfWork(self.store), limits=LIMITS, now=self.now)

    async def works_off(self) -> None:
        """Release and end the gifts that are due."""
        for (name, key), at in sorted(self.store.kept.timers.items(), key=lambda one: one[1]):
            act = {RELEASE_BOOK: release_book, END_BOOK: end_book}.get(name)
            if act is not None and at <= self.now:
                del self.store.kept.timers[name, key]
                await act(key, uow=FakeUnitOfWork(self.store), now=self.now)


def caller(name: str) -> Caller:
    return Caller(name, EVERYTHING, channel="hall")


async def began(life: MoneyLife) -> None:
    """Have her plan started and paid for, and vouchers printed."""
    await life.goes_through(StartPlan(account_id=ANNA.account), number=1000)
    await life.goes_through(("pay", 4000), number=1001)
    valid_to = life.now + timedelta(days=60)
    vouchers = [
        Voucher(
            serial=str(which), seal=f"seal {which}", batch="b", amount=fen(700), valid_to=valid_to
        )
        for which in range(4)
    ]
    batch = LoadVouchers(
        batch="b", amount=fen(700), valid_to=valid_to, vouchers=vouchers, caller=caller("Boris")
    )
    await load_vouchers(batch, uow=FakeUnitOfWork(life.store), alone=fen(2800), now=life.now)


@settings(max_examples=400, deadline=None)
@given(st.lists(A_LATER_ACT, min_size=5, max_size=50))
def test_every_life_keeps_the_ledger_at_zero_and_books_what_was_posted(
    acts: list[object],
) -> None:
    life = MoneyLife(account_of(ANNA))

    async def live() -> None:
        await began(life)
        for number, act in enumerate(acts):
            try:
                await life.goes_through(act, number=number)
            except Refusal:
                continue

    asyncio.run(live())
    kept = life.store.kept
    account = kept.accounts[ANNA.account]
    postings = [one for entry in kept.entries for one in postings_of(entry)]
    sums: Counter[LedgerAccount] = Counter()
    by_book: Counter[str] = Counter()
    for one in postings:
        sums[one.book] += one.amount.minor
        if one.of_book is not None:
            by_book[one.of_book] += one.amount.minor
    paid_out = sum(
        one.amount.minor
        for one in kept.adjustments.values()
        if one.reason_code == REFUND and one.state is AdjustmentState.BOOKED
    )
    assert sum(sums.values()) == 0
    assert account.balance.minor == sum(sums[book] for book in SPENDABLE)
    assert {one.id: one.left.minor for one in kept.books.values()} == {
        one: by_book[one] for one in kept.books
    }
    assert all(left == 0 for book, left in by_book.items() if book not in kept.books)
    for ledger in LEDGER.values():
        held = (one.left.minor for one in kept.books.values() if LEDGER[one.kind] is ledger)
        assert sums[ledger] == sum(held)
    assert sums[LedgerAccount.REFUND] >= 0
    assert paid_out <= 0
    assert all(one.asked_by != one.decided_by for one in kept.adjustments.values())
    assert len({(whose(one), one.cause) for one in kept.entries}) == len(kept.entries)
