"""Accounts and their ledger, in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from pretend_store import Store

from billing.accounts.domain.account import Account, Deduction, Standing, line_of
from billing.accounts.domain.customer import Customer
from billing.accounts.domain.kept import Kept
from billing.accounts.domain.leaving import has_left
from billing.accounts.domain.ledger_account import PAYING, LedgerAccount, Posting, total
from billing.accounts.domain.lines import card_of, subscribers_of, with_card
from billing.accounts.domain.payable import NOTHING_BACK, PayableBack, payable
from billing.accounts.domain.sub_card import SubCard
from billing.accounts.ports import ByAccount, ByNumber, ByReservation, BySubscriber, Payee
from billing.ledger.domain.entry import Cause, CollectiveEntry, Entry, Why
from billing.ledger.ports.ledger import PostedLine, Totals
from kernel.money import Money, fen

FOR_PLANS = frozenset({Why.FEE, Why.ORDER, Why.REVERSAL})


class PretendCustomers:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def remember(self, customers: Sequence[Customer]) -> Mapping[str, Customer]:
        there = self._store.kept.customers
        for one in customers:
            known = there.get(one.id)
            there[one.id] = known if known and known.version >= one.version else one
        return {one.id: there[one.id] for one in customers}

    async def get(self, customer_id: str) -> Customer:
        return self._store.kept.customers.get(customer_id) or Customer(id=customer_id)


class PretendCards:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, card: SubCard, *, account_id: str) -> bool:
        there = self._store.kept.accounts
        if any(card.subscriber_id in subscribers_of(one) for one in there.values()):
            return False
        there[account_id] = with_card(there[account_id], card)
        return True

    async def save(self, card: SubCard) -> None:
        there = self._store.kept.accounts
        for key, one in list(there.items()):
            if card_of(one, card.subscriber_id) is not None:
                there[key] = with_card(one, card)

    async def close_to(self, account_id: str) -> None:
        self._store.kept.closed_to_cards.add(account_id)

    async def open_to(self, account_id: str) -> None:
        self._store.kept.closed_to_cards.discard(account_id)

    async def may_join(self, account_id: str) -> bool:
        return account_id not in self._store.kept.closed_to_cards


class PretendPlans:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def save(self, account: Account) -> None:
        there = self._store.kept.accounts
        plans = {"plans": account.plans, "offering": account.offering}
        there[account.id] = replace(there[account.id], **plans)  # type: ignore[arg-type]  # each of its kind


class PretendAccounts:
    def __init__(self, store: Store) -> None:
        self._store = store
        self.customers = PretendCustomers(store)
        self.cards = PretendCards(store)

    async def add(self, account: Account) -> bool:
        there = self._store.kept.accounts
        taken = {line_of(one) for one in there.values()}
        if account.id in there or account.subscriber_id in taken:
            return False
        there[account.id] = replace(account, standing=Standing())
        return True

    async def get_for_update(self, payee: Payee) -> Account | None:
        return await self.get(payee)

    async def get_paying_for_update(self, subscribers: Collection[str]) -> Mapping[str, Account]:
        return {
            who: self._with_books(one)
            for one in self._store.kept.accounts.values()
            for who in ([line_of(one)] if one.former_line else subscribers_of(one))
            if who in subscribers
        }

    def former_of(self, subscribers: Collection[str]) -> Sequence[Account]:
        every = sorted(self._store.kept.accounts.values(), key=lambda one: one.id)
        return [
            self._with_books(one)
            for one in every
            if one.former_line and one.subscriber_id in subscribers
        ]

    async def get_former(self, subscriber_id: str) -> Sequence[Account]:
        return self.former_of({subscriber_id})

    def _fits(self, account: Account, payee: Payee) -> bool:
        if isinstance(payee, ByReservation):
            kept = self._store.kept.reservations.get(payee.reservation_id)
            return kept is not None and kept.account_id == account.id
        return _fits(account, payee)

    def _with_books(self, account: Account) -> Account:
        every = sorted(self._store.kept.books.values(), key=lambda one: one.id)
        own = tuple(one for one in every if one.account_id == account.id)
        back = self._payable_back(account) if has_left(account) else NOTHING_BACK
        return replace(account, books=own, payable_back=back)

    def _payable_back(self, account: Account) -> PayableBack:
        own = (one for entry in self._store.kept.entries for one in _postings_of(entry, account.id))
        return payable(*(one for one in own if one.book is LedgerAccount.REFUND))

    async def save(self, accounts: Sequence[Account]) -> None:
        there = self._store.kept.accounts
        for one in accounts:
            if one.id in there:
                known = there[one.id]
                own = {
                    "credit": known.credit,
                    "payment_type": known.payment_type,
                    "granted_month": known.granted_month,
                    "charged_month": known.charged_month,
                    "plan_month": known.plan_month,
                    "kept": _with_ends(one.kept, known.kept),
                    "cards": known.cards,
                    "offering": known.offering,
                    "plans": known.plans,
                }
                there[one.id] = replace(one, **own)  # type: ignore[arg-type]  # each of its kind

    async def save_credit(self, accounts: Sequence[Account]) -> None:
        there = self._store.kept.accounts
        for one in accounts:
            if one.id in there:
                there[one.id] = replace(there[one.id], credit=one.credit)

    async def save_months(self, accounts: Sequence[Account]) -> None:
        there = self._store.kept.accounts
        for one in accounts:
            if one.id in there:
                months = {
                    "charged_month": one.charged_month,
                    "plan_month": one.plan_month,
                    "kept": one.kept,
                    "offering": one.offering,
                }
                there[one.id] = replace(there[one.id], **months)  # type: ignore[arg-type]  # each of its kind

    async def deduct(self, deductions: Sequence[Deduction]) -> None:
        for one in deductions:
            known = self._store.kept.accounts[one.account_id]
            told = replace(
                known, balance=fen(known.balance.minor - one.minor), carry=one.carry,
                version=known.version + 1,
            )  # fmt: skip
            assert (told.balance.minor, told.version) == (one.left, one.version)
            self._store.kept.accounts[one.account_id] = told

    async def get(self, payee: Payee) -> Account | None:
        found = [one for one in self._store.kept.accounts.values() if self._fits(one, payee)]
        last = max(found, key=lambda one: (one.paid_to is None, one.paid_from), default=None)
        return self._with_books(last) if last else None


def _with_ends(told: Kept | None, known: Kept | None) -> Kept | None:
    """Return it with the term and the end of the wish that are known: others write those."""
    if told is None:
        return None
    return replace(told, term=known.term if known else None, lifted=known.lifted if known else None)


def _fits(account: Account, payee: Payee) -> bool:
    match payee:
        case ByAccount(account_id):
            return account.id == account_id
        case BySubscriber(subscriber_id):
            return subscriber_id in subscribers_of(account)
        case ByNumber(msisdn):
            return msisdn in {account.msisdn, *(one.msisdn for one in account.cards)}
        case ByReservation():
            return False


class PretendLedger:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def append(self, entries: Sequence[Entry]) -> None:
        for one in entries:
            if any(_same_cause(one, other) for other in self._store.kept.entries):
                raise ValueError("a cause moves an account's money once")
            self._store.kept.entries.append(one)

    async def append_together(self, entries: Sequence[CollectiveEntry]) -> None:
        for one in entries:
            if any(_same_cause(one, other) for other in self._store.kept.entries):
                raise ValueError("a cause moves money together once")
            self._store.kept.entries.append(one)

    async def of_cause(self, account_id: str, *, cause_id: str) -> Sequence[Entry]:
        return [
            one
            for one in self._store.kept.entries
            if isinstance(one, Entry) and one.account_id == account_id and one.cause.id == cause_id
        ]

    async def of_order(self, account_id: str, *, order_id: str) -> Sequence[Entry]:
        own = (one for one in self._store.kept.entries if isinstance(one, Entry))
        begins = f"{order_id}/"
        return [
            one for one in own if one.account_id == account_id and one.cause.id.startswith(begins)
        ]

    async def sum_of(self, account_id: str, book: LedgerAccount) -> Money:
        every = self._store.kept.entries
        own = (one for entry in every for one in _postings_of(entry, account_id))
        return total(one.amount for one in own if one.book is book)

    async def sum_since(self, account_id: str, book: LedgerAccount, *, cause: Cause) -> Money:
        every = self._store.kept.entries
        place = next(
            number
            for number, entry in enumerate(every)
            if whose(entry) == account_id and entry.cause == cause
        )
        later = (one for entry in every[place + 1 :] for one in _postings_of(entry, account_id))
        return total(one.amount for one in later if one.book is book)

    async def paid_for_plan(self, account_id: str, *, since: datetime) -> Sequence[Posting]:
        paid: dict[tuple[LedgerAccount, str | None], int] = {}
        for entry in self._store.kept.entries:
            own = _postings_of(entry, account_id)
            for_plan = any(one.book is LedgerAccount.PLAN for one in own)
            by_itself = entry.cause.id.startswith(("pack/", "card/"))
            if entry.at >= since and for_plan and not by_itself and entry.cause.why in FOR_PLANS:
                for one in own:
                    if one.book in PAYING:
                        key = (one.book, one.of_book)
                        paid[key] = paid.get(key, 0) - one.amount.minor
        return [Posting(book, fen(sum_), of) for (book, of), sum_ in paid.items() if sum_ > 0]

    async def paid_for_use(
        self, account_id: str, *, moments: Collection[datetime], records: Collection[str]
    ) -> Sequence[Posting]:
        runs = {one.run_id for one in self._store.kept.differences if one.record_id in records}
        paid: dict[tuple[LedgerAccount, str | None], int] = {}
        for entry in self._store.kept.entries:
            why = entry.cause.why
            is_run = why is Why.RERATING and entry.cause.id in runs
            if is_run or (why is Why.USAGE and entry.at in moments):
                for one in _postings_of(entry, account_id):
                    if one.book in PAYING:
                        key = (one.book, one.of_book)
                        paid[key] = paid.get(key, 0) - one.amount.minor
        return [Posting(book, fen(sum_), of) for (book, of), sum_ in paid.items() if sum_ > 0]

    async def newest(self, account_id: str, *, limit: int) -> Sequence[PostedLine]:
        lines = [
            PostedLine(
                id=number,
                entry_id=str(number),
                book=posting.book,
                amount=posting.amount,
                why=entry.cause.why,
                cause_id=entry.cause.id,
                at=entry.at,
            )
            for number, entry in enumerate(self._store.kept.entries)
            for posting in _postings_of(entry, account_id)
        ]
        return lines[::-1][:limit]

    async def count(self) -> Totals:
        kept = self._store.kept
        amounts = [one.amount.minor for entry in kept.entries for one in postings_of(entry)]
        waiting = sum(one.reason is not None for one in kept.usage.values())
        return Totals(
            sum_minor=sum(amounts),
            postings=len(amounts),
            received=kept.received,
            rated=len(kept.usage) - waiting,
            waiting=waiting,
            duplicate=kept.duplicate,
            payments=len(kept.payments),
        )


def _same_cause(one: Entry | CollectiveEntry, other: Entry | CollectiveEntry) -> bool:
    return type(one) is type(other) and (whose(one), one.cause) == (whose(other), other.cause)


def whose(entry: Entry | CollectiveEntry) -> str:
    """The account of an entry; none where it is that of many."""
    return entry.account_id if isinstance(entry, Entry) else ""


def postings_of(entry: Entry | CollectiveEntry) -> Sequence[Posting]:
    """All of an entry, whosever they are."""
    if isinstance(entry, Entry):
        return entry.postings
    shares = [Posting(one.book, fen(one.minor), one.of_book) for one in entry.shares]
    return [*shares, *entry.others]


def _postings_of(entry: Entry | CollectiveEntry, account_id: str) -> Sequence[Posting]:
    if isinstance(entry, Entry):
        return entry.postings if entry.account_id == account_id else ()
    own = (one for one in entry.shares if one.account_id == account_id)
    return [Posting(one.book, fen(one.minor), one.of_book) for one in own]


class PretendFormer:
    """Accounts that paid for a number while it was another customer's."""

    def __init__(self, store: Store, accounts: PretendAccounts) -> None:
        self._store = store
        self._accounts = accounts

    async def get_for_update(self, subscribers: Collection[str]) -> Sequence[Account]:
        return self._accounts.former_of(subscribers)

    async def hand_over(self, former: Account) -> None:
        there = self._store.kept.accounts
        there[former.id] = replace(there[former.id], former_line=former.former_line)
