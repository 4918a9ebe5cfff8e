"""The catalogue as TMF620 shows it: catalog, category, offerings, specifications, prices."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from boss.billing.v1.questions_pb2 import Offering, OfferingRelation, Rate
from gateway.apis.tmf620_product_catalog.mapping import packs as pack_views
from gateway.apis.tmf620_product_catalog.mapping import sales as sale_views
from gateway.apis.tmf620_product_catalog.mapping import sub_cards as sub_card_views
from gateway.apis.tmf620_product_catalog.mapping.things import (
    BASE,
    TYPES,
    Told,
    ref,
    thing,
    value_use,
)
from gateway.records.units import UNITS
from gateway.rest.request.amounts import shown, shown_exactly

__all__ = ["BASE", "RESOURCES", "TYPES", "UNITS"]

EVERY_MONTH = frozenset({"keep_number"})
"""Fees that come again every month; the others are paid once."""
PLANS, CATALOG = "plans", "main"
CHOSEN = frozenset({"msisdn", "iccid"})
"""What is chosen when a number is ordered; the rest is said by plans and prices."""
CHARACTERISTICS: Mapping[str, str] = {
    "msisdn": "string",
    "iccid": "string",
    "smallestFirstPayment": "Money",
    "creditLimit": "Money",
    "subCards": "number",
    "usageType": "string",
    "roamType": "string",
    "zone": "string",
    "countryGroup": "string",
    "visitedCountry": "string",
}


def catalogs(told: Told) -> list[dict[str, Any]]:
    shelves = [
        ref("category", PLANS, "Main plans"),
        ref("category", sub_card_views.SUB_CARDS, sub_card_views.SUB_CARDS_NAME),
        ref("category", pack_views.PACKS, pack_views.PACKS_NAME),
    ]
    more = {"catalogType": "Product Catalog", "category": shelves}
    return [thing("catalog", CATALOG, told, name="Kaitong", **more)]


def categories(told: Told) -> list[dict[str, Any]]:
    offered = [ref("productOffering", one.code, one.name) for one in _plans(told)]
    more = {"isRoot": True, "productOffering": offered}
    return [
        thing("category", PLANS, told, name="Main plans", **more),
        sub_card_views.category(told),
        pack_views.category(told),
    ]


def offerings(told: Told) -> list[dict[str, Any]]:
    plans = [_offering(one, told) for one in told.offerings]
    return plans + [pack_views.offering(one, told) for one in told.packs]


def specifications(told: Told) -> list[dict[str, Any]]:
    """Return what is behind what is sold: a number, per way to pay, a sub-card and a pack."""
    numbers = [
        thing(
            "productSpecification",
            _specification(payment_type),
            told,
            name=f"Mobile number ({payment_type})",
            isBundle=False,
            productSpecCharacteristic=[
                {"name": name, "valueType": kind, "configurable": name in CHOSEN}
                for name, kind in CHARACTERISTICS.items()
            ],
        )
        for payment_type in dict.fromkeys(one.payment_type for one in _plans(told))
    ]
    return [*numbers, sub_card_views.specification(told), pack_views.specification(told)]


def prices(told: Told) -> list[dict[str, Any]]:
    """Return monthly fees, one-off fees, packs and rates."""
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
    packs = [pack_views.price(one, told) for one in told.packs]
    return monthly + fees + packs + [_rate(one, told) for one in told.rates]


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


def _plans(told: Told) -> list[Offering]:
    """Return what a number of its own may have."""
    return [one for one in told.offerings if not one.is_sub_card]


def _offering(one: Offering, told: Told) -> dict[str, Any]:
    return thing(
        "productOffering",
        one.code,
        told,
        name=one.name,
        lifecycleStatus="Active" if one.sellable else "Retired",
        isBundle=False,
        isSellable=one.sellable,
        category=[_category_of(one)],
        channel=[{"id": channel, "name": channel} for channel in one.channels],
        productSpecification=_specification_of(one),
        prodSpecCharValueUse=list(_terms(one)),
        productOfferingPrice=list(_prices_of(one, told)),
        **sale_views.relations(_relations_of(one, told), told),
        **sale_views.sale(one),
    )


def _category_of(one: Offering) -> dict[str, Any]:
    if one.is_sub_card:
        return ref("category", sub_card_views.SUB_CARDS, sub_card_views.SUB_CARDS_NAME)
    return ref("category", PLANS, "Main plans")


def _specification_of(one: Offering) -> dict[str, Any]:
    if one.is_sub_card:
        behind = (sub_card_views.SPECIFICATION, sub_card_views.SPECIFICATION_NAME)
    else:
        behind = (_specification(one.payment_type), f"Mobile number ({one.payment_type})")
    return ref("productSpecification", *behind)


def _relations_of(one: Offering, told: Told) -> Iterable[OfferingRelation]:
    return sub_card_views.relations(one, told) if one.is_sub_card else one.relations


def _terms(one: Offering) -> Iterable[dict[str, Any]]:
    """Show what is paid first, what may be owed by who pays later, and room for sub-cards."""
    if one.is_sub_card:
        yield sub_card_views.terms(one)
        return
    if one.sub_cards:
        yield value_use("subCards", "number", one.sub_cards)
    amounts = {"smallestFirstPayment": one.prepayment.minor}
    if one.payment_type == "postpaid":
        amounts["creditLimit"] = one.credit_limit.minor
    for name, minor in amounts.items():
        yield value_use(name, "Money", shown(minor))


def _prices_of(one: Offering, told: Told) -> Iterable[dict[str, Any]]:
    yield ref("productOfferingPrice", f"monthly.{one.code}", f"{one.name}: monthly fee")
    for fee in told.fees:
        yield ref("productOfferingPrice", f"fee.{fee.code}", fee.code.replace("_", " "))
    for rate in told.rates:
        if not rate.offerings or one.code in rate.offerings:
            yield ref("productOfferingPrice", f"rate.{rate.code}", rate.code.replace("_", " "))


def _rate(one: Rate, told: Told) -> dict[str, Any]:
    countries = [
        country
        for group in told.country_groups
        if group.code in one.country_groups
        for country in group.countries
    ]
    said = {
        "usageType": [one.kind],
        "roamType": one.roam_types,
        "zone": one.zones,
        "countryGroup": one.country_groups,
        "visitedCountry": countries,
    }
    return _price(
        f"rate.{one.code}",
        told,
        name=one.code.replace("_", " "),
        priceType="usage",
        price=shown_exactly(one.price_millifen),
        unitOfMeasure={"amount": one.unit, "units": UNITS.get(one.kind, one.kind)},
        prodSpecCharValueUse=[
            value_use(name, "string", *values) for name, values in said.items() if values
        ],
    )


def _price(identifier: str, told: Told, **more: Any) -> dict[str, Any]:
    return thing("productOfferingPrice", identifier, told, isBundle=False, **more)


def _when(fee: str) -> Mapping[str, Any]:
    return EACH_MONTH if fee in EVERY_MONTH else {"priceType": "oneTime"}


def _specification(payment_type: str) -> str:
    return f"mobile-{payment_type}"
