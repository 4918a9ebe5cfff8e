"""The catalogue as TMF620 shows it: catalog, category, offerings, specifications, prices."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from boss.billing.v1.questions_pb2 import ListCatalogueResponse, Offering, Rate
from gateway.edge.amounts import shown, shown_exactly

BASE = "/tmf-api/productCatalogManagement/v4"
TYPES: Mapping[str, str] = {
    "catalog": "Catalog",
    "category": "Category",
    "productOffering": "ProductOffering",
    "productSpecification": "ProductSpecification",
    "productOfferingPrice": "ProductOfferingPrice",
}
UNITS: Mapping[str, str] = {
    "voice": "second",
    "sms": "part",
    "mms": "recipient",
    "data": "kilobyte",
}
EVERY_MONTH = frozenset({"keep_number"})
"""Fees that come again every month; the others are paid once."""
PLANS, CATALOG = "plans", "main"

Told = ListCatalogueResponse


def catalogs(told: Told) -> list[dict[str, Any]]:
    more = {"catalogType": "Product Catalog", "category": [_ref("category", PLANS, "Main plans")]}
    return [_thing("catalog", CATALOG, told, name="Kaitong", **more)]


def categories(told: Told) -> list[dict[str, Any]]:
    offered = [_ref("productOffering", one.code, one.name) for one in told.offerings]
    more = {"isRoot": True, "productOffering": offered}
    return [_thing("category", PLANS, told, name="Main plans", **more)]


def offerings(told: Told) -> list[dict[str, Any]]:
    return [_offering(one, told) for one in told.offerings]


def specifications(told: Told) -> list[dict[str, Any]]:
    """Return what is behind the plans: a number in service, per way to pay."""
    return [
        _thing(
            "productSpecification",
            _specification(payment_type),
            told,
            name=f"Mobile number ({payment_type})",
            isBundle=False,
            productSpecCharacteristic=[
                {"name": name, "valueType": "string", "configurable": True}
                for name in ("msisdn", "iccid")
            ],
        )
        for payment_type in dict.fromkeys(one.payment_type for one in told.offerings)
    ]


def prices(told: Told) -> list[dict[str, Any]]:
    """Return monthly fees, one-off fees and rates."""
    monthly = [
        _price(f"monthly.{one.code}", told, name=f"{one.name}: monthly fee", **EACH_MONTH,
               price=shown(one.monthly_fee.minor))
        for one in told.offerings
    ]  # fmt: skip
    fees = [
        _price(f"fee.{one.code}", told, name=one.code.replace("_", " "), **_when(one.code),
               price=shown(one.amount.minor))
        for one in told.fees
    ]  # fmt: skip
    return monthly + fees + [_rate(one, told) for one in told.rates]


EACH_MONTH: Mapping[str, Any] = {
    "priceType": "recurring",
    "recurringChargePeriodType": "month",
    "recurringChargePeriodLength": 1,
}
RESOURCES: Mapping[str, Callable[[Told], list[dict[str, Any]]]] = {
    "catalog": catalogs,
    "category": categories,
    "productOffering": offerings,
    "productSpecification": specifications,
    "productOfferingPrice": prices,
}


def _offering(one: Offering, told: Told) -> dict[str, Any]:
    return _thing(
        "productOffering",
        one.code,
        told,
        name=one.name,
        lifecycleStatus="Active" if one.sellable else "Retired",
        isBundle=False,
        isSellable=one.sellable,
        category=[_ref("category", PLANS, "Main plans")],
        channel=[{"id": channel, "name": channel} for channel in one.channels],
        productSpecification=_ref(
            "productSpecification",
            _specification(one.payment_type),
            f"Mobile number ({one.payment_type})",
        ),
        prodSpecCharValueUse=[
            {
                "name": "smallestFirstPayment",
                "valueType": "Money",
                "productSpecCharacteristicValue": [{"value": shown(one.prepayment.minor)}],
            }
        ],
        productOfferingPrice=list(_prices_of(one, told)),
    )


def _prices_of(one: Offering, told: Told) -> Iterable[dict[str, Any]]:
    yield _ref("productOfferingPrice", f"monthly.{one.code}", f"{one.name}: monthly fee")
    for fee in told.fees:
        yield _ref("productOfferingPrice", f"fee.{fee.code}", fee.code.replace("_", " "))
    for rate in told.rates:
        if not rate.offerings or one.code in rate.offerings:
            yield _ref("productOfferingPrice", f"rate.{rate.code}", rate.code.replace("_", " "))


def _rate(one: Rate, told: Told) -> dict[str, Any]:
    where = [{"name": "roamType", "value": roam_type} for roam_type in one.roam_types]
    where += [{"name": "zone", "value": zone} for zone in one.zones]
    return _price(
        f"rate.{one.code}",
        told,
        name=one.code.replace("_", " "),
        priceType="usage",
        price=shown_exactly(one.price_millifen),
        unitOfMeasure={"amount": one.unit, "units": UNITS.get(one.kind, one.kind)},
        prodSpecCharValueUse=[{"name": "usageType", "value": one.kind}, *where],
    )


def _price(identifier: str, told: Told, **more: Any) -> dict[str, Any]:
    return _thing("productOfferingPrice", identifier, told, isBundle=False, **more)


def _when(fee: str) -> Mapping[str, Any]:
    return EACH_MONTH if fee in EVERY_MONTH else {"priceType": "oneTime"}


def _specification(payment_type: str) -> str:
    return f"mobile-{payment_type}"


def _thing(resource: str, identifier: str, told: Told, **more: Any) -> dict[str, Any]:
    """Show what everything in the catalogue has; its version is that of the whole."""
    # Days begin in Shanghai, which knows no daylight saving.
    since = f"{told.valid_from}T00:00:00+08:00"
    return {
        "id": identifier,
        "href": f"{BASE}/{resource}/{identifier}",
        "@type": TYPES[resource],
        "version": str(told.catalogue_version),
        "lifecycleStatus": "Active",
        "lastUpdate": since,
        "validFor": {"startDateTime": since},
        **more,
    }


def _ref(resource: str, identifier: str, name: str) -> dict[str, Any]:
    href = f"{BASE}/{resource}/{identifier}"
    return {"id": identifier, "href": href, "name": name, "@referredType": TYPES[resource]}
