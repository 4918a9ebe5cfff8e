"""Most accounts are deducted by three columns: they and what is said are as the long way leaves."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

from fake_unit_of_work import WHATEVER_IS_TOLD, FakeUnitOfWork
from house_of_billing import ANNA, BORIS, NOON
from hypothesis import given
from hypothesis import strategies as st
from pretend_accounts import postings_of, whose
from pretend_store import Store
from test_books import book
from test_histories import opened, records
from test_storage import account_of

from billing.accounts.domain.account import Account, AccountState, Standing
from billing.accounts.domain.balance_book import BookKind
from billing.accounts.domain.level import Level
from billing.charging.usecases.rate_usage import rate_usage
from billing.credit.usecases.judge_standing import CatalogueJudge
from billing.ledger.usecases import post_use
from kernel.money import fen

STANDINGS = (
    Standing(),
    Standing(version=4),
    Standing(reminders=1, reminded_on=NOON.date(), version=2),
    Standing(level=Level.ONE_WAY, version=3, since=NOON - timedelta(days=1)),
)
AN_ACCOUNT = st.builds(
    lambda balance, carry, standing, state: {
        "balance": fen(balance),
        "carry": carry,
        "standing": standing,
        "state": state,
        "version": 7,
    },
    # Around nothing, around what she is reminded at, and far above.
    st.one_of(st.integers(-20, 20), st.integers(980, 1020), st.integers(5000, 9000)),
    st.integers(0, 999),
    st.sampled_from(STANDINGS),
    st.sampled_from((AccountState.OPEN, AccountState.CLOSING)),
)


def charged(accounts: Sequence[Account], quantities: Sequence[int], *, gift: int) -> Store:
    store = opened(*accounts)
    if gift:
        given_to_her = book("a gift", gift, kind=BookKind.MONTH)
        store.kept.books[given_to_her.id] = given_to_her
        store.kept.accounts[ANNA.account] = replace(
            accounts[0], balance=accounts[0].balance + fen(gift)
        )

    async def hear() -> None:
        batch = records(quantities)
        await rate_usage(
            batch,
            uow=FakeUnitOfWork(store),
            batch_id="batch",
            now=NOON,
            acceptable=WHATEVER_IS_TOLD,
        )

    asyncio.run(hear())
    return store


def left_by(store: Store) -> tuple[object, ...]:
    """All that can be seen of it, but not in which order the accounts had their turn."""
    kept = store.kept
    postings = Counter(one for entry in kept.entries for one in postings_of(entry))
    said = Counter(map(repr, kept.said))
    entries = [(whose(one), one.cause) for one in kept.entries]
    return kept.accounts, kept.books, kept.usage, kept.timers, postings, said, entries


@given(AN_ACCOUNT, AN_ACCOUNT, st.lists(st.integers(0, 300), max_size=8), st.integers(0, 40))
def test_the_short_way_leaves_what_the_long_way_leaves(
    hers: dict[str, object], his: dict[str, object], quantities: list[int], gift: int
) -> None:
    accounts = [
        replace(account_of(ANNA), **hers),  # type: ignore[arg-type]  # whatever is drawn
        replace(account_of(BORIS), **his),  # type: ignore[arg-type]
    ]

    short = charged(accounts, quantities, gift=gift)
    with patch.object(CatalogueJudge, "has_nothing_to_say", return_value=False):
        long = charged(accounts, quantities, gift=gift)

    assert left_by(short) == left_by(long)


def test_who_has_enough_goes_the_short_way() -> None:
    rich = replace(account_of(ANNA), state=AccountState.OPEN, balance=fen(9000))
    with patch.object(post_use, "book_accounts", side_effect=AssertionError) as long_way:
        long_way.side_effect = None
        long_way.return_value = ((), ())
        store = charged([rich], [61], gift=0)

    assert [list(call.args[0]) for call in long_way.call_args_list] == [[]]
    assert store.kept.accounts[ANNA.account].balance < fen(9000)
