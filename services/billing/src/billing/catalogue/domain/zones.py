"""Zones: where a number is, by the numbering plan and the catalogue's longest known prefix."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kernel.numbering_plan import Number, NumberingPlan, NumberKind
from kernel.plan_of_china import numbering_plan

DOMESTIC = "domestic"
IP_CALL = "ip_call"
"""Names all calls over the IP network of another carrier, where they cost something else."""
CLASSES = frozenset({*(one.value for one in NumberKind if one is not NumberKind.ABROAD), IP_CALL})
"""What a catalogue may give a zone of its own."""


def is_domestic(peer: str, *, country_code: str) -> bool:
    """Tell whether a number, however it is written, is in the country."""
    number = numbering_plan(country_code).read(peer)
    return number is not None and not number.is_abroad


@dataclass(frozen=True, slots=True)
class Zones:
    """Prefixes of numbers with a country code, each with the zone it leads to.

    `services`: zones by a class of the plan or the beginning of numbers without a country code,
    where these are not simply domestic.
    """

    prefixes: Mapping[str, str]
    country_code: str
    services: Mapping[str, str] = field(default_factory=dict)
    plan: NumberingPlan = field(init=False, repr=False, compare=False)
    _lengths: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _service_lengths: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _of_mobiles: Mapping[str, str | None] = field(init=False, repr=False, compare=False)
    """By the beginning of a mobile number, where that alone tells; nearly all calls are to one."""

    def __post_init__(self) -> None:
        """Keep the lengths there are, so that a look-up tries only those."""
        object.__setattr__(self, "plan", numbering_plan(self.country_code))
        object.__setattr__(self, "_lengths", _lengths_of(self.prefixes))
        numbers = (one for one in self.services if one not in CLASSES)
        object.__setattr__(self, "_service_lengths", _lengths_of(numbers))
        told = {
            beginning: self._of_any(beginning.ljust(size, "0"))
            for beginning, size in self.plan.mobiles().items()
            if not any(one.startswith(beginning) for one in self.prefixes)
        }
        object.__setattr__(self, "_of_mobiles", told)

    def of(self, peer: str) -> str | None:
        """Return the zone of a number; None where it is none, or no prefix leads there."""
        beginning = self.plan.mobile_beginning(peer)
        if beginning is not None and beginning in self._of_mobiles:
            return self._of_mobiles[beginning]
        return self._of_any(peer)

    def _of_any(self, peer: str) -> str | None:
        number = self.plan.read(peer)
        if number is None:
            return None
        if self.services and (zone := self._of_service(number)) is not None:
            return zone
        if number.has_country:
            for length in self._lengths:
                if (zone := self.prefixes.get(number.digits[:length])) is not None:
                    return zone
        return None if number.is_abroad else self._of_class(number)

    def _of_service(self, number: Number) -> str | None:
        """Return the zone of a service number, or of an IP call, by the longest beginning."""
        if number.via:
            return self.services.get(number.via) or self.services.get(IP_CALL)
        if number.has_country or number.kind is NumberKind.LOCAL:
            return None
        for length in self._service_lengths:
            if (zone := self.services.get(number.digits[:length])) is not None:
                return zone
        return None

    def _of_class(self, number: Number) -> str:
        if number.kind is NumberKind.LOCAL:
            fixed = self.services.get(NumberKind.FIXED.value, DOMESTIC)
            return self.services.get(NumberKind.LOCAL.value, fixed)
        return self.services.get(number.kind.value, DOMESTIC)


def _lengths_of(prefixes: Iterable[str]) -> tuple[int, ...]:
    """Return the lengths there are, the longest first."""
    return tuple(sorted({len(prefix) for prefix in prefixes}, reverse=True))
