"""What somebody dialled, and where it leads. ITU-T E.164; 3GPP TS 22.101, 10.1 for emergency."""

from dataclasses import dataclass

EMERGENCY = frozenset({"110", "112", "119", "120", "122"})
_ABROAD = "00"
_SHORTEST_NUMBER = 8
_SIGNS = str.maketrans("", "", " -()")


@dataclass(frozen=True, slots=True)
class NumberingPlan:
    """The country this network is in, and the numbers it lets everybody reach."""

    country_code: str
    hotlines: frozenset[str]

    def is_free(self, dialled: str) -> bool:
        """Tell whether this is reached whatever is barred: help, or the operator's hotline."""
        return self.is_emergency(dialled) or dialled in self.hotlines

    def is_emergency(self, dialled: str) -> bool:
        return dialled in EMERGENCY

    def is_international(self, dialled: str) -> bool:
        """Tell whether the call leaves the country."""
        plain = plain_digits(dialled)
        if not _says_country(dialled) and not self._has_country(plain):
            return False
        return not plain.startswith(self.country_code)

    def international_form(self, dialled: str) -> str:
        """Return the number as the network knows subscribers: country code first, no plus."""
        plain = plain_digits(dialled)
        if _says_country(dialled) or self._has_country(plain) or len(plain) < _SHORTEST_NUMBER:
            return plain
        return self.country_code + plain.removeprefix("0")

    def _has_country(self, plain: str) -> bool:
        own = len(self.country_code) + 11
        return plain.startswith(self.country_code) and len(plain) == own


def plain_digits(dialled: str) -> str:
    """Return the digits without the prefix that leads abroad."""
    return dialled.translate(_SIGNS).removeprefix("+").removeprefix(_ABROAD)


def _says_country(dialled: str) -> bool:
    return dialled.startswith(("+", _ABROAD))
