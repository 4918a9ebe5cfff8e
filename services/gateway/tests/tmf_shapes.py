"""What TM Forum's documents say of resources (620 v4.1, 635, 654, 676 v4.0, 677 v4.0.0 and v4.0.1).

A shape is told by kinds: `text`, `moment`, `flag`, `number`, `whole`, `any`; the name of another
shape; a list of one of these; or a set of the words that are allowed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Kind = str | list[str] | frozenset[str]
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_EVERYWHERE = frozenset({"@type", "@baseType", "@schemaLocation"})


@dataclass(frozen=True)
class Shape:
    """Attributes by name; which there must be; and which are ours beside them."""

    attributes: Mapping[str, Kind]
    needed: frozenset[str] = frozenset()
    ours: frozenset[str] = field(default_factory=frozenset)


def _shape(
    texts: str = "", *, needed: str = "", ours: str = "", **more: Kind | tuple[str, ...]
) -> Shape:
    told: dict[str, Kind] = dict.fromkeys(texts.split(), "text")
    told |= {name: frozenset(kind) if isinstance(kind, tuple) else kind
             for name, kind in more.items()}  # fmt: skip
    return Shape(told, frozenset(needed.split()), frozenset(ours.split()))


_SOLD: Any = {"lastUpdate": "moment", "validFor": "Period"}
_SOLD_TEXTS = "id href name description version lifecycleStatus"
_USED = ("monetary", "voice", "data", "sms", "other")
_ACTED: Any = {
    "status": ("created", "failed", "cancelled", "completed"), "usageType": _USED,
    "amount": "Quantity", "bucket": "Ref", "channel": "Ref", "partyAccount": "Ref",
    "product": ["Ref"], "logicalResource": ["Ref"], "relatedParty": ["Party"],
    "requestor": "Party", "requestedDate": "moment", "confirmationDate": "moment",
}  # fmt: skip
_PAID: Any = {
    "status": ("pendingAuthorization", "authorized", "captured", "failed", "canceled", "denied",
               "done"),
    "statusDate": "moment", "account": "Ref", "amount": "Money", "totalAmount": "Money",
    "channel": "Ref", "paymentMethod": "Ref",
}  # fmt: skip
_HELD: Any = {
    "product": ["Ref"], "logicalResource": ["Ref"], "relatedParty": ["Party"], "isShared": "flag",
    "remainingValue": "Quantity", "reservedValue": "Quantity", "partyAccount": "Ref",
    "validFor": "Period",
}  # fmt: skip
SHAPES: Mapping[str, Shape] = {
    "Ref": _shape("id href name description status version @referredType", needed="id"),
    "Party": _shape("id href name role @referredType", needed="id @referredType"),
    "Period": _shape(startDateTime="moment", endDateTime="moment"),
    "Money": _shape("unit", value="number"),
    "Quantity": _shape("units", amount="number"),
    "Value": _shape("valueType unitOfMeasure", value="any", isDefault="flag"),
    "Characteristic": _shape(
        "id name description valueType", configurable="flag", value="any",
        productSpecCharacteristicValue=["Value"],
    ),
    "Use": _shape("id name description valueType", productSpecCharacteristicValue=["Value"]),
    "Relation": _shape("id href name relationshipType role @referredType", validFor="Period"),
    "Catalog": _shape(f"{_SOLD_TEXTS} catalogType", category=["Ref"], **_SOLD),
    "Category": _shape(f"{_SOLD_TEXTS} parentId", isRoot="flag", productOffering=["Ref"],
                       subCategory=["Ref"], **_SOLD),
    "ProductOffering": _shape(
        f"{_SOLD_TEXTS} statusReason", isBundle="flag", isSellable="flag", category=["Ref"],
        channel=["Ref"], marketSegment=["Ref"], place=["Ref"], prodSpecCharValueUse=["Use"],
        productOfferingPrice=["Ref"], productOfferingRelationship=["Relation"],
        productSpecification="Ref", **_SOLD,
    ),
    "ProductSpecification": _shape(
        f"{_SOLD_TEXTS} brand productNumber", isBundle="flag",
        productSpecCharacteristic=["Characteristic"], **_SOLD,
    ),
    "ProductOfferingPrice": _shape(
        f"{_SOLD_TEXTS} priceType recurringChargePeriodType", isBundle="flag", price="Money",
        recurringChargePeriodLength="whole", unitOfMeasure="Quantity", prodSpecCharValueUse=["Use"],
        **_SOLD,
    ),
    "Bucket": _shape(
        "id href name description remainingValueName", usageType=_USED,
        status=("active", "suspended", "expired"), confirmationDate="moment",
        ours="creditLimit exposure bringsBack", **_HELD,
    ),
    "AccumulatedBalance": _shape(
        "id href name description", needed="bucket", bucket=["Ref"], totalBalance="Quantity",
        partyAccount="Ref", product=["Ref"], logicalResource="Ref", relatedParty=["Party"],
        ours="creditLimit exposure bringsBack",
    ),
    "TopupBalance": _shape("id href description reason voucher", needed="status",
                           isAutoTopup="flag", paymentMethod="Ref", ours="payment", **_ACTED),
    "AdjustBalance": _shape("id href description reason", needed="status",
                            adjustType=("recurring", "oneTime"), ours="reasonCode", **_ACTED),
    "Payment": _shape("id href correlatorId description name", needed="account paymentMethod",
                      paymentDate="moment", payer="Party", **_PAID),
    "Refund": _shape("id href correlatorId description name", needed="account paymentMethod",
                     refundDate="moment", requestor="Party", payment="Ref", **_PAID),
    "RatedProductUsage": _shape(
        "offerTariffType ratingAmountType usageRatingTag", isBilled="flag", isTaxExempt="flag",
        ratingDate="moment", taxIncludedRatingAmount="Money", productRef="Ref",
    ),
    "Usage": _shape(
        "id href description usageType", usageDate="moment", relatedParty=["Party"],
        status=("received", "rejected", "recycled", "guided", "rated", "rerated", "billed"),
        ratedProductUsage=["RatedProductUsage"], usageCharacteristic=["Characteristic"],
        usageSpecification="Ref",
    ),
    "UsageSpecification": _shape(_SOLD_TEXTS, isBundle="flag",
                                 specCharacteristic=["Characteristic"], **_SOLD),
    "Counter": _shape("id counterType level valueName", value="Quantity",
                      consumptionPeriod="Period"),
    "Left": _shape("remainingValueName", remainingValue="Quantity", validFor="Period"),
    "Counted": _shape("id name usageType", isShared="flag", bucketBalance=["Left"],
                      bucketCounter=["Counter"], product=["Ref"], ours="validFor"),
    "UsageConsumptionReport": _shape(
        "id href name description", effectiveDate="moment", bucket=["Counted"],
        relatedParty="Party", ours="validFor product partyAccount",
    ),
    "BucketRefOrValue": _shape(
        "id href name description remainingValueName status usageType",
        bucketCounter=["Counter"], **_HELD,
    ),
    "UsageConsumption": _shape(
        "id href name description", creationDate="moment", lastUpdate="moment",
        state=("accepted", "terminatedWithError", "inProgress", "done"), validPeriod="Period",
        bucketRefOrValue=["BucketRefOrValue"], product=["Ref"], logicalResource=["Ref"],
        partyAccount=["Ref"], relatedParty=["Party"],
    ),
    "QueryUsageConsumption": _shape(
        "id href", queryUsageConsumptionDate="moment", partyAccount=["Ref"],
        relatedParty=["Party"], searchCriteria="UsageConsumption",
        usageConsumption=["UsageConsumption"],
    ),
    "Error": _shape("code reason message status referenceError", needed="code reason",
                    ours="field"),
}  # fmt: skip


def wrong_in(value: Any, kind: Kind, at: str) -> Iterator[str]:
    """Say of everything that is not as its document has it where it is, and what is wrong."""
    if isinstance(kind, list):
        if not isinstance(value, list):
            yield f"{at}: no list"
            return
        for one in value:
            yield from wrong_in(one, kind[0], f"{at}[]")
    elif isinstance(kind, frozenset):
        if value not in kind:
            yield f"{at}: {value!r} is no word of it"
    elif kind in SHAPES:
        yield from _wrong_in_object(value, SHAPES[kind], at)
    elif not _PLAIN[kind](value):
        yield f"{at}: {value!r} is no {kind}"


def _wrong_in_object(value: Any, shape: Shape, at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at}: no object"
        return
    for name in shape.needed - set(value):
        yield f"{at}.{name} is missing"
    for name in set(value) - _EVERYWHERE - shape.ours:
        if name not in shape.attributes:
            yield f"{at}.{name} is not of it"
        else:
            yield from wrong_in(value[name], shape.attributes[name], f"{at}.{name}")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_PLAIN: Mapping[str, Any] = {
    "text": lambda value: isinstance(value, str),
    "moment": lambda value: isinstance(value, str) and _MOMENT.fullmatch(value) is not None,
    "flag": lambda value: isinstance(value, bool),
    "number": _is_number,
    "whole": lambda value: _is_number(value) and isinstance(value, int),
    "any": lambda _: True,
}
