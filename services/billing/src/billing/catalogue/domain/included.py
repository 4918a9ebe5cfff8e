"""What an offering or a pack lets somebody use, and whose it is, as the catalogue says it."""

from dataclasses import dataclass

from billing.catalogue.domain.tariff import Times


@dataclass(frozen=True, slots=True, kw_only=True)
class Included:
    """What an offering or a pack lets somebody use, as the catalogue says it."""

    code: str
    kind: str
    units: int
    roam_types: frozenset[str]
    zones: frozenset[str]
    country_groups: frozenset[str] = frozenset()
    """Abroad; empty: in all of them."""
    peers: frozenset[str] = frozenset()
    """Directed (定向) at these numbers or access points; empty: at all of them."""
    times: tuple[Times, ...] = ()
    """Holds only then (闲时); empty: always."""
    rolls_over: bool = False
    """What is left at the end of a month is usable in the next, once (流量不清零)."""

    @property
    def is_general(self) -> bool:
        return not self.peers and not self.times


@dataclass(frozen=True, slots=True)
class Plan:
    """A main plan as far as its allowances go."""

    code: str
    name: str
    included: tuple[Included, ...]
