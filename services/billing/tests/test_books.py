"""Shares over balance books: exact, never more than there is, in order (rules 7.9)."""

from datetime import timedelta

from house_of_billing import ANNA, NOON
from hypothesis import given, settings
from hypothesis import strategies as st

from billing.accounts.domain.balance_book import (
    GIFT_MAY_PAY,
    LEDGER,
    SPENDABLE,
    BalanceBook,
    BookKind,
    moved,
)
from billing.accounts.domain.ledger_account import LedgerAccount, Posting
from billing.ledger.domain.books import gift_released, given_back, settled, share
from billing.ledger.domain.entry import (
    PAID_IN,
    PLAN_CHARGED,
    USAGE_CHARGED,
    Cause,
    Why,
    entry_of,
    postings_of,
    reversal_of,
)
from kernel.money import fen

PAST, SOON, LATER = (NOON + timedelta(days=days) for days in (-1, 1, 9))


def book(name: str, left: int, **changes: object) -> BalanceBook:
    said: dict[str, object] = {
        "kind": BookKind.PROMOTION,
        "pays": GIFT_MAY_PAY,
        "amount": fen(max(left, 1)),
        "valid_from": PAST,
        "valid_to": LATER,
    } | changes
    return BalanceBook(id=name, account_id=ANNA.account, left=fen(left), **said)  # type: ignore[arg-type]


EVERY = (
    book("promotion", 300),
    book("month", 200, kind=BookKind.MONTH),
    book("calls", 100, kind=BookKind.DEDICATED, pays=frozenset({LedgerAccount.USAGE})),
    book("deposit", 5000, kind=BookKind.DEPOSIT, pays=frozenset(), valid_to=None),
)


def paid(amount: int, item: LedgerAccount = LedgerAccount.USAGE) -> list[tuple[str | None, int]]:
    shares = share(fen(amount), EVERY, item=item, at=NOON)
    return [(one.of_book, -one.amount.minor) for one in shares]


def test_books_pay_in_order_and_cash_the_rest() -> None:
    assert paid(50) == [("calls", 50)]
    assert paid(250) == [("calls", 100), ("month", 150)]
    assert paid(601) == [("calls", 100), ("month", 200), ("promotion", 300), (None, 1)]


def test_a_dedicated_gift_pays_for_its_items_alone() -> None:
    assert paid(50, LedgerAccount.PLAN) == [("month", 50)]


def test_no_gift_pays_penalties_or_what_is_taken_for_others() -> None:
    for item in (LedgerAccount.PENALTY, LedgerAccount.THIRD_PARTY):
        assert paid(50, item) == [(None, 50)]


def test_what_ends_first_pays_first() -> None:
    books = (book("later", 100), book("soon", 100, valid_to=SOON))

    shares = share(fen(150), books, item=LedgerAccount.USAGE, at=NOON)

    assert [one.of_book for one in shares] == ["soon", "later"]


def test_a_gift_pays_from_its_beginning_to_its_end() -> None:
    one = book("one", 100, valid_from=NOON, valid_to=SOON)
    short = timedelta(microseconds=1)

    assert [
        one.may_pay(LedgerAccount.USAGE, at=at) for at in (NOON - short, NOON, SOON - short, SOON)
    ] == [
        False,
        True,
        True,
        False,
    ]


def test_what_a_reversal_gives_back_to_a_book_that_ended_has_expired() -> None:
    (charge,) = entry_of(
        USAGE_CHARGED, fen(601), account_id=ANNA.account, cause=Cause(Why.USAGE, "a"), at=NOON
    )
    (booked,) = settled((charge,), EVERY)

    (back,) = settled((reversal_of(booked, at=NOON),), EVERY[1:])

    assert back.credited_to(LedgerAccount.GIFT_EXPIRED) == fen(300)
    assert back.credited_to(LedgerAccount.GIFT_PROMOTION) == fen(0)
    assert back.credited_to(LedgerAccount.GIFT_MONTH, LedgerAccount.GIFT_DEDICATED) == fen(300)
    assert back.credited_to(LedgerAccount.CUSTOMER) == fen(1)


def test_taking_back_the_end_of_what_is_no_more_moves_nothing() -> None:
    gift = book("gone", 100)
    released = gift_released(gift, at=NOON)
    expired = reversal_of(released, at=NOON)

    assert settled((reversal_of(expired, at=NOON),), ()) != ()
    ended = (
        Posting(LedgerAccount.GIFT_PROMOTION, fen(-100), "gone"),
        Posting(LedgerAccount.GIFT_EXPIRED, fen(100)),
    )
    assert settled((reversal_of(entry_with(ended), at=NOON),), ()) == ()


def entry_with(postings: tuple[Posting, ...]):  # type: ignore[no-untyped-def]  # of this file
    (entry,) = entry_of(
        PAID_IN, fen(1), account_id=ANNA.account, cause=Cause(Why.GIFT_EXPIRED, "x"), at=NOON
    )
    return type(entry)(
        account_id=entry.account_id, cause=entry.cause, at=entry.at, postings=postings
    )


A_BOOK = st.builds(
    lambda name, left, kind, items, ends: book(
        f"{name}", left, kind=kind, pays=frozenset(items), valid_to=NOON + timedelta(days=ends)
    ),
    st.uuids(),
    st.integers(0, 500),
    st.sampled_from(BookKind),
    st.sets(
        st.sampled_from(
            [LedgerAccount.PLAN, LedgerAccount.USAGE, LedgerAccount.FEE, LedgerAccount.PENALTY]
        )
    ),
    st.integers(-1, 3),
)
ITEM = st.sampled_from(
    [
        LedgerAccount.PLAN,
        LedgerAccount.USAGE,
        LedgerAccount.FEE,
        LedgerAccount.PENALTY,
        LedgerAccount.THIRD_PARTY,
    ]
)


@settings(max_examples=500, deadline=None)
@given(st.integers(1, 3000), st.lists(A_BOOK, max_size=8), ITEM)
def test_shares_sum_exactly_and_no_book_pays_before_its_turn(
    amount: int, books: list[BalanceBook], item: LedgerAccount
) -> None:
    shares = share(fen(amount), books, item=item, at=NOON)

    by_id = {one.id: one for one in books}
    taken = {one.of_book: -one.amount.minor for one in shares}
    payers = [by_id[one.of_book] for one in shares if one.of_book]
    able = sorted((one for one in books if one.may_pay(item, at=NOON)), key=lambda one: one.rank)
    assert sum(taken.values()) == amount
    assert all(part > 0 for part in taken.values())
    assert all(taken[one.id] <= one.left.minor for one in payers)
    assert payers == able[: len(payers)]
    assert all(taken[one.id] == one.left.minor for one in payers[:-1])
    if None in taken:
        assert sum(one.left.minor for one in able) == amount - taken[None]
    assert all(one.kind is not BookKind.DEPOSIT for one in payers)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([USAGE_CHARGED, PLAN_CHARGED]), st.integers(1, 400))),
    st.lists(A_BOOK, max_size=6, unique_by=lambda one: one.id),
)
def test_books_hold_what_was_posted_to_them(
    charges: list[tuple[object, int]], books: list[BalanceBook]
) -> None:
    entries = tuple(
        entry
        for number, (transfer, amount) in enumerate(charges)
        for entry in entry_of(
            transfer,  # type: ignore[arg-type]  # one of the two
            fen(amount),
            account_id=ANNA.account,
            cause=Cause(Why.USAGE, str(number)),
            at=NOON,
        )
    )

    booked = settled(entries, books)
    after = moved(books, postings_of(booked))

    assert all(
        0 <= one.left.minor <= before.left.minor for one, before in zip(after, books, strict=True)
    )
    for ledger in {LEDGER[kind] for kind in BookKind}:
        posted = sum(entry.credited_to(ledger).minor for entry in booked)
        left = sum(
            one.left.minor - before.left.minor
            for one, before in zip(after, books, strict=True)
            if LEDGER[one.kind] is ledger
        )
        assert posted == left
    whole = sum(amount for _, amount in charges)
    dedicated = sum(-entry.credited_to(LedgerAccount.GIFT_DEDICATED).minor for entry in booked)
    assert sum(-entry.credited_to(*SPENDABLE).minor for entry in booked) == whole - dedicated


@given(
    st.integers(1, 2000),
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    LedgerAccount.GIFT_DEDICATED,
                    LedgerAccount.GIFT_MONTH,
                    LedgerAccount.GIFT_PROMOTION,
                ]
            ),
            st.integers(1, 500),
        ),
        max_size=5,
    ),
    st.integers(0, 500),
)
def test_what_comes_back_is_all_of_it_and_no_gift_has_more_than_it_paid(
    amount: int, gifts: list[tuple[LedgerAccount, int]], cash: int
) -> None:
    paid = [Posting(book, fen(part), str(place)) for place, (book, part) in enumerate(gifts)]
    paid += [Posting(LedgerAccount.CUSTOMER, fen(cash))] if cash else []

    back = given_back(fen(amount), paid)

    by_book = {one.of_book: one.amount.minor for one in back}
    assert sum(by_book.values()) == amount
    assert len(by_book) == len(back)
    assert all(
        by_book.get(one.of_book, 0) <= one.amount.minor for one in paid if one.of_book is not None
    )
    if any(one.of_book is not None for one in back):
        assert by_book.get(None, 0) >= cash
