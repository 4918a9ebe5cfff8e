"""Attributes by which the lists of this API are filtered."""

from gateway.rest.grammar.attributes import Attributes
from gateway.rest.grammar.kinds import THING, amounts, characteristics, kinds, refs

_RATED = "ratedProductUsage"

USAGE: Attributes = {
    **THING,
    **kinds("description usageType status", moments="usageDate"),
    **kinds(f"{_RATED}.usageRatingTag {_RATED}.ratingAmountType {_RATED}.@type",
          moments=f"{_RATED}.ratingDate", flags=f"{_RATED}.isBilled {_RATED}.isTaxExempt"),
    **amounts(f"{_RATED}.taxIncludedRatingAmount"),
    **refs("usageSpecification", f"{_RATED}.productRef"),
    **refs("relatedParty", more="role"),
    **characteristics("usageCharacteristic"),
}  # fmt: skip
"""TMF635's."""

USAGE_SPECIFICATION: Attributes = {
    **THING,
    **kinds("name description version lifecycleStatus specCharacteristic.name "
          "specCharacteristic.valueType", flags="isBundle specCharacteristic.configurable",
          never="lastUpdate validFor relatedParty"),
}  # fmt: skip
