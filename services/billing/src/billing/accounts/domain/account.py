"""The account: who pays, for which subscriber, from when to when, and what is left."""

from collections.abc import Sequence
from dataclasses import field, replace
from datetime import date, datetime
from enum import StrEnum

from billing.accounts.domain.balance_book import LEDGER, SPENDABLE, BalanceBook, moved
from billing.accounts.domain.credit import NO_CREDIT, Credit, PaymentType
from billing.accounts.domain.kept import Kept
from billing.accounts.domain.ledger_account import Posting, total
from billing.accounts.domain.level import Barring, Level, WantedFor
from billing.accounts.domain.payable import NOTHING_BACK, PayableBack
from billing.accounts.domain.plan_period import Periods
from billing.accounts.domain.sub_card import SubCard
from billing.accounts.domain.window import Window
from kernel.lifecycle import Lifecycle
from kernel.money import Money, fen
from kernel.value import named_value, value


class AccountState(StrEnum):
    """What an account is in."""

    PENDING = "pending"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


class AccountAct(StrEnum):
    """What happens to it."""

    PLAN_STARTED = "plan_started"
    PLAN_TAKEN_BACK = "plan_taken_back"
    OPENING_TAKEN_BACK = "opening_taken_back"
    CLOSED = "closed"
    CLOSING_TAKEN_BACK = "closing_taken_back"
    RECORDS_ARE_IN = "records_are_in"


ACCOUNT = Lifecycle(
    name="account",
    states=AccountState,
    starts=frozenset({AccountState.PENDING}),
    moves={
        (AccountState.PENDING, AccountAct.PLAN_STARTED): AccountState.OPEN,
        (AccountState.PENDING, AccountAct.OPENING_TAKEN_BACK): AccountState.CLOSED,
        (AccountState.OPEN, AccountAct.PLAN_TAKEN_BACK): AccountState.PENDING,
        (AccountState.OPEN, AccountAct.CLOSED): AccountState.CLOSING,
        (AccountState.CLOSING, AccountAct.CLOSING_TAKEN_BACK): AccountState.OPEN,
        (AccountState.CLOSING, AccountAct.RECORDS_ARE_IN): AccountState.CLOSED,
    },
    ends=frozenset({AccountState.CLOSED}),
)

CHARGED_FOR_USE = frozenset({AccountState.OPEN, AccountState.CLOSING})
"""Late records come for months after the end (R-TM-4)."""
CHARGED_FOR_ORDERS = frozenset({AccountState.PENDING, AccountState.OPEN})
MAY_BE_PAID = frozenset({AccountState.PENDING, AccountState.OPEN, AccountState.CLOSING})
HAS_LEFT = frozenset({AccountState.CLOSING, AccountState.CLOSED})
"""Its subscriber is gone: nothing stays on it that somebody could spend."""
CONTROLLED = frozenset({AccountState.OPEN})
"""Credit control looks at what is in service: not before its plan started, not when it ended."""


def wanted_for(level: Level, *, since: datetime | None) -> WantedFor | None:
    """Return why this level is wanted of who owes since then; None where none is wanted."""
    if level is Level.NONE:
        return None
    return WantedFor.HIGH_USAGE if since is None else WantedFor.ARREARS


@value
class Standing:
    """What credit control wants of the subscriber, and what they were told."""

    level: Level = Level.NONE
    version: int = 0
    since: datetime | None = None
    """When it first wanted them stopped."""
    reminders: int = 0
    reminded_on: date | None = None

    @property
    def wanted_for(self) -> WantedFor | None:
        """Return why a level is wanted: who owes is so since a moment, who uses much is not."""
        return wanted_for(self.level, since=self.since)

    @property
    def is_calm(self) -> bool:
        """Tell whether nothing is wanted of them and they were told nothing."""
        return self.level is Level.NONE and self.since is None and not self.reminders


MILLIFEN = 1000
"""In a fen."""


@value
class Deduction:
    """What use takes of an account that changes in nothing else; all in fen but the carry."""

    account_id: str
    minor: int
    """What is deducted: whole fen."""
    carry: int
    """Thousandths of a fen that are left over."""
    left: int
    """The balance after it."""
    version: int
    """That of the account after it."""


@named_value
class Account:
    """`balance` is what may be spent: cash and the gifts that pay for whatever they do next.

    `carry`: thousandths of a fen used and not yet deducted. `books`: beside cash, not yet ended.
    `offering`: the plan it has; which one held when something began, `plans` say.
    """

    id: str
    customer_id: str
    subscriber_id: str
    msisdn: str
    offering: str
    paid_from: datetime
    paid_to: datetime | None = None
    former_line: str = ""
    """Where its number is another's by now (过户): the id of this end of it; empty: it is not."""
    state: AccountState = AccountState.PENDING
    balance: Money = field(default_factory=lambda: fen(0))
    carry: int = 0
    version: int = 0
    standing: Standing = Standing()
    kept: Kept | None = None
    subscriber_version: int = 0
    barred_since: datetime | None = None
    """When the network last barred the number both ways, for whatever reason; None: it is not."""
    barring: Barring = Barring.NONE
    window: Window | None = None
    """Open though money is owed; None: accounts say that no such window is open."""
    books: tuple[BalanceBook, ...] = ()
    payment_type: PaymentType = PaymentType.PREPAID
    credit: Credit = NO_CREDIT
    granted_month: date | None = None
    """The last month whose allowances they were given; None: their use draws on none."""
    charged_month: date | None = None
    """The last month whose fee was looked at; None: the timer of a month alone says."""
    plan_month: date | None = None
    """Of no later month was the fee of the plan taken, whole or by day; None: nobody said."""
    cards: tuple[SubCard, ...] = ()
    """Sub-cards, also those that have left: their late records are charged."""
    plans: Periods = ()
    """Empty where it never had another one than `offering`."""
    payable_back: PayableBack = field(default=NOTHING_BACK, compare=False)
    """Only known of one that has left."""

    @property
    def is_postpaid(self) -> bool:
        return self.payment_type is PaymentType.POSTPAID

    @property
    def cash(self) -> Money:
        """What they paid and have not used; negative is owed by them."""
        gifts = (one.left for one in self.books if LEDGER[one.kind] in SPENDABLE)
        return self.balance - total(gifts)

    @property
    def owes(self) -> Money:
        """What has to be paid now: prepaid all of it, postpaid what is beyond the limit.

        Whose subscriber has left: all of it, however it was paid for.
        """
        return fen(max(0, -self.spendable.minor))

    @property
    def spendable(self) -> Money:
        """What may still be charged to it: the balance and, below zero, the limit."""
        return self.balance if self.state in HAS_LEFT else self.balance + self.credit.limit

    @property
    def keeps_number(self) -> bool:
        """Tell whether they asked to be stopped now."""
        return self.kept is not None and self.kept.is_wished

    def paid_for_at(self, moment: datetime) -> bool:
        """Tell whether this account paid for the subscriber then."""
        return self.paid_from <= moment and (self.paid_to is None or moment < self.paid_to)

    def was_kept_at(self, moment: datetime) -> bool:
        """Tell whether a month that began then costs the keep fee."""
        return self.kept is not None and self.kept.holds_at(moment)

    def after(self, act: AccountAct) -> "Account":
        """Return it after an act; raises `STATE_NOT_ALLOWED` where the table has no such move."""
        return replace(self, state=ACCOUNT.after(self.state, act))

    def less(self, millifen: int) -> "Deduction":
        """Return what a use of so many thousandths of a fen takes, and what it leaves."""
        whole, carry = divmod(self.carry + millifen, MILLIFEN)
        return Deduction(self.id, whole, carry, self.balance.minor - whole, self.version + 1)

    def booked(self, postings: Sequence[Posting]) -> "Account":
        """Return it with what these add to its balance, its books and what is payable back."""
        added = total(posting.amount for posting in postings if posting.book in SPENDABLE)
        books = moved(self.books, postings) if self.books else ()
        return replace(
            self,
            balance=self.balance + added,
            version=self.version + 1,
            books=books,
            payable_back=self.payable_back.moved(postings),
        )


def line_of(account: Account) -> str:
    """Return the id under which whom it pays or paid for is kept: the subscriber's, mostly."""
    return account.former_line or account.subscriber_id


def months_of(account: Account) -> tuple[Kept | None, date | None, date | None]:
    """Return what its months go by."""
    return account.kept, account.charged_month, account.plan_month


def credited(account: Account, credit: Credit, *, now: datetime) -> Account:
    """Return it with this credit as it is now; who owes nothing has paid for high use."""
    there = credit.at(now)
    if account.balance.minor >= 0:
        there = there.settled()
    return account if there == account.credit else replace(account, credit=there)
