"""The catalogue as TMF620 shows it: catalog, category, offerings, specifications, prices."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from boss.billing.v1.questions_pb2 import Offering, Rate
from gateway.edge.amounts import shown, shown_exactly
from gateway.edge.catalogue_packs import (
    PACKS,
    included_of,
    pack_category,
    pack_offerings,
    pack_prices,
    pack_specifications,
)
from gateway.edge.catalogue_things import EACH_MONTH, UNITS, Told, price, ref, thing

EVERY_MONTH = frozenset({"keep_number"})
"""Fees that come again every month; the others are paid once."""
PLANS, CATALOG = "plans", "main"


def catalogs(told: Told) -> list[dict[str, Any]]:
    listed = [ref("category", PLANS, "Main plans")]
    if told.packs:
        listed.append(ref("category", PACKS, "Packs"))
    more = {"catalogType": "Product Catalog", "category": listed}
    return [thing("catalog", CATALOG, told, name="Kaitong", **more)]


def categories(told: Told) -> list[dict[str, Any]]:
    offered = [ref("productOffering", one.code, one.name) for one in told.offerings]
    more = {"isRoot": True, "productOffering": offered}
    plans = thing("category", PLANS, told, name="Main plans", **more)
    return [plans, *pack_category(told)]


def offerings(told: Told) -> list[dict[str, Any]]:
    return [*(_offering(one, told) for one in told.offerings), *pack_offerings(told)]


def specifications(told: Told) -> list[dict[str, Any]]:
    """Return what is behind plans and packs: a number in service, per way to pay; use."""
    mobile = [
        thing(
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
    return mobile + pack_specifications(told)


def prices(told: Told) -> list[dict[str, Any]]:
    """Return monthly fees, one-off fees, prices of packs, and rates."""
    monthly = [
        price(f"monthly.{one.code}", told, name=f"{one.name}: monthly fee", **EACH_MONTH,
               price=shown(one.monthly_fee.minor))
        for one in told.offerings
    ]  # fmt: skip
    fees = [
        price(f"fee.{one.code}", told, name=one.code.replace("_", " "), **_when(one.code),
               price=shown(one.amount.minor))
        for one in told.fees
    ]  # fmt: skip
    return monthly + fees + pack_prices(told) + [_rate(one, told) for one in told.rates]


RESOURCES: Mapping[str, Callable[[Told], list[dict[str, Any]]]] = {
    "catalog": catalogs,
    "category": categories,
    "productOffering": offerings,
    "productSpecification": specifications,
    "productOfferingPrice": prices,
}


def _offering(one: Offering, told: Told) -> dict[str, Any]:
    return thing(
        "productOffering",
        one.code,
        told,
        name=one.name,
        lifecycleStatus="Active" if one.sellable else "Retired",
        isBundle=False,
        isSellable=one.sellable,
        category=[ref("category", PLANS, "Main plans")],
        channel=[{"id": channel, "name": channel} for channel in one.channels],
        productSpecification=ref(
            "productSpecification",
            _specification(one.payment_type),
            f"Mobile number ({one.payment_type})",
        ),
        prodSpecCharValueUse=[
            {
                "name": "smallestFirstPayment",
                "valueType": "Money",
                "productSpecCharacteristicValue": [{"value": shown(one.prepayment.minor)}],
            },
            *map(included_of, one.included),
        ],
        productOfferingPrice=list(_prices_of(one, told)),
    )


def _prices_of(one: Offering, told: Told) -> Iterable[dict[str, Any]]:
    yield ref("productOfferingPrice", f"monthly.{one.code}", f"{one.name}: monthly fee")
    for fee in told.fees:
        yield ref("productOfferingPrice", f"fee.{fee.code}", fee.code.replace("_", " "))
    for rate in told.rates:
        if not rate.offerings or one.code in rate.offerings:
            yield ref("productOfferingPrice", f"rate.{rate.code}", rate.code.replace("_", " "))


def _rate(one: Rate, told: Told) -> dict[str, Any]:
    where = [{"name": "roamType", "value": roam_type} for roam_type in one.roam_types]
    where += [{"name": "zone", "value": zone} for zone in one.zones]
    return price(
        f"rate.{one.code}",
        told,
        name=one.code.replace("_", " "),
        priceType="usage",
        price=shown_exactly(one.price_millifen),
        unitOfMeasure={"amount": one.unit, "units": UNITS.get(one.kind, one.kind)},
        prodSpecCharValueUse=[{"name": "usageType", "value": one.kind}, *where],
    )


def _when(fee: str) -> Mapping[str, Any]:
    return EACH_MONTH if fee in EVERY_MONTH else {"priceType": "oneTime"}


def _specification(payment_type: str) -> str:
    return f"mobile-{payment_type}"
