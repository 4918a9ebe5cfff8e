"""Attributes by which the lists of this API are filtered."""

from gateway.rest.grammar.attributes import Attributes
from gateway.rest.grammar.kinds import THING, kinds, periods, quantities, refs

_COUNTED = {
    **kinds("id name usageType", flags="isShared"),
    **refs("product"),
    **periods("validFor"),
    **kinds("bucketCounter.counterType bucketCounter.valueName bucketBalance.remainingValueName"),
    **quantities("bucketCounter.value", "bucketBalance.remainingValue"),
    **periods("bucketCounter.consumptionPeriod", "bucketBalance.validFor"),
}

REPORT: Attributes = {
    **THING,
    **kinds("name", moments="effectiveDate", never="description"),
    **periods("validFor"),
    **refs("product", "partyAccount"),
    **refs("relatedParty", more="role"),
    **{f"bucket.{name}": kind for name, kind in _COUNTED.items()},
}
"""TMF677 v4.0.0's."""

_CONSUMED = {
    **kinds("id @type name state", moments="creationDate lastUpdate"),
    **periods("validPeriod"),
    **refs("product", "logicalResource"),
    **refs("partyAccount", more="status"),
    **refs("relatedParty", more="role"),
    **{f"bucketRefOrValue.{name}": kind for name, kind in _COUNTED.items()},
    **kinds("bucketRefOrValue.@type bucketRefOrValue.remainingValueName"),
    **quantities("bucketRefOrValue.remainingValue"),
    **refs("bucketRefOrValue.partyAccount", more="status"),
}

QUERY: Attributes = {
    **THING,
    **kinds(moments="queryUsageConsumptionDate"),
    **refs("partyAccount", more="status"),
    **refs("relatedParty", more="role"),
    **refs("searchCriteria.product", "searchCriteria.logicalResource"),
    **{f"usageConsumption.{name}": kind for name, kind in _CONSUMED.items()},
}
"""TMF677 v4.0.1's."""
