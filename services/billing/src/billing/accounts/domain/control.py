"""What credit control (信控) says of an account, however it is judged."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from billing.accounts.domain.account import Standing
from billing.accounts.domain.level import Level
from kernel.civil import civil_date, start_of_day

UNTIL_TWO_WAY = timedelta(days=3)
MOST_REMINDERS = 3
_REMINDING_HOUR = timedelta(hours=10)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What credit control wants now, what it says, and when it looks again."""

    standing: Standing
    text: str = ""
    look_again_at: datetime | None = None


def moved(standing: Standing, *, to: Level, now: datetime) -> Standing:
    """Return it with this level wanted; a new one has a new version, and nothing was said of it."""
    if to is standing.level:
        return standing
    return replace(
        standing,
        level=to,
        version=standing.version + 1,
        since=standing.since or now,
        reminders=0,
        reminded_on=None,
    )


def both_ways_at(standing: Standing) -> datetime | None:
    """Return when who is stopped one way is stopped both ways."""
    if standing.level is not Level.ONE_WAY or standing.since is None:
        return None
    return standing.since + UNTIL_TWO_WAY


def calmed(standing: Standing) -> Verdict:
    """Have nothing to say to them; reminders begin anew."""
    return Verdict(replace(standing, reminders=0, reminded_on=None))


def reminded(standing: Standing, *, text: str, now: datetime) -> Verdict:
    """Remind them, at most once a day and three times in all."""
    if standing.reminders >= MOST_REMINDERS:
        return Verdict(standing)
    today = civil_date(now)
    tomorrow = start_of_day(today + timedelta(days=1)) + _REMINDING_HOUR
    if standing.reminded_on == today:
        return Verdict(standing, "", tomorrow)
    told = replace(standing, reminders=standing.reminders + 1, reminded_on=today)
    return Verdict(told, text, tomorrow if told.reminders < MOST_REMINDERS else None)
