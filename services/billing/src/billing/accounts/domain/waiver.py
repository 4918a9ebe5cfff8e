"""Months without a fee of the plan: they were away, or stopped for thirty days."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from billing.accounts.domain.account import Account
from billing.accounts.domain.kept import is_away
from billing.accounts.domain.level import Level
from billing.accounts.domain.lines import cards_in_service
from billing.accounts.domain.proration import month_of
from billing.accounts.domain.sub_card import SubCard
from kernel.civil import first_of_month, first_of_next_month, start_of_day

STOPPED_FOR = timedelta(days=30)
"""Postpaid: rules 2.5, 7.6. Prepaid: pre-terminated, "no new fee" (4.1, T19 in 4.3, 4.5)."""


def is_plan_charged(account: Account, *, now: datetime) -> bool:
    """Tell whether the plan's fee of this month was taken, whole or by day, whatever took it."""
    return account.plan_month == month_of(now)


def plan_charged(account: Account, *, now: datetime) -> Account:
    """Return it with the plan's fee of this month taken, and what the plan allows given."""
    known = account.plan_month or date.min
    return replace(account, plan_month=max(known, month_of(now)))


def plan_not_charged(account: Account, *, now: datetime) -> Account:
    """Return it with nothing taken of this month: it is charged from when they are back.

    Of a month that is over, nothing changes where a later one was charged since.
    """
    before, known = _month_before(month_of(now)), account.plan_month
    if known is not None and known > month_of(now):
        return account
    return replace(account, plan_month=before if known is None else min(known, before))


def is_waived(account: Account, *, now: datetime) -> bool:
    """Tell whether the month of `now` has no fee: it began when they had been stopped so long."""
    if is_waived_for_arrears(account, now=now):
        return True
    began_at = start_of_day(month_of(now))
    return _is_so_long(account.barred_since, began_at) and not is_away(account.kept, at=began_at)


def is_waived_for_arrears(account: Account, *, now: datetime) -> bool:
    """Tell whether it has none as credit control wanted them stopped, and their cards with them."""
    began_at = start_of_day(month_of(now))
    return _is_so_long(account.standing.since, began_at) and not account.was_kept_at(began_at)


def is_card_waived(card: SubCard, *, now: datetime) -> bool:
    """Tell whether the month of `now` has no fee of a card that had been barred so long itself.

    Whose number is kept pays for that instead.
    """
    began_at = start_of_day(month_of(now))
    return _is_so_long(card.barred_since, began_at) and not is_away(card.kept, at=began_at)


def is_anybody_served(account: Account) -> bool:
    """Tell whether one of its numbers is neither kept nor barred both ways.

    A main line barred for a reason of its own (lost, by the operator) leaves its cards in service.
    """
    lines: tuple[Account | SubCard, ...] = (account, *cards_in_service(account))
    return any(one.barred_since is None and not one.keeps_number for one in lines)


def is_without_plan(account: Account, *, now: datetime) -> bool:
    """Tell whether the plan's fee of this month, and all with it, begins when they return."""
    month = month_of(now)
    charged, of_plan = account.charged_month, account.plan_month
    if of_plan is not None and (of_plan == month or (charged and of_plan < month <= charged)):
        # The month was charged: what was taken of it is known, whatever they were told since.
        return of_plan < month
    return is_away(account.kept, at=start_of_day(month)) or is_waived(account, now=now)


def owes_rest_of_month(account: Account, *, now: datetime) -> bool:
    """Tell whether who is opened now pays this month by day from now on: nothing was taken yet."""
    if is_plan_charged(account, now=now):
        return False
    kept, began_at = account.kept, start_of_day(month_of(now))
    waits = kept is not None and kept.waits_for_opening and kept.is_away_at(began_at)
    return waits or is_waived(account, now=now)


def had_no_plan(account: Account, *, now: datetime) -> bool:
    """Tell whether this month was charged without the plan's fee, which is not taken since."""
    is_over = account.charged_month is not None and account.charged_month >= month_of(now)
    if not is_over or is_plan_charged(account, now=now):
        return False
    return account.plan_month is not None or owes_rest_of_month(account, now=now)


def is_opened(account: Account, *, before: Account, now: datetime) -> bool:
    """Tell whether they are in service again whose month had no fee, or whose term was over.

    Who has paid is not in service before the network bars them no more: nothing is taken of the
    money that is to bring them back (T20).
    """
    if account.barred_since is not None or account.keeps_number:
        return False
    if account.standing.level is not Level.NONE:
        # One way is served and pays; who is stopped so long for arrears does not (4.1).
        return is_waived(before, now=now) and not is_waived(account, now=now)
    waits = before.kept is not None and before.kept.waits_for_opening
    return waits or owes_rest_of_month(before, now=now)


def in_service_again(account: Account, *, before: Account, now: datetime) -> Account:
    """Return it with their kept number over, and this month to be charged from today on.

    Where the timer of the month is late, it has nothing left to charge.
    """
    if not is_opened(account, before=before, now=now):
        return account
    kept, charged, month = account.kept, account.charged_month, month_of(now)
    if kept is not None and kept.waits_for_opening:
        kept = kept.ended(now=now)
    if charged is not None and first_of_next_month(charged) == month:
        charged = month
    back = replace(account, kept=kept, charged_month=charged)
    owes = owes_rest_of_month(before, now=now)
    return plan_not_charged(back, now=now) if owes else back


def _month_before(month: date) -> date:
    return first_of_month(month - timedelta(days=1))


def _is_so_long(since: datetime | None, until: datetime) -> bool:
    return since is not None and since + STOPPED_FOR <= until
