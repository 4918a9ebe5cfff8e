"""Books, vouchers, reversals and adjustments, kept alike by the fake and PostgreSQL."""

from dataclasses import replace
from datetime import datetime, timedelta

from house_of_billing import ANNA, BORIS, NOON
from test_books import book
from test_storage import NewUnitOfWork, account_of, new_uow, paid, record  # noqa: F401  # a fixture

from billing.accounts.domain.account import AccountState
from billing.accounts.domain.balance_book import BookKind
from billing.accounts.domain.leaving import to_pay_out
from billing.accounts.domain.ledger_account import LedgerAccount, Posting
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


async def test_an_account_comes_with_its_books(new_uow: NewUnitOfWork) -> None:  # noqa: F811
    async with new_uow() as uow:
        await uow.accounts.add(account_of(ANNA))
        await uow.accounts.add(account_of(BORIS))
        added = await uow.books.add([GIFT, DEPOSIT])
        again = await uow.books.add([GIFT])

    async with new_uow() as uow:
        taken = await uow.accounts.get_for_update(ByAccount(ANNA.account))
        paying = await uow.accounts.get_paying_for_update({ANNA.id, BORIS.id})

    assert (added, again) == (True, False)
    assert taken is not None
    assert set(taken.books) == {GIFT, DEPOSIT}
    assert paying == {ANNA.id: taken, BORIS.id: account_of(BORIS)}


async def test_what_is_left_is_kept_until_a_book_ends(new_uow: NewUnitOfWork) -> None:  # noqa: F811
    async with new_uow() as uow:
        await uow.accounts.add(account_of(ANNA))
        await uow.books.add([GIFT, DEPOSIT])
    async with new_uow() as uow:
        await uow.books.save([replace(GIFT, left=fen(7))])
        await uow.books.end(DEPOSIT)
    async with new_uow() as uow:
        taken = await uow.accounts.get_for_update(ByAccount(ANNA.account))
        await uow.books.end(GIFT)
    async with new_uow() as uow:
        without = await uow.accounts.get_for_update(ByAccount(ANNA.account))

    assert taken is not None
    assert taken.books == (replace(GIFT, left=fen(7)),)
    assert without == account_of(ANNA)


async def test_a_posting_remembers_its_book(new_uow: NewUnitOfWork) -> None:  # noqa: F811
    released = gift_released(GIFT, at=NOON)
    async with new_uow() as uow:
        await uow.ledger.append([released, *paid(ANNA, 40, cause="a")])
        await uow.ledger.append([reversal_of(released, at=NOON)])

    async with new_uow() as uow:
        found = await uow.ledger.of_cause(ANNA.account, cause_id=GIFT.id)
        cash = await uow.ledger.sum_of(ANNA.account, LedgerAccount.CASH)
        gifts = await uow.ledger.sum_of(ANNA.account, LedgerAccount.GIFT_PROMOTION)
        nothing = await uow.ledger.sum_of(BORIS.account, LedgerAccount.CASH)

    assert found == [released]
    assert (cash, gifts, nothing) == (fen(-40), fen(0), fen(0))


async def test_what_came_after_a_cause_is_added_up(new_uow: NewUnitOfWork) -> None:  # noqa: F811
    first, second = paid(ANNA, 40, cause="a"), paid(ANNA, 7, cause="b")
    async with new_uow() as uow:
        await uow.ledger.append([*first, *paid(BORIS, 1, cause="a")])
        await uow.ledger.append(second)
        await uow.ledger.append([reversal_of(one, at=NOON) for one in second])
        await uow.ledger.append(paid(ANNA, 2, cause="c"))

    async with new_uow() as uow:
        after = [
            await uow.ledger.sum_since(ANNA.account, LedgerAccount.CUSTOMER, cause=one.cause)
            for one in (*first, *second)
        ]

    assert after == [fen(2), fen(-5)]


async def test_what_paid_for_use_is_added_up_by_book(new_uow: NewUnitOfWork) -> None:  # noqa: F811
    early, late = NOON - timedelta(hours=1), NOON

    def used(minor: int, gift: int, why: Why, cause: str, at: datetime) -> Entry:
        shares = (
            Posting(LedgerAccount.GIFT_PROMOTION, fen(-gift), GIFT.id),
            Posting(LedgerAccount.CUSTOMER, fen(gift - minor)),
        )
        paying = tuple(one for one in shares if one.amount.minor)
        own = (*paying, Posting(LedgerAccount.USAGE, fen(minor)))
        return Entry(account_id=ANNA.account, cause=Cause(why, cause), at=at, postings=own)

    heard = [
        Judged(record(name, file_seq=seq), ANNA.account, Charge(60, "so"))
        for seq, name in enumerate(("early", "late", "another"))
    ]
    batch = (used(50, 50, Why.USAGE, "a", early), used(60, 20, Why.USAGE, "b", late))
    async with new_uow() as uow:
        await uow.accounts.add(account_of(ANNA))
        await uow.usage.add(heard, at=early)
        for one in batch:
            cause = one.cause
            await uow.ledger.append_together(together([one], cause=cause, at=one.at))
        for run, about in ((new_id(), "early"), (new_id(), "another")):
            difference = Difference(about, run, 60, 30, "now", late)
            await uow.differences.add([difference], subscriber_id=ANNA.id)
            await uow.ledger.append([used(-30, -5, Why.RERATING, run, late)])
        await uow.ledger.append(paid(ANNA, 900, cause="d"))

    async with new_uow() as uow:
        first, second, both, nobody = [
            list(await uow.ledger.paid_for_use(who.account, moments=moments, records=records))
            for who, moments, records in (
                (ANNA, {early}, {"early"}),
                (ANNA, {late}, {"late"}),
                (ANNA, {early, late}, {"early", "late"}),
                (BORIS, {early, late}, {"early", "late"}),
            )
        ]

    gift, cash = (
        Posting(LedgerAccount.GIFT_PROMOTION, fen(45), GIFT.id),
        Posting(LedgerAccount.CUSTOMER, fen(40)),
    )
    # What a run gave back for one record was paid for that one only.
    assert (first, nobody) == ([gift], [])
    assert second == [replace(gift, amount=fen(20)), cash]
    assert both == [replace(gift, amount=fen(65)), replace(cash, amount=fen(15))]


async def test_a_payment_is_remembered_as_taken_back_once(new_uow: NewUnitOfWork) -> None:  # noqa: F811
    payment_id = derived_id("payment")
    async with new_uow() as uow:
        answers = [
            await uow.payments.reverse(payment_id, reason="a", at=NOON),
            await uow.payments.reverse(payment_id, reason="b", at=NOON),
        ]

    assert answers == [True, False]


async def test_vouchers_are_known_once_by_serial_and_code(new_uow: NewUnitOfWork) -> None:  # noqa: F811
    async with new_uow() as uow:
        first = await uow.vouchers.add([VOUCHER, replace(VOUCHER, serial="B", seal="b")])
        again = await uow.vouchers.add(
            [
                replace(VOUCHER, seal="c"),
                replace(VOUCHER, serial="C"),
                replace(VOUCHER, serial="D", seal="d"),
            ]
        )
    used = VOUCHER.after(VoucherAct.REDEEMED)
    async with new_uow() as uow:
        await uow.vouchers.save([used])
    async with new_uow() as uow:
        taken = await uow.vouchers.get_for_update(seal="a")
        unknown = await uow.vouchers.get_for_update(seal="c")
        every = await uow.vouchers.get_all_for_update({"A", "B", "C"})

    assert (first, again) == (2, 1)
    assert (taken, unknown) == (used, None)
    assert every == {"A": used, "B": replace(VOUCHER, serial="B", seal="b")}


async def test_adjustments_wait_and_are_decided(new_uow: NewUnitOfWork) -> None:  # noqa: F811
    other = replace(ADJUSTMENT, id=derived_id("other"), reason_code="penalty")
    decided = ADJUSTMENT.decided(AdjustmentAct.APPROVED, by="Boris", at=NOON)
    async with new_uow() as uow:
        added = [await uow.adjustments.add(one) for one in (ADJUSTMENT, other, ADJUSTMENT)]
        waiting = await uow.adjustments.waiting_refunds(ANNA.account)
    async with new_uow() as uow:
        taken = await uow.adjustments.get_for_update(ADJUSTMENT.id)
        await uow.adjustments.save(decided)
    async with new_uow() as uow:
        later = await uow.adjustments.get_for_update(ADJUSTMENT.id)
        rest = await uow.adjustments.waiting_refunds(ANNA.account)
        unknown = await uow.adjustments.get_for_update(derived_id("unknown"))

    assert added == [True, True, False]
    assert (waiting, rest) == (fen(500), fen(0))
    assert (taken, later, unknown) == (ADJUSTMENT, decided, None)


async def test_an_account_that_was_left_comes_with_what_is_payable_back(
    new_uow: NewUnitOfWork,  # noqa: F811
) -> None:
    parts = (
        Posting(LedgerAccount.REFUND, fen(40)),
        Posting(LedgerAccount.REFUND, fen(900), DEPOSIT.id),
    )
    owed = Entry(
        account_id=ANNA.account,
        cause=Cause(Why.REFUND, "left"),
        at=NOON,
        postings=(Posting(LedgerAccount.CASH, fen(-940)), *parts),
    )
    back = Entry(
        account_id=ANNA.account,
        cause=Cause(Why.REFUND, "paid out"),
        at=NOON,
        postings=(Posting(LedgerAccount.CASH, fen(30)), Posting(LedgerAccount.REFUND, fen(-30))),
    )
    async with new_uow() as uow:
        await uow.accounts.add(replace(account_of(ANNA), state=AccountState.CLOSING))
        await uow.accounts.add(account_of(BORIS))
        await uow.ledger.append([owed, back])
        await uow.ledger.append([replace(owed, account_id=BORIS.account)])

    async with new_uow() as uow:
        gone = await uow.accounts.get_for_update(ByAccount(ANNA.account))
        there = await uow.accounts.get_for_update(ByAccount(BORIS.account))

    assert gone is not None
    assert there is not None
    assert gone.payable_back.parts == (Posting(LedgerAccount.REFUND, fen(10)), parts[1])
    assert (to_pay_out(gone), gone.payable_back.free) == (fen(910), fen(10))
    assert to_pay_out(there) == fen(0)
