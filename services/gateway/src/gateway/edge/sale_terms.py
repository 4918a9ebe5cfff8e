"""To whom, where, when and beside what an offering is sold, as TMF620 shows it."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from boss.billing.v1.questions_pb2 import ListCatalogueResponse, Offering, OfferingRelation
from gateway.edge.catalogue_things import ref

RELATIONS: Mapping[str, str] = {
    "depends": "requires",
    "excludes": "excludes",
    "replaces": "substitutes",
}
"""Kinds of relations, by what TM Forum calls them."""


def relations_of(
    relations: Iterable[OfferingRelation], told: ListCatalogueResponse
) -> dict[str, Any]:
    """Show what is needed beside it, what must not be, and what it takes the place of."""
    names = {one.code: one.name for one in told.offerings}
    names |= {one.code: one.name for one in told.packs}
    shown = [
        {
            **ref("productOffering", one.code, names.get(one.code, one.code)),
            "relationshipType": RELATIONS.get(one.kind, one.kind),
        }
        for one in relations
    ]
    return {"productOfferingRelationship": shown} if shown else {}


def terms_of(offering: Offering, told: ListCatalogueResponse) -> dict[str, Any]:
    """Show for whom and where it is sold, from which day to which."""
    shown: dict[str, Any] = {}
    if offering.segments:
        shown["marketSegment"] = [{"id": one, "name": one} for one in offering.segments]
    if offering.regions:
        shown["place"] = [{"id": one, "name": one} for one in offering.regions]
    if offering.sellable_from or offering.sellable_to:
        period = {"startDateTime": _beginning(offering.sellable_from or told.valid_from)}
        if offering.sellable_to:
            after = date.fromisoformat(offering.sellable_to) + timedelta(days=1)
            period["endDateTime"] = _beginning(after.isoformat())
        shown["validFor"] = period
    return shown


def _beginning(day: str) -> str:
    # Days begin in Shanghai, which knows no daylight saving.
    return f"{day}T00:00:00+08:00"
