"""One suite over both new_uow, for what a batch of uses writes."""

from dataclasses import replace

import pytest
from house_of_billing import ANNA, BORIS, NOON
from test_storage import NewUnitOfWork, account_of, new_uow, record

from billing.accounts.domain.ledger_account import LedgerAccount, Posting
from billing.accounts.ports import ByAccount
from billing.allowances.domain.usage import Charge, Judged
from billing.ledger.domain.entry import (
    USAGE_CHARGED,
    Cause,
    CollectiveEntry,
    Entry,
    Share,
    Why,
    entry_of,
    together,
)
from kernel.ids import new_id
from kernel.money import fen

__all__ = ["new_uow"]
USED = Cause(Why.USAGE, "a batch")
SHARES = (
    Share(ANNA.account, LedgerAccount.CUSTOMER, -30),
    Share(BORIS.account, LedgerAccount.CUSTOMER, -12),
)


def of_batch(*entries: Entry) -> tuple[CollectiveEntry, ...]:
    return together(entries, cause=USED, at=NOON, shares=SHARES)


async def test_a_batch_is_one_entry_with_a_share_for_each(new_uow: NewUnitOfWork) -> None:
    async with new_uow() as uow:
        await uow.ledger.append_together(of_batch())

    async with new_uow() as uow:
        lines = await uow.ledger.newest(ANNA.account, limit=9)
        hers = await uow.ledger.sum_of(BORIS.account, LedgerAccount.CUSTOMER)
        revenue = await uow.ledger.sum_of(ANNA.account, LedgerAccount.USAGE)
        of_cause = await uow.ledger.of_cause(ANNA.account, cause_id=USED.id)
        totals = await uow.ledger.count()

    assert [(one.book, one.amount, one.why, one.cause_id) for one in lines] == [
        ("customer", fen(-30), "usage", "a batch")
    ]
    assert (hers, revenue, of_cause) == (fen(-12), fen(0), [])
    assert (totals.sum_minor, totals.postings) == (0, 3)


async def test_a_batch_moves_money_once(new_uow: NewUnitOfWork) -> None:
    async with new_uow() as uow:
        await uow.ledger.append_together(of_batch())

    with pytest.raises(Exception, match=r"cause|together"):
        async with new_uow() as uow:
            await uow.ledger.append_together(of_batch())


async def test_a_deduction_changes_what_is_left_and_nothing_else(new_uow: NewUnitOfWork) -> None:
    rich = replace(account_of(ANNA), balance=fen(500), carry=700, version=4)
    async with new_uow() as uow:
        await uow.accounts.add(rich)
        await uow.accounts.add(account_of(BORIS))
        await uow.accounts.deduct([rich.less(2_500)])

    async with new_uow() as uow:
        left = await uow.accounts.get_for_update(ByAccount(ANNA.account))
        other = await uow.accounts.get_for_update(ByAccount(BORIS.account))

    assert left == replace(rich, balance=fen(497), carry=200, version=5)
    assert other == account_of(BORIS)


def test_what_is_booked_for_one_account_goes_into_the_entry_of_all() -> None:
    entries = entry_of(USAGE_CHARGED, fen(5), account_id="she", cause=USED, at=NOON)

    (whole,) = of_batch(*entries)

    assert whole.shares == (*SHARES, Share("she", LedgerAccount.CUSTOMER, -5))
    assert whole.others == (Posting(LedgerAccount.USAGE, fen(47)),)


def test_no_entry_where_nothing_moved() -> None:
    assert together([], cause=USED, at=NOON) == ()


@pytest.mark.parametrize("minor", [0, -31])
def test_a_collective_entry_is_balanced_and_moves_money(minor: int) -> None:
    with pytest.raises(ValueError, match="balanced"):
        CollectiveEntry(
            cause=USED,
            at=NOON,
            shares=(Share("she", LedgerAccount.CUSTOMER, minor),),
            others=(Posting(LedgerAccount.USAGE, fen(30)),),
        )


def heard_as(message: str, name: str, **changes: object) -> Judged:
    return Judged(record(name, message_id=message, **changes), ANNA.account, Charge(7, "so"))


async def test_a_message_that_comes_again_is_told_from_another_of_the_same_use(
    new_uow: NewUnitOfWork,
) -> None:
    one, other = new_id(), new_id()
    first = heard_as(one, "a")
    by_another = heard_as(other, "a")
    with_another_name = heard_as(new_id(), "b")
    twice_at_once = [heard_as("not a uuid", "c", file_seq=3)] * 2
    async with new_uow() as uow:
        added = await uow.usage.add([first, *twice_at_once], at=NOON)
        later = await uow.usage.add([first, by_another, with_another_name], at=NOON)
        totals = await uow.ledger.count()

    assert [one.record.id for one in added.fresh] == ["a", "c"]
    assert (added.again, added.duplicates) == (1, [])
    assert (later.fresh, later.again) == ([], 1)
    assert [one.record.id for one in later.duplicates] == ["a", "b"]
    assert (totals.received, totals.rated, totals.waiting, totals.duplicate) == (4, 2, 0, 2)
