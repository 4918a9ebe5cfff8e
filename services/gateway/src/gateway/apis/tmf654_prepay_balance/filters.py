"""Attributes by which the lists of this API are filtered."""

from gateway.rest.grammar.attributes import Attributes
from gateway.rest.grammar.kinds import THING, kinds, periods, quantities, refs

_HELD = {
    **refs("product", "logicalResource"),
    **refs("partyAccount", more="status"),
    **refs("relatedParty", more="role"),
    **quantities("creditLimit", "exposure", "bringsBack"),
}

BUCKET: Attributes = {
    **THING,
    **kinds("name description usageType status remainingValueName", flags="isShared",
          moments="confirmationDate", never="requestedDate"),
    **quantities("remainingValue", "reservedValue"),
    **periods("validFor"),
    **_HELD,
}  # fmt: skip

ACCUMULATED: Attributes = {
    **THING,
    **kinds("name description"),
    **quantities("totalBalance"),
    **refs("bucket"),
    **_HELD,
}

_ACTION = {
    **THING,
    **kinds("status usageType", moments="requestedDate confirmationDate"),
    **quantities("amount"),
    **refs("bucket", "partyAccount"),
}

TOPUP: Attributes = {
    **_ACTION,
    **kinds(
        "description",
        flags="isAutoTopup",
        never="balanceTopup logicalResource numberOfPeriods paymentMethod product "
        "reason recurringPeriod relatedParty requestor validFor voucher",
    ),
    **refs("channel", "payment"),
}
"""TMF654's, and our own: the payment it is."""

ADJUSTMENT: Attributes = {
    **_ACTION,
    **kinds("adjustType reason reasonCode",
          never="channel description logicalResource product validFor"),
    **refs("requestor", "relatedParty", more="role"),
}  # fmt: skip
"""TMF654's, and our own: why, as a code."""
