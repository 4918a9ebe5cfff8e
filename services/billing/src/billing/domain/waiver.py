"""No monthly fee for a postpaid number that was stopped for thirty days (domain 2.5, 7.6)."""

from datetime import datetime, timedelta

from billing.domain.account import Account
from billing.domain.proration import month_of
from kernel.civil import start_of_day

STOPPED_FOR = timedelta(days=30)


def is_waived(account: Account, *, now: datetime) -> bool:
    """Tell whether the month of `now` has no fee: it began when she had been stopped so long."""
    since, began_at = account.standing.since, start_of_day(month_of(now))
    if not account.is_postpaid or since is None or account.was_kept_at(began_at):
        return False
    return since + STOPPED_FOR <= began_at
