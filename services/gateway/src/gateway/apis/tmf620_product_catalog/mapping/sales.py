"""What TMF620 shows of who may buy a plan or pack: relations, days, segments and regions."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from boss.billing.v1.questions_pb2 import ListCatalogueResponse, Offering, OfferingRelation, Pack
from gateway.apis.tmf620_product_catalog.mapping.things import ref

RELATIONSHIPS: Mapping[str, str] = {
    "depends": "dependency",
    "excludes": "exclusivity",
    "replaces": "substitution",
}
"""As TMF620 calls them."""


def relations(
    every: Iterable[OfferingRelation], told: ListCatalogueResponse
) -> Mapping[str, list[dict[str, Any]]]:
    """Return how something is related to others; nothing where it is to none."""
    names = {one.code: one.name for one in told.offerings}
    names |= {one.code: one.name for one in told.packs}
    related = [
        {
            **ref("productOffering", one.code, names.get(one.code, one.code)),
            "relationshipType": RELATIONSHIPS.get(one.kind, one.kind),
        }
        for one in every
    ]
    return {"productOfferingRelationship": related} if related else {}


def sale(one: Offering | Pack) -> Mapping[str, Any]:
    """Return on which days and for whom it is sold; nothing where it is always and for all."""
    said: dict[str, Any] = {}
    days = {}
    if one.sellable_from:
        days["startDateTime"] = _midnight(date.fromisoformat(one.sellable_from))
    if one.sellable_to:
        # The last day of sale is sold on to its end.
        last = date.fromisoformat(one.sellable_to)
        following = last if last == date.max else last + timedelta(days=1)
        days["endDateTime"] = _midnight(following)
    if days:
        said["validFor"] = days
    if one.segments:
        said["marketSegment"] = [{"id": name, "name": name} for name in one.segments]
    if one.regions:
        said["place"] = [{"id": name, "name": name} for name in one.regions]
    return said


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00+08:00"
