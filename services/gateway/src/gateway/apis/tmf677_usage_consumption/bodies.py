"""What the bodies of this API may say, attribute by attribute."""

from collections.abc import Mapping

from gateway.records.bodies import WHOSE
from gateway.rest.grammar.body_rules import FOR_THE_SENDER, IS_TOLD, OF_ITS_SCHEMA, Body, because

CRITERIA = Body(
    taken=WHOSE,
    refused={
        **because("the month so far is told of one number", "validPeriod", "relatedParty",
                  "bucketRefOrValue", "state"),
    },
    harmless=OF_ITS_SCHEMA,
)  # fmt: skip

QUERY = Body(
    taken={"searchCriteria": CRITERIA, "partyAccount": WHOSE["partyAccount"]},
    refused=because(
        IS_TOLD, "id", "href", "queryUsageConsumptionDate", "usageConsumption", "relatedParty"
    )
    | because(FOR_THE_SENDER, "description", "externalId"),
    harmless=OF_ITS_SCHEMA,
)

BODIES: Mapping[str, Body] = {
    "QueryUsageConsumptionCreate": QUERY,
}
