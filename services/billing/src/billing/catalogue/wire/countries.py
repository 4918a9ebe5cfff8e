"""The form of the groups of countries in the catalogue's files, and the groups it makes."""

from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import Field, model_validator

from billing.catalogue.domain.countries import INTERNATIONAL, ONE_PRICE, Country, CountryGroups
from billing.catalogue.domain.tariff import Tariff
from billing.catalogue.wire.forms import Code, Form

CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2; ships and aircraft have one of those that are free for use (XA to XZ)."""
NetworkPrefix = Annotated[str, Field(pattern=r"^[0-9]{3,6}$")]
"""A mobile country code, or the code of one network (ITU-T E.212)."""


class CountryGroupsForm(Form):
    """Groups of countries, each country by the prefixes of its networks' codes."""

    of_unnamed: Code
    groups: Annotated[
        dict[Code, dict[CountryCode, Annotated[list[NetworkPrefix], Field(min_length=1)]]],
        Field(min_length=1),
    ]

    @model_validator(mode="after")
    def hangs_together(self) -> Self:
        """Refuse a network in two places, and a group that there is not."""
        if self.of_unnamed not in self.groups:
            raise ValueError(f"there is no group {self.of_unnamed}")
        if empty := sorted(code for code, countries in self.groups.items() if not countries):
            raise ValueError(f"groups without a country: {', '.join(empty)}")
        every = [
            prefix
            for countries in self.groups.values()
            for prefixes in countries.values()
            for prefix in prefixes
        ]
        if twice := sorted({one for one in every if every.count(one) > 1}):
            raise ValueError(f"networks said twice: {', '.join(twice)}")
        return self


def country_groups_of(form: CountryGroupsForm | None) -> CountryGroups:
    """Return the groups a form says; without one there is one price for all countries."""
    if form is None:
        return ONE_PRICE
    prefixes = {
        prefix: Country(code, group)
        for group, countries in form.groups.items()
        for code, known in countries.items()
        for prefix in known
    }
    return CountryGroups(prefixes, form.of_unnamed)


def check_rows_abroad(rows: Iterable[Tariff], countries: CountryGroups) -> None:
    """Raise ValueError where a row names a group that is not, or would count groups together."""
    known = set(countries.groups)
    for row in rows:
        if unknown := sorted(row.country_groups - known):
            raise ValueError(f"{row.code} names unknown groups: {', '.join(unknown)}")
        counts = row.stepping is not None and INTERNATIONAL in row.roam_types
        if known and counts and len(row.country_groups) != 1:
            raise ValueError(f"{row.code} prices a span: abroad it names its one group")
