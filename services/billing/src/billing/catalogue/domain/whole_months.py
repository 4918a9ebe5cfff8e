"""What is priced by the month changes its price with the month.

Inside one nobody could say what a use costs: it would depend on which of two prices came
first. So a version that changes such a row begins on a first of a month, or names another row.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

from billing.catalogue.domain.tariff import Span, Tariff
from kernel.errors import Refusal


class Version(Protocol):
    """What is looked at of a version of the catalogue."""

    @property
    def version(self) -> int: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def rows(self) -> tuple[Tariff, ...]: ...


def check_months(known: Sequence[Version], proposed: Version) -> None:
    """Raise `CATALOGUE_SPLITS_MONTH` where a month would be priced in two ways."""
    day_before = proposed.valid_from - timedelta(days=1)
    before = [one for one in known if one.valid_from <= day_before]
    later = [one for one in known if one.valid_from > proposed.valid_from]
    if before:
        _check_change(max(before, key=_in_force), proposed)
    if later:
        first = min(one.valid_from for one in later)
        _check_change(
            proposed, max((one for one in later if one.valid_from == first), key=_in_force)
        )


def _in_force(version: Version) -> tuple[date, int]:
    return (version.valid_from, version.version)


def _check_change(earlier: Version, later: Version) -> None:
    if later.valid_from.day == 1:
        return
    prices = {row.code: _price_of(row) for row in earlier.rows if _is_monthly(row)}
    changed = sorted(
        row.code
        for row in later.rows
        if _is_monthly(row) and prices.get(row.code, _price_of(row)) != _price_of(row)
    )
    if changed:
        raise Refusal(
            "CATALOGUE_SPLITS_MONTH",
            f"{', '.join(changed)}: a row that prices a month changes on a first of a month, not on"
            f" {later.valid_from}; or give the new price a code of its own.",
            field="catalogue.valid_from",
        )


def _is_monthly(row: Tariff) -> bool:
    return row.stepping is not None and row.stepping.span is Span.MONTH


def _price_of(row: Tariff) -> tuple[object, ...]:
    return (row.kind, row.slots, row.cap, row.stepping, row.rounding, row.to_millifen)
