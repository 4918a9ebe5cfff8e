"""The price list an independent clerk has: what plans and packs include (rules 7.2, 7.4, 7.6)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from harness.record_files import SHANGHAI, Included

MONTHLY: Mapping[str, int] = {"KEEP8": 800, "postpaid-basic": 500, "prepaid-basic": 500}
"""Fen."""
INCLUDED: Mapping[str, tuple[tuple[str, int, bool], ...]] = {
    "KEEP8": (("DATA", 102_400, True), ("VOICE_MO", 30, False)),
}
"""KB and started minutes every month, and whether they roll over; others include nothing."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack: its price in fen, and KB to the end of the month."""

    code: str
    price: int
    kilobytes: int

    def bought(self, at: datetime) -> Included:
        local = at + SHANGHAI
        until = starts(local.year, local.month + 1)
        return Included(
            type="DATA",
            units=self.kilobytes,
            since=at,
            until=until,
            usable_until=until,
            is_of_plan=False,
        )


def included_by(offering: str, *, opened_at: datetime) -> list[Included]:
    """Return what a plan includes in the month it began in, by day, and in the next."""
    local = opened_at + SHANGHAI
    year, month, day = local.year, local.month, local.day
    days = monthrange(year, month)[1]
    second, third, fourth = (starts(year, month + later) for later in (1, 2, 3))
    included = []
    for kind, units, rolls_over in INCLUDED.get(offering, ()):
        first = (units * (days - day + 1) // days, starts(year, month, day), second, third)
        for amount, since, until, later in (first, (units, second, third, fourth)):
            end = later if rolls_over else until
            included.append(
                Included(type=kind, units=amount, since=since, until=until, usable_until=end)
            )
    return included


def fee_by_day(offering: str, *, opened_at: datetime) -> int:
    """Return the fee of the month a plan began in, half a fen rounded up (rules 7.6)."""
    local = opened_at + SHANGHAI
    days = monthrange(local.year, local.month)[1]
    return (2 * MONTHLY[offering] * (days - local.day + 1) + days) // (2 * days)


def starts(year: int, month: int, day: int = 1) -> datetime:
    """Return when a day begins where the operator is; a thirteenth month is next January."""
    years, of_year = divmod(month - 1, 12)
    return datetime(year + years, of_year + 1, day, tzinfo=UTC) - SHANGHAI
