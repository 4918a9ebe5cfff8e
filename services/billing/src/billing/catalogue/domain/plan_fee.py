"""The fee of a plan's month: from a day on, and less its discounts (rules 7.6, 7.7)."""

from datetime import date, datetime
from typing import Protocol

from billing.accounts.domain.account import Account
from billing.accounts.domain.ledger_account import LedgerAccount, Posting
from billing.accounts.domain.plans import as_of
from billing.accounts.domain.proration import by_day
from billing.catalogue.domain.catalogue import Catalogue
from billing.catalogue.domain.discount import taken_off
from billing.ledger.domain.entry import PLAN_CHARGED, Cause, Entry, entry_of
from kernel.civil import civil_date
from kernel.money import Money
from kernel.value import value


class Bought(Protocol):
    """A plan or a sub-card, and since when they have it."""

    @property
    def offering(self) -> str: ...
    @property
    def paid_from(self) -> datetime: ...


def discount_of(bought: Bought, *, catalogue: Catalogue, month: date) -> Money:
    """Return what is taken off the fee of a whole month."""
    opened = civil_date(bought.paid_from)
    discounts = (
        one
        for one in catalogue.discounts.values()
        if one.holds(bought.offering, opened=opened, month=month)
    )
    return taken_off(catalogue.offering(bought.offering).monthly_fee, discounts)


@value
class MonthlyFee:
    """The fee of a month, or the rest of one, and what is taken off it."""

    asked: Money
    less: Money


def fee_of(bought: Bought, *, catalogue: Catalogue, first_day: date) -> MonthlyFee:
    """Return what a month costs from this day on."""
    fee = catalogue.offering(bought.offering).monthly_fee
    off = discount_of(bought, catalogue=catalogue, month=first_day.replace(day=1))
    return MonthlyFee(by_day(fee, first_day=first_day), by_day(off, first_day=first_day))


def charged(fee: MonthlyFee, *, account_id: str, cause: Cause, at: datetime) -> tuple[Entry, ...]:
    """Return the entry that charges it; none where it is free.

    The whole fee is earned and the discount stands beside it, so that both can be told.
    """
    asked, less = fee.asked, fee.less
    if not less.minor:
        return entry_of(PLAN_CHARGED, asked, account_id=account_id, cause=cause, at=at)
    every = (
        Posting(LedgerAccount.CUSTOMER, less - asked),
        Posting(LedgerAccount.DISCOUNT, -less),
        Posting(LedgerAccount.PLAN, asked),
    )
    postings = tuple(one for one in every if one.amount.minor)
    return (Entry(account_id=account_id, cause=cause, at=at, postings=postings),)


def fee_between(
    before: Account, after: Account, *, catalogue: Catalogue, first_day: date
) -> MonthlyFee:
    """Return what the rest of a month costs more with the plan of `after`: both by day (7.6)."""
    old, new = (fee_of(one, catalogue=catalogue, first_day=first_day) for one in (before, after))
    return MonthlyFee(new.asked - old.asked, new.less - old.less)


def plan_fee(
    account: Account, *, catalogue: Catalogue, first_day: date, cause: Cause, at: datetime
) -> tuple[Entry, ...]:
    """Return the entry that charges the month of the plan it has at `at` from this day on.

    None where it is free.
    """
    fee = fee_of(as_of(account, at), catalogue=catalogue, first_day=first_day)
    return charged(fee, account_id=account.id, cause=cause, at=at)
