"""Books, vouchers, reversals and adjustments, kept alike by the pretending desk and PostgreSQL."""

from dataclasses import replace
from datetime import datetime, timedelta

from house_of_billing import ANNA, BORIS, NOON
from test_books import book
from test_storage import Desks, account_of, desks, paid, record  # noqa: F401  # a fixture

from billing.accounts.domain.account import AccountState
from billing.accounts.domain.balance_book import BookKind
from billing.accounts.domain.leaving import to_pay_out
from billing.accounts.domain.ledger_account import Book, Posting
from billing.accounts.ports import ByAccount
from billing.allowances.domain.usage import Charge, Judged
from billing.ledger.domain.adjustment import Adjustment, AdjustmentAct
from billing.ledger.domain.books import gift_released
from billing.ledger.domain.entry import Cause, Entry, Why, reversal_of, together
from billing.payments.domain.voucher import Voucher, VoucherAct
from billing.rating.domain.rerating import Difference
from kernel.ids import derived_id, new_id
from kernel.money import fen

GIFT = book(derived_id("gift"), 300)
DEPOSIT = book(derived_id("deposit"), 900, kind=BookKind.DEPOSIT, pays=frozenset(), valid_to=None)
VOUCHER = Voucher(serial="A", seal="a", batch="b", amount=fen(5), valid_to=NOON)
ADJUSTMENT = Adjustment(
    id=derived_id("adjustment"),
    account_id=ANNA.account,
    amount=fen(-500),
    reason_code="refund",
    reason="because",
    asked_by="Anna",
    asked_at=NOON,
)


async def test_an_account_comes_with_its_books(desks: Desks) -> None:  # noqa: F811
    async with desks() as desk:
        await desk.accounts.add(account_of(ANNA))
        await desk.accounts.add(account_of(BORIS))
        added = await desk.books.add([GIFT, DEPOSIT])
        again = await desk.books.add([GIFT])

    async with desks() as desk:
        taken = await desk.accounts.take(ByAccount(ANNA.account))
        paying = await desk.accounts.take_paying({ANNA.id, BORIS.id})

    assert (added, again) == (True, False)
    assert taken is not None
    assert set(taken.books) == {GIFT, DEPOSIT}
    assert paying == {ANNA.id: taken, BORIS.id: account_of(BORIS)}


async def test_what_is_left_is_kept_until_a_book_ends(desks: Desks) -> None:  # noqa: F811
    async with desks() as desk:
        await desk.accounts.add(account_of(ANNA))
        await desk.books.add([GIFT, DEPOSIT])
    async with desks() as desk:
        await desk.books.keep([replace(GIFT, left=fen(7))])
        await desk.books.end(DEPOSIT)
    async with desks() as desk:
        taken = await desk.accounts.take(ByAccount(ANNA.account))
        await desk.books.end(GIFT)
    async with desks() as desk:
        without = await desk.accounts.take(ByAccount(ANNA.account))

    assert taken is not None
    assert taken.books == (replace(GIFT, left=fen(7)),)
    assert without == account_of(ANNA)


async def test_a_posting_remembers_its_book(desks: Desks) -> None:  # noqa: F811
    released = gift_released(GIFT, at=NOON)
    async with desks() as desk:
        await desk.ledger.append([released, *paid(ANNA, 40, cause="a")])
        await desk.ledger.append([reversal_of(released, at=NOON)])

    async with desks() as desk:
        found = await desk.ledger.of_cause(ANNA.account, cause_id=GIFT.id)
        cash = await desk.ledger.sum_of(ANNA.account, Book.CASH)
        gifts = await desk.ledger.sum_of(ANNA.account, Book.GIFT_PROMOTION)
        nothing = await desk.ledger.sum_of(BORIS.account, Book.CASH)

    assert found == [released]
    assert (cash, gifts, nothing) == (fen(-40), fen(0), fen(0))


async def test_what_came_after_a_cause_is_added_up(desks: Desks) -> None:  # noqa: F811
    first, second = paid(ANNA, 40, cause="a"), paid(ANNA, 7, cause="b")
    async with desks() as desk:
        await desk.ledger.append([*first, *paid(BORIS, 1, cause="a")])
        await desk.ledger.append(second)
        await desk.ledger.append([reversal_of(one, at=NOON) for one in second])
        await desk.ledger.append(paid(ANNA, 2, cause="c"))

    async with desks() as desk:
        after = [
            await desk.ledger.sum_since(ANNA.account, Book.CUSTOMER, cause=one.cause)
            for one in (*first, *second)
        ]

    assert after == [fen(2), fen(-5)]


async def test_what_paid_for_use_is_added_up_by_book(desks: Desks) -> None:  # noqa: F811
    early, late = NOON - timedelta(hours=1), NOON

    def used(minor: int, gift: int, why: Why, cause: str, at: datetime) -> Entry:
        shares = (
            Posting(Book.GIFT_PROMOTION, fen(-gift), GIFT.id),
            Posting(Book.CUSTOMER, fen(gift - minor)),
        )
        paying = tuple(one for one in shares if one.amount.minor)
        own = (*paying, Posting(Book.USAGE, fen(minor)))
        return Entry(account_id=ANNA.account, cause=Cause(why, cause), at=at, postings=own)

    heard = [
        Judged(record(name, file_seq=seq), ANNA.account, Charge(60, "so"))
        for seq, name in enumerate(("early", "late", "another"))
    ]
    batch = (used(50, 50, Why.USAGE, "a", early), used(60, 20, Why.USAGE, "b", late))
    async with desks() as desk:
        await desk.accounts.add(account_of(ANNA))
        await desk.usage.add(heard, at=early)
        for one in batch:
            cause = one.cause
            await desk.ledger.append_together(together([one], cause=cause, at=one.at))
        for run, about in ((new_id(), "early"), (new_id(), "another")):
            difference = Difference(about, run, 60, 30, "now", late)
            await desk.differences.add([difference], subscriber_id=ANNA.id)
            await desk.ledger.append([used(-30, -5, Why.RERATING, run, late)])
        await desk.ledger.append(paid(ANNA, 900, cause="d"))

    async with desks() as desk:
        first, second, both, nobody = [
            list(await desk.ledger.paid_for_use(who.account, moments=moments, records=records))
            for who, moments, records in (
                (ANNA, {early}, {"early"}),
                (ANNA, {late}, {"late"}),
                (ANNA, {early, late}, {"early", "late"}),
                (BORIS, {early, late}, {"early", "late"}),
            )
        ]

    gift, cash = Posting(Book.GIFT_PROMOTION, fen(45), GIFT.id), Posting(Book.CUSTOMER, fen(40))
    # What a run gave back for one record was paid for that one only.
    assert (first, nobody) == ([gift], [])
    assert second == [replace(gift, amount=fen(20)), cash]
    assert both == [replace(gift, amount=fen(65)), replace(cash, amount=fen(15))]


async def test_a_payment_is_remembered_as_taken_back_once(desks: Desks) -> None:  # noqa: F811
    payment_id = derived_id("payment")
    async with desks() as desk:
        answers = [
            await desk.payments.reverse(payment_id, reason="a", at=NOON),
            await desk.payments.reverse(payment_id, reason="b", at=NOON),
        ]

    assert answers == [True, False]


async def test_vouchers_are_known_once_by_serial_and_code(desks: Desks) -> None:  # noqa: F811
    async with desks() as desk:
        first = await desk.vouchers.add([VOUCHER, replace(VOUCHER, serial="B", seal="b")])
        again = await desk.vouchers.add(
            [
                replace(VOUCHER, seal="c"),
                replace(VOUCHER, serial="C"),
                replace(VOUCHER, serial="D", seal="d"),
            ]
        )
    used = VOUCHER.after(VoucherAct.REDEEMED)
    async with desks() as desk:
        await desk.vouchers.keep([used])
    async with desks() as desk:
        taken = await desk.vouchers.take(seal="a")
        unknown = await desk.vouchers.take(seal="c")
        every = await desk.vouchers.take_all({"A", "B", "C"})

    assert (first, again) == (2, 1)
    assert (taken, unknown) == (used, None)
    assert every == {"A": used, "B": replace(VOUCHER, serial="B", seal="b")}


async def test_adjustments_wait_and_are_decided(desks: Desks) -> None:  # noqa: F811
    other = replace(ADJUSTMENT, id=derived_id("other"), reason_code="penalty")
    decided = ADJUSTMENT.decided(AdjustmentAct.APPROVED, by="Boris", at=NOON)
    async with desks() as desk:
        added = [await desk.adjustments.add(one) for one in (ADJUSTMENT, other, ADJUSTMENT)]
        waiting = await desk.adjustments.waiting_refunds(ANNA.account)
    async with desks() as desk:
        taken = await desk.adjustments.take(ADJUSTMENT.id)
        await desk.adjustments.keep(decided)
    async with desks() as desk:
        later = await desk.adjustments.take(ADJUSTMENT.id)
        rest = await desk.adjustments.waiting_refunds(ANNA.account)
        unknown = await desk.adjustments.take(derived_id("unknown"))

    assert added == [True, True, False]
    assert (waiting, rest) == (fen(500), fen(0))
    assert (taken, later, unknown) == (ADJUSTMENT, decided, None)


async def test_an_account_that_was_left_comes_with_what_is_payable_back(
    desks: Desks,  # noqa: F811
) -> None:
    parts = (Posting(Book.REFUND, fen(40)), Posting(Book.REFUND, fen(900), DEPOSIT.id))
    owed = Entry(
        account_id=ANNA.account,
        cause=Cause(Why.REFUND, "left"),
        at=NOON,
        postings=(Posting(Book.CASH, fen(-940)), *parts),
    )
    back = Entry(
        account_id=ANNA.account,
        cause=Cause(Why.REFUND, "paid out"),
        at=NOON,
        postings=(Posting(Book.CASH, fen(30)), Posting(Book.REFUND, fen(-30))),
    )
    async with desks() as desk:
        await desk.accounts.add(replace(account_of(ANNA), state=AccountState.CLOSING))
        await desk.accounts.add(account_of(BORIS))
        await desk.ledger.append([owed, back])
        await desk.ledger.append([replace(owed, account_id=BORIS.account)])

    async with desks() as desk:
        gone = await desk.accounts.take(ByAccount(ANNA.account))
        there = await desk.accounts.take(ByAccount(BORIS.account))

    assert gone is not None
    assert there is not None
    assert gone.payable_back.parts == (Posting(Book.REFUND, fen(10)), parts[1])
    assert (to_pay_out(gone), gone.payable_back.free) == (fen(910), fen(10))
    assert to_pay_out(there) == fen(0)
