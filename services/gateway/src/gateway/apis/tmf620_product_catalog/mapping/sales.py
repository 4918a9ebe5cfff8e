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
    every: Iterable[OfferingRelation], catalogue: ListCatalogueResponse
) -> Mapping[str, list[dict[str, Any]]]:
    """Return how something is related to others; nothing where it is to none."""
    names = {one.code: one.name for one in catalogue.offerings}
    names |= {one.code: one.name for one in catalogue.packs}
    related = [
        {
            **ref("productOffering", one.code, names.get(one.code, one.code)),
            "relationshipType": RELATIONSHIPS.get(one.kind, one.kind),
        }
        for one in every
    ]
    return {"productOfferingRelationship": related} if related else {}


def sale(sold: Offering | Pack) -> Mapping[str, Any]:
    """Return on which days and for whom it is sold; nothing where it is always and for all."""
    said: dict[str, Any] = {}
    days = {}
    if sold.sellable_from:
        days["startDateTime"] = _midnight(date.fromisoformat(sold.sellable_from))
    if sold.sellable_to:
        # The last day of sale is sold on to its end.
        last = date.fromisoformat(sold.sellable_to)
        following = last if last == date.max else last + timedelta(days=1)
        days["endDateTime"] = _midnight(following)
    if days:
        said["validFor"] = days
    if sold.segments:
        said["marketSegment"] = [{"id": name, "name": name} for name in sold.segments]
    if sold.regions:
        said["place"] = [{"id": name, "name": name} for name in sold.regions]
    return said


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00+08:00"
