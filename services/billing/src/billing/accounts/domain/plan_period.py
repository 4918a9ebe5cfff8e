"""Which plan an account had, from when to when (套餐变更, rules 2.12).

An account whose plan was never another has one open period: its own offering since it was opened.
"""

from dataclasses import replace
from datetime import datetime

from kernel.value import value


@value
class PlanPeriod:
    """A plan from a moment on, until the next one (half-open)."""

    offering: str
    since: datetime
    until: datetime | None = None
    """None: nothing is to follow it."""


Periods = tuple[PlanPeriod, ...]
"""Oldest first, each beginning where the one before it ends; the last one is open."""


def plan_at(periods: Periods, moment: datetime) -> str:
    """Return the plan that held then; before the first one, that one."""
    begun = (one.offering for one in reversed(periods) if one.since <= moment)
    return next(begun, periods[0].offering)


def followed_by(periods: Periods, offering: str, *, since: datetime) -> Periods:
    """Return them with this plan from then on, in place of all that was to begin later."""
    new = PlanPeriod(offering, since)
    kept = [one for one in periods if one.since < since]
    # In the very moment in which the account was opened it never had another one.
    return (*kept[:-1], replace(kept[-1], until=since), new) if kept else (new,)


def without_since(periods: Periods, since: datetime) -> Periods:
    """Return them as if nothing was to begin at this moment or later."""
    kept = [one for one in periods if one.since < since] or periods[:1]
    return (*kept[:-1], replace(kept[-1], until=None))
