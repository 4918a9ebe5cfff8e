"""Attributes by which the lists of TMF620 are filtered, resource by resource."""

from gateway.rest.grammar.attributes import Attributes, Kind
from gateway.rest.grammar.kinds import THING, amounts, kinds, periods, quantities, refs

_USES = "prodSpecCharValueUse"

_SOLD = {
    **THING,
    **kinds("name description version lifecycleStatus", moments="lastUpdate"),
    **periods("validFor"),
}

_USED_VALUES = {
    **kinds(f"{_USES}.name {_USES}.valueType"),
    f"{_USES}.productSpecCharacteristicValue.value": Kind.ANY,
    **amounts(f"{_USES}.productSpecCharacteristicValue.value"),
    **quantities(f"{_USES}.productSpecCharacteristicValue.value"),
}

_SPEC = "productSpecCharacteristic"

CATALOGUE: dict[str, Attributes] = {
    "catalog": {**_SOLD, **kinds("catalogType", never="relatedParty"), **refs("category")},
    "category": {
        **_SOLD,
        **kinds(flags="isRoot", never="parentId subCategory"),
        **refs("productOffering"),
    },
    "productOffering": {
        **_SOLD,
        **kinds(flags="isBundle isSellable", never="statusReason agreement attachment"),
        **refs("category", "channel", "productSpecification", "productOfferingPrice",
               "marketSegment", "place"),
        **refs("productOfferingRelationship", more="relationshipType"),
        **_USED_VALUES,
    },
    "productSpecification": {
        **_SOLD,
        **kinds(f"{_SPEC}.name {_SPEC}.valueType", flags=f"isBundle {_SPEC}.configurable",
              never="brand productNumber relatedParty attachment"),
    },
    "productOfferingPrice": {
        **_SOLD,
        **kinds("priceType recurringChargePeriodType", flags="isBundle",
              numbers="recurringChargePeriodLength", never="tax percentage"),
        **amounts("price"),
        **quantities("unitOfMeasure"),
        **_USED_VALUES,
    },
}  # fmt: skip
"""TMF620's."""
