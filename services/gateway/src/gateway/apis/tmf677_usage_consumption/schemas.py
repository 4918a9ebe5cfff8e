"""Shapes of this API for the OpenAPI document, after TM Forum's TMF677."""

from collections.abc import Mapping
from typing import Any

from gateway.records.examples import NUMBER
from gateway.rest.reference.shapes import (
    MOMENT,
    PARTY,
    PERIOD,
    REFERENCE,
    TEXT,
    list_of,
    object_of,
    ref,
)

CRITERIA = object_of(
    product=list_of(REFERENCE),
    logicalResource=list_of(object_of("id", id={**TEXT, "description": "MSISDN"})),
    partyAccount=list_of(REFERENCE),
)

SCHEMAS: Mapping[str, Any] = {
    "UsageConsumptionReport": object_of(
        "id",
        "bucket",
        id=TEXT,
        href=TEXT,
        effectiveDate=MOMENT,
        validFor=PERIOD,
        product=list_of(REFERENCE),
        relatedParty=PARTY,
        bucket=list_of(object_of("id", "name", "usageType", id=TEXT, name=TEXT, usageType=TEXT)),
    ),
    "UsageConsumptionReports": list_of(ref("UsageConsumptionReport")),
    "QueryUsageConsumptionCreate": object_of("searchCriteria", searchCriteria=CRITERIA),
    "QueryUsageConsumption": object_of(
        "id",
        "href",
        "usageConsumption",
        id=TEXT,
        href=TEXT,
        queryUsageConsumptionDate=MOMENT,
        partyAccount=list_of(REFERENCE),
        relatedParty=list_of(PARTY),
        searchCriteria=CRITERIA,
        usageConsumption=list_of(
            object_of(
                "state",
                state=TEXT,
                validPeriod=PERIOD,
                product=list_of(REFERENCE),
                bucketRefOrValue=list_of(object_of("id", "usageType", id=TEXT, usageType=TEXT)),
            )
        ),
    ),
    "QueryUsageConsumptions": list_of(ref("QueryUsageConsumption")),
}

EXAMPLES: Mapping[str, Any] = {
    "QueryUsageConsumptionCreate": {"searchCriteria": {"logicalResource": [{"id": NUMBER}]}},
}
"""A body of each shape that is taken; a test sends every one."""
