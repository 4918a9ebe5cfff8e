"""Attributes of what is listed, resource by resource: a list is filtered by each of them.

What TM Forum's documents name and nothing here ever has finds nothing; what they do not know,
either, is refused (TMF630 v4, 4.3).
"""

from gateway.rest.grammar.attributes import Attributes, Kind


def _of(
    texts: str = "",
    *,
    moments: str = "",
    numbers: str = "",
    flags: str = "",
    never: str = "",
) -> dict[str, Kind]:
    said = {
        Kind.TEXT: texts,
        Kind.MOMENT: moments,
        Kind.NUMBER: numbers,
        Kind.FLAG: flags,
        Kind.NEVER: never,
    }
    return {name: kind for kind, names in said.items() for name in names.split()}


def _ref(*names: str, more: str = "") -> dict[str, Kind]:
    """Return what a reference, or each of a list of them, has."""
    parts = ("id", "href", "name", "@referredType", *more.split())
    return dict.fromkeys([f"{name}.{part}" for name in names for part in parts], Kind.TEXT)


def _amount(*names: str) -> dict[str, Kind]:
    """Return what TMF's `Quantity` has."""
    return {
        **dict.fromkeys([f"{name}.amount" for name in names], Kind.NUMBER),
        **dict.fromkeys([f"{name}.units" for name in names], Kind.TEXT),
    }


def _money(*names: str) -> dict[str, Kind]:
    return {
        **dict.fromkeys([f"{name}.value" for name in names], Kind.NUMBER),
        **dict.fromkeys([f"{name}.unit" for name in names], Kind.TEXT),
    }


def _period(*names: str) -> dict[str, Kind]:
    ends = ("startDateTime", "endDateTime")
    return dict.fromkeys([f"{name}.{end}" for name in names for end in ends], Kind.MOMENT)


def _values(name: str) -> dict[str, Kind]:
    """Return what a list of characteristics has."""
    return {**_of(f"{name}.name {name}.valueType"), f"{name}.value": Kind.ANY}


_THING = _of("id href @type")
_USES = "prodSpecCharValueUse"
_SOLD = {
    **_THING,
    **_of("name description version lifecycleStatus", moments="lastUpdate"),
    **_period("validFor"),
}
_USED_VALUES = {
    **_of(f"{_USES}.name {_USES}.valueType"),
    f"{_USES}.productSpecCharacteristicValue.value": Kind.ANY,
    **_money(f"{_USES}.productSpecCharacteristicValue.value"),
    **_amount(f"{_USES}.productSpecCharacteristicValue.value"),
}
_SPEC = "productSpecCharacteristic"
CATALOGUE: dict[str, Attributes] = {
    "catalog": {**_SOLD, **_of("catalogType", never="relatedParty"), **_ref("category")},
    "category": {
        **_SOLD,
        **_of(flags="isRoot", never="parentId subCategory"),
        **_ref("productOffering"),
    },
    "productOffering": {
        **_SOLD,
        **_of(flags="isBundle isSellable", never="statusReason agreement attachment"),
        **_ref("category", "channel", "productSpecification", "productOfferingPrice",
               "marketSegment", "place"),
        **_ref("productOfferingRelationship", more="relationshipType"),
        **_USED_VALUES,
    },
    "productSpecification": {
        **_SOLD,
        **_of(f"{_SPEC}.name {_SPEC}.valueType", flags=f"isBundle {_SPEC}.configurable",
              never="brand productNumber relatedParty attachment"),
    },
    "productOfferingPrice": {
        **_SOLD,
        **_of("priceType recurringChargePeriodType", flags="isBundle",
              numbers="recurringChargePeriodLength", never="tax percentage"),
        **_money("price"),
        **_amount("unitOfMeasure"),
        **_USED_VALUES,
    },
}  # fmt: skip
"""TMF620's."""
_HELD = {
    **_ref("product", "logicalResource"),
    **_ref("partyAccount", more="status"),
    **_ref("relatedParty", more="role"),
    **_amount("creditLimit", "exposure"),
}
BUCKET: Attributes = {
    **_THING,
    **_of("name description usageType status remainingValueName", flags="isShared",
          moments="confirmationDate", never="requestedDate"),
    **_amount("remainingValue", "reservedValue"),
    **_period("validFor"),
    **_HELD,
}  # fmt: skip
ACCUMULATED: Attributes = {
    **_THING,
    **_of("name description"),
    **_amount("totalBalance"),
    **_ref("bucket"),
    **_HELD,
}
_MONEY_MOVED = {
    **_THING,
    **_of("correlatorId description status", moments="statusDate",
          never="authorizationCode name taxAmount"),
    **_ref("account", "channel", "paymentMethod"),
    **_money("amount", "totalAmount"),
}  # fmt: skip
PAYMENT: Attributes = {
    **_MONEY_MOVED,
    **_of(moments="paymentDate", never="payer paymentItem"),
}
"""TMF676's."""
REFUND: Attributes = {
    **_MONEY_MOVED,
    **_of(moments="refundDate", never="payment"),
    **_ref("requestor", more="role"),
}
_ACTION = {
    **_THING,
    **_of("status usageType", moments="requestedDate confirmationDate"),
    **_amount("amount"),
    **_ref("bucket", "partyAccount"),
}
TOPUP: Attributes = {
    **_ACTION,
    **_of(
        "description",
        flags="isAutoTopup",
        never="balanceTopup logicalResource numberOfPeriods paymentMethod product "
        "reason recurringPeriod relatedParty requestor validFor voucher",
    ),
    **_ref("channel", "payment"),
}
"""TMF654's, and our own: the payment it is."""
ADJUSTMENT: Attributes = {
    **_ACTION,
    **_of("adjustType reason reasonCode",
          never="channel description logicalResource product validFor"),
    **_ref("requestor", "relatedParty", more="role"),
}  # fmt: skip
"""TMF654's, and our own: why, as a code."""
_RATED = "ratedProductUsage"
USAGE: Attributes = {
    **_THING,
    **_of("description usageType status", moments="usageDate"),
    **_of(f"{_RATED}.usageRatingTag {_RATED}.ratingAmountType {_RATED}.@type",
          moments=f"{_RATED}.ratingDate", flags=f"{_RATED}.isBilled {_RATED}.isTaxExempt"),
    **_money(f"{_RATED}.taxIncludedRatingAmount"),
    **_ref("usageSpecification", f"{_RATED}.productRef"),
    **_ref("relatedParty", more="role"),
    **_values("usageCharacteristic"),
}  # fmt: skip
"""TMF635's."""
USAGE_SPECIFICATION: Attributes = {
    **_THING,
    **_of("name description version lifecycleStatus specCharacteristic.name "
          "specCharacteristic.valueType", flags="isBundle specCharacteristic.configurable",
          never="lastUpdate validFor relatedParty"),
}  # fmt: skip
_COUNTED = {
    **_of("id name usageType", flags="isShared"),
    **_ref("product"),
    **_period("validFor"),
    **_of("bucketCounter.counterType bucketCounter.valueName bucketBalance.remainingValueName"),
    **_amount("bucketCounter.value", "bucketBalance.remainingValue"),
    **_period("bucketCounter.consumptionPeriod", "bucketBalance.validFor"),
}
REPORT: Attributes = {
    **_THING,
    **_of("name", moments="effectiveDate", never="description"),
    **_period("validFor"),
    **_ref("product", "partyAccount"),
    **_ref("relatedParty", more="role"),
    **{f"bucket.{name}": kind for name, kind in _COUNTED.items()},
}
"""TMF677 v4.0.0's."""
_CONSUMED = {
    **_of("id @type name state", moments="creationDate lastUpdate"),
    **_period("validPeriod"),
    **_ref("product", "logicalResource"),
    **_ref("partyAccount", more="status"),
    **_ref("relatedParty", more="role"),
    **{f"bucketRefOrValue.{name}": kind for name, kind in _COUNTED.items()},
    **_of("bucketRefOrValue.@type bucketRefOrValue.remainingValueName"),
    **_amount("bucketRefOrValue.remainingValue"),
    **_ref("bucketRefOrValue.partyAccount", more="status"),
}
QUERY: Attributes = {
    **_THING,
    **_of(moments="queryUsageConsumptionDate"),
    **_ref("partyAccount", more="status"),
    **_ref("relatedParty", more="role"),
    **_ref("searchCriteria.product", "searchCriteria.logicalResource"),
    **{f"usageConsumption.{name}": kind for name, kind in _CONSUMED.items()},
}
"""TMF677 v4.0.1's."""
_ITEM = "productOrderItem"
ORDER: Attributes = {
    **_THING,
    **_of("category state x-state channel.name refusal.code refusal.reason",
          moments="orderDate completionDate",
          never="agreement billingAccount cancellationDate cancellationReason description "
          "expectedCompletionDate externalId notificationContact orderTotalPrice payment "
          "priority productOfferingQualification quote requestedCompletionDate "
          "requestedStartDate"),
    **_of(f"{_ITEM}.id {_ITEM}.action {_ITEM}.state {_ITEM}.product.id"),
    **_values(f"{_ITEM}.product.productCharacteristic"),
    **_ref("relatedParty", more="role"),
}  # fmt: skip
"""TMF622's; what happened to an order is shown with the order alone, and not looked for."""
_OF_WHOM = _of("name status")
CUSTOMER: Attributes = {
    **_THING,
    **_OF_WHOM,
    **_ref("engagedParty"),
    **_values("characteristic"),
    **_of(never="account agreement contactMedium creditProfile paymentMethod relatedParty "
          "statusReason validFor"),
}  # fmt: skip
"""TMF629's. A name is found as it is shown: masked."""
_PAPER = "individualIdentification"
PERSON: Attributes = {
    **_THING,
    **_of(f"fullName familyName givenName status {_PAPER}.identificationType "
          f"{_PAPER}.identificationId",
          moments=f"{_PAPER}.validFor.endDateTime",
          never="birthDate gender nationality title"),
    **_of("contactMedium.mediumType contactMedium.characteristic.phoneNumber "
          "contactMedium.characteristic.street1"),
}  # fmt: skip
"""TMF632's, masked as they are shown."""
