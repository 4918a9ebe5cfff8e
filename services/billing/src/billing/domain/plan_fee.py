"""The fee of a plan's month: from a day on, and less its discounts (domain 7.6, 7.7)."""

from datetime import date, datetime

from billing.domain.account import Account
from billing.domain.catalogue import Catalogue
from billing.domain.discount import taken_off
from billing.domain.ledger import PLAN_CHARGED, Book, Cause, Entry, Posting, entry_of
from billing.domain.proration import by_day
from kernel.civil import civil_date
from kernel.money import Money


def discount_of(account: Account, *, catalogue: Catalogue, month: date) -> Money:
    """Return what is taken off the fee of a whole month."""
    opened = civil_date(account.paid_from)
    discounts = (
        one
        for one in catalogue.discounts.values()
        if one.holds(account.offering, opened=opened, month=month)
    )
    return taken_off(catalogue.offering(account.offering).monthly_fee, discounts)


def plan_fee(
    account: Account, *, catalogue: Catalogue, first_day: date, cause: Cause, at: datetime
) -> tuple[Entry, ...]:
    """Return the entry that charges a month from this day on; none where it is free.

    The whole fee is earned and the discount stands beside it, so that both can be told.
    """
    fee = catalogue.offering(account.offering).monthly_fee
    off = discount_of(account, catalogue=catalogue, month=first_day.replace(day=1))
    asked, less = by_day(fee, first_day=first_day), by_day(off, first_day=first_day)
    if not less.minor:
        return entry_of(PLAN_CHARGED, asked, account_id=account.id, cause=cause, at=at)
    own = (Posting(Book.CUSTOMER, less - asked),) if less != asked else ()
    postings = (*own, Posting(Book.DISCOUNT, -less), Posting(Book.PLAN, asked))
    return (Entry(account_id=account.id, cause=cause, at=at, postings=postings),)
