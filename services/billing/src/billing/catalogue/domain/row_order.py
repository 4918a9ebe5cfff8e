"""Tariff rows by the places where they hold, and which goes first where several fit."""

from collections.abc import Mapping

from billing.catalogue.domain.countries import CountryGroups
from billing.catalogue.domain.tariff import Tariff

Place = tuple[str, str, str]
"""The kind of use, the zone of the other number, where they are: abroad, in which group too."""


def sorted_rows(
    every: tuple[Tariff, ...], countries: CountryGroups
) -> Mapping[Place, tuple[Tariff, ...]]:
    """Return the rows of each place in the order in which they are looked at."""
    rows: dict[Place, list[Tariff]] = {}
    for row in sorted(every, key=_goes_first):
        for zone in row.zones:
            for roam_type in row.roam_types:
                for place in countries.places(roam_type, row.country_groups):
                    rows.setdefault((row.kind, zone, place), []).append(row)
    return {place: tuple(found) for place, found in rows.items()}


def _goes_first(row: Tariff) -> tuple[bool, int, bool, bool]:
    return (not row.offerings, -row.weight, not row.country_groups, not row.times)
