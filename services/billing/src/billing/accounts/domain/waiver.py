"""Months without a fee of the plan: they were away, or stopped for arrears for thirty days."""

from datetime import datetime, timedelta

from billing.accounts.domain.account import Account
from billing.accounts.domain.kept import is_away
from billing.accounts.domain.proration import month_of
from kernel.civil import start_of_day

STOPPED_FOR = timedelta(days=30)
"""Postpaid: rules 2.5, 7.6. Prepaid: pre-terminated, "no new fee" (4.1, T19 in 4.3, 4.5)."""


def is_waived(account: Account, *, now: datetime) -> bool:
    """Tell whether the month of `now` has no fee: it began when they had been stopped so long."""
    since, began_at = account.standing.since, start_of_day(month_of(now))
    if since is None or account.was_kept_at(began_at):
        return False
    return since + STOPPED_FOR <= began_at


def is_without_plan(account: Account, *, now: datetime) -> bool:
    """Tell whether the plan's fee of this month, and all with it, begins when they return."""
    began_at = start_of_day(month_of(now))
    return is_away(account.kept, at=began_at) or is_waived(account, now=now)


def owes_rest_of_month(account: Account, *, now: datetime) -> bool:
    """Tell whether who is opened now pays this month by day from now on: nothing was taken yet."""
    kept, began_at = account.kept, start_of_day(month_of(now))
    waits = kept is not None and kept.waits_for_opening and kept.is_away_at(began_at)
    return waits or is_waived(account, now=now)
