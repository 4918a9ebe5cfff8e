"""Abroad: which country a visited network is in, and in which group of countries it is priced."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

INTERNATIONAL = "international"
"""The `roam_type` of use in another country."""
_EVERYWHERE = ""
"""The one group of a catalogue that tells no countries apart."""


@dataclass(frozen=True, slots=True)
class Country:
    """One country by its ISO 3166-1 code, and the group it is priced in."""

    code: str
    group: str


@dataclass(frozen=True, slots=True)
class CountryGroups:
    """Prefixes of network codes (mobile country code first, ITU-T E.212), each with its country.

    Without any, there is one price for all countries.
    """

    prefixes: Mapping[str, Country] = field(default_factory=dict)
    of_unnamed: str = _EVERYWHERE
    """The group of use whose record names no network."""
    _lengths: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep the lengths there are, the longest first, so that a look-up tries only those."""
        lengths = sorted({len(prefix) for prefix in self.prefixes}, reverse=True)
        object.__setattr__(self, "_lengths", tuple(lengths))

    @property
    def groups(self) -> Mapping[str, Sequence[str]]:
        """The codes of countries by their group."""
        codes_by_group: dict[str, set[str]] = {}
        for country in self.prefixes.values():
            codes_by_group.setdefault(country.group, set()).add(country.code)
        return {group: sorted(codes) for group, codes in sorted(codes_by_group.items())}

    def of(self, plmn: str) -> Country | None:
        """Return where a network is, by the longest known prefix; None where nobody knows."""
        for length in self._lengths:
            if (country := self.prefixes.get(plmn[:length])) is not None:
                return country
        return None

    def group_of(self, plmn: str) -> str | None:
        """Return the group that prices use in a network; None: it has no price."""
        if not plmn or not self.prefixes:
            return self.of_unnamed
        country = self.of(plmn)
        return None if country is None else country.group

    def place_of(self, plmn: str) -> str | None:
        """Return where use abroad is priced: what `places` returns for rows that hold there."""
        group = self.group_of(plmn)
        return None if group is None else f"{INTERNATIONAL}/{group}"

    def places(self, roam_type: str, groups: Iterable[str]) -> Sequence[str]:
        """Return all places where a row holds that is for this kind of roaming and these groups."""
        if roam_type != INTERNATIONAL:
            return (roam_type,)
        every = list(groups) or list(self.groups) or [_EVERYWHERE]
        return [f"{INTERNATIONAL}/{group}" for group in every]

    def said(self, plmn: str) -> str:
        """Return how a derivation says where a use was and why it is priced there."""
        if not self.prefixes:
            return ""
        if not plmn:
            return f", no network named: {self.of_unnamed}"
        country = self.of(plmn)
        return "" if country is None else f", {country.code} is {country.group}"


ONE_PRICE = CountryGroups()
