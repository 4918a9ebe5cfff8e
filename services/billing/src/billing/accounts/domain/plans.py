"""The plan of an account: at a moment, booked, another from a moment on."""

from dataclasses import replace
from datetime import datetime

from billing.accounts.domain.account import Account
from billing.accounts.domain.plan_period import (
    Periods,
    PlanPeriod,
    followed_by,
    plan_at,
    without_since,
)


def offering_at(account: Account, moment: datetime) -> str:
    """Return the plan that held, or will hold, then."""
    return plan_at(account.plans, moment) if account.plans else account.offering


def as_of(account: Account, moment: datetime) -> Account:
    """Return it with the plan that held, or will hold, then."""
    offering = offering_at(account, moment)
    return account if offering == account.offering else replace(account, offering=offering)


def periods_of(account: Account) -> Periods:
    """Return all its plans; there is always one."""
    return account.plans or (PlanPeriod(account.offering, account.paid_from),)


def booked_plan(account: Account, *, now: datetime) -> PlanPeriod | None:
    """Return the plan that is to follow; None where the one it has goes on."""
    last = periods_of(account)[-1]
    return last if last.since > now and len(account.plans) > 1 else None


def with_plan(account: Account, offering: str, *, since: datetime) -> Account:
    """Return it with this plan from then on, whatever was booked."""
    return replace(account, plans=followed_by(periods_of(account), offering, since=since))


def without_booked_plan(account: Account, *, since: datetime) -> Account:
    """Return it with no plan that begins then or later."""
    return replace(account, plans=without_since(periods_of(account), since))
