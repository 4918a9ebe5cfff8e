"""Whom or what a use reaches, by the catalogue's numbering plan."""

from billing.catalogue.domain.catalogue import DATA, Catalogue
from billing.catalogue.domain.zones import DOMESTIC


def number_of(catalogue: Catalogue, *, kind: str, peer: str) -> str:
    """Return the one way to write the other side; an access point stays as it is."""
    return peer if kind == DATA else catalogue.numbers.plan.normal(peer)


def is_free(catalogue: Catalogue, *, kind: str, peer: str) -> bool:
    """Tell whether what is reached costs nothing, however it was dialled."""
    return number_of(catalogue, kind=kind, peer=peer) in catalogue.free


def known_zones(catalogue: Catalogue) -> frozenset[str]:
    """Return all zones that a row may name."""
    return frozenset({*catalogue.zones.values(), *catalogue.services.values(), DOMESTIC})
