"""What everything in the catalogue has as TMF620 shows it: its name, version and address."""

from collections.abc import Mapping
from typing import Any

from boss.billing.v1.questions_pb2 import ListCatalogueResponse

BASE = "/tmf-api/productCatalogManagement/v4"
TYPES: Mapping[str, str] = {
    "catalog": "Catalog",
    "category": "Category",
    "productOffering": "ProductOffering",
    "productSpecification": "ProductSpecification",
    "productOfferingPrice": "ProductOfferingPrice",
}

Catalogue = ListCatalogueResponse


def thing(resource: str, identifier: str, catalogue: Catalogue, **more: Any) -> dict[str, Any]:
    """Show what everything in the catalogue has; its version is that of the whole."""
    # Days begin in Shanghai, which knows no daylight saving.
    since = f"{catalogue.valid_from}T00:00:00+08:00"
    return {
        "id": identifier,
        "href": f"{BASE}/{resource}/{identifier}",
        "@type": TYPES[resource],
        "version": str(catalogue.catalogue_version),
        "lifecycleStatus": "Active",
        "lastUpdate": since,
        "validFor": {"startDateTime": since},
        **more,
    }


def ref(resource: str, identifier: str, name: str) -> dict[str, Any]:
    href = f"{BASE}/{resource}/{identifier}"
    return {"id": identifier, "href": href, "name": name, "@referredType": TYPES[resource]}


def value_use(name: str, kind: str, *values: object) -> dict[str, Any]:
    """Show which values of a characteristic of a specification hold for a plan or price."""
    said = [{"value": value} for value in values]
    return {"name": name, "valueType": kind, "productSpecCharacteristicValue": said}
