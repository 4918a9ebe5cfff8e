"""The steps of orders that billing carries out."""

from dataclasses import dataclass
from datetime import datetime

from billing.accounts.domain.customer import Customer
from kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OfCustomer:
    """What a step says of the customer it is for, as whoever asks for it knew them."""

    customer_id: str
    segment: str = ""
    region: str = ""
    customer_version: int = 0

    @property
    def customer(self) -> Customer:
        return Customer(
            id=self.customer_id,
            version=self.customer_version,
            segment=self.segment,
            region=self.region,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNumber(OfCustomer):
    """A subscriber an account is to pay for, and whose customer they are."""

    account_id: str
    subscriber_id: str
    msisdn: str
    offering: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAccount(NewNumber):
    """An account of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinAccount(NewNumber):
    """A sub-card (副卡) of the account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseToCards:
    """No sub-card joins from now on: its main line is about to leave or to go away."""

    account_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeFee:
    """Paid in cash at the counter, or from what was paid before."""

    account_id: str
    fee: str
    amount: Money
    from_balance: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePrepayment:
    account_id: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPlan:
    """Of the account's own number, or of a sub-card; so the three steps below."""

    account_id: str
    subscriber_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartKeeping:
    """`until`: when the term is over, and with it the keep fee; None: nobody said."""

    account_id: str
    subscriber_id: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndKeeping:
    account_id: str
    subscriber_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseAccount:
    account_id: str
    subscriber_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePlan:
    """Another plan (套餐变更): from a first of a month on, or at once."""

    account_id: str
    offering: str
    subscriber_id: str = ""
    since: datetime | None = None
    """None: at once, by day."""
    instead_of: str = ""
    """The plan that is booked and gives way; empty: none is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPlanChange:
    """The plan it has goes on after all; `offering` and `since`: of the one that is booked."""

    account_id: str
    offering: str
    since: datetime
    subscriber_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenAccount:
    """Who left is back (复机). `closed_by`: the order that closed the account."""

    account_id: str
    closed_by: str
    subscriber_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverAccount(OfCustomer):
    """The number is another customer's (过户): a new account pays, and the one before closes."""

    account_id: str
    new_account_id: str
    subscriber_id: str
    prepayment: Money
    """In cash, for the new account."""
    money_goes_along: bool
    """Else what is left in cash is owed to who paid it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearVoucherTries:
    """Who was shut out for wrong codes of vouchers may try again (解锁, rules 2.15)."""

    account_id: str


AccountStep = (
    OpenAccount
    | JoinAccount
    | CloseToCards
    | TakeFee
    | TakePrepayment
    | StartPlan
    | StartKeeping
    | EndKeeping
    | CloseAccount
    | ReopenAccount
    | HandOverAccount
    | ClearVoucherTries
    | ChangePlan
    | WithdrawPlanChange
)
