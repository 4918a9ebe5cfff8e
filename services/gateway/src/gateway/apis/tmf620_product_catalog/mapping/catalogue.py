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
    Catalogue,
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


def catalogs(catalogue: Catalogue) -> list[dict[str, Any]]:
    shelves = [
        ref("category", PLANS, "Main plans"),
        ref("category", sub_card_views.SUB_CARDS, sub_card_views.SUB_CARDS_NAME),
        ref("category", pack_views.PACKS, pack_views.PACKS_NAME),
    ]
    more = {"catalogType": "Product Catalog", "category": shelves}
    return [thing("catalog", CATALOG, catalogue, name="Kaitong", **more)]


def categories(catalogue: Catalogue) -> list[dict[str, Any]]:
    offered = [ref("productOffering", one.code, one.name) for one in _plans(catalogue)]
    more = {"isRoot": True, "productOffering": offered}
    return [
        thing("category", PLANS, catalogue, name="Main plans", **more),
        sub_card_views.category(catalogue),
        pack_views.category(catalogue),
    ]


def offerings(catalogue: Catalogue) -> list[dict[str, Any]]:
    plans = [_offering(one, catalogue) for one in catalogue.offerings]
    return plans + [pack_views.offering(one, catalogue) for one in catalogue.packs]


def specifications(catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return what is behind what is sold: a number, per way to pay, a sub-card and a pack."""
    numbers = [
        thing(
            "productSpecification",
            _specification(payment_type),
            catalogue,
            name=f"Mobile number ({payment_type})",
            isBundle=False,
            productSpecCharacteristic=[
                {"name": name, "valueType": kind, "configurable": name in CHOSEN}
                for name, kind in CHARACTERISTICS.items()
            ],
        )
        for payment_type in dict.fromkeys(one.payment_type for one in _plans(catalogue))
    ]
    return [*numbers, sub_card_views.specification(catalogue), pack_views.specification(catalogue)]


def prices(catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return monthly fees, one-off fees, packs and rates."""
    monthly = [
        _price(f"monthly.{one.code}", catalogue, name=f"{one.name}: monthly fee", **EACH_MONTH,
               price=shown(one.monthly_fee.minor))
        for one in catalogue.offerings
    ]  # fmt: skip
    fees = [
        _price(f"fee.{one.code}", catalogue, name=one.code.replace("_", " "), **_when(one.code),
               price=shown(one.amount.minor))
        for one in catalogue.fees
    ]  # fmt: skip
    packs = [pack_views.price(one, catalogue) for one in catalogue.packs]
    return monthly + fees + packs + [_rate(one, catalogue) for one in catalogue.rates]


EACH_MONTH: Mapping[str, Any] = {
    "priceType": "recurring",
    "recurringChargePeriodType": "month",
    "recurringChargePeriodLength": 1,
}
RESOURCES: Mapping[str, Callable[[Catalogue], list[dict[str, Any]]]] = {
    "catalog": catalogs,
    "category": categories,
    "productOffering": offerings,
    "productSpecification": specifications,
    "productOfferingPrice": prices,
}


def _plans(catalogue: Catalogue) -> list[Offering]:
    """Return what a number of its own may have."""
    return [one for one in catalogue.offerings if not one.is_sub_card]


def _offering(offering: Offering, catalogue: Catalogue) -> dict[str, Any]:
    return thing(
        "productOffering",
        offering.code,
        catalogue,
        name=offering.name,
        lifecycleStatus="Active" if offering.sellable else "Retired",
        isBundle=False,
        isSellable=offering.sellable,
        category=[_category_of(offering)],
        channel=[{"id": channel, "name": channel} for channel in offering.channels],
        productSpecification=_specification_of(offering),
        prodSpecCharValueUse=list(_terms(offering)),
        productOfferingPrice=list(_prices_of(offering, catalogue)),
        **sale_views.relations(_relations_of(offering, catalogue), catalogue),
        **sale_views.sale(offering),
    )


def _category_of(offering: Offering) -> dict[str, Any]:
    if offering.is_sub_card:
        return ref("category", sub_card_views.SUB_CARDS, sub_card_views.SUB_CARDS_NAME)
    return ref("category", PLANS, "Main plans")


def _specification_of(offering: Offering) -> dict[str, Any]:
    if offering.is_sub_card:
        behind = (sub_card_views.SPECIFICATION, sub_card_views.SPECIFICATION_NAME)
    else:
        behind = (_specification(offering.payment_type), f"Mobile number ({offering.payment_type})")
    return ref("productSpecification", *behind)


def _relations_of(offering: Offering, catalogue: Catalogue) -> Iterable[OfferingRelation]:
    return (
        sub_card_views.relations(offering, catalogue)
        if offering.is_sub_card
        else offering.relations
    )


def _terms(offering: Offering) -> Iterable[dict[str, Any]]:
    """Show what is paid first, what may be owed by who pays later, and room for sub-cards."""
    if offering.is_sub_card:
        yield sub_card_views.terms(offering)
        return
    if offering.sub_cards:
        yield value_use("subCards", "number", offering.sub_cards)
    amounts = {"smallestFirstPayment": offering.prepayment.minor}
    if offering.payment_type == "postpaid":
        amounts["creditLimit"] = offering.credit_limit.minor
    for name, minor in amounts.items():
        yield value_use(name, "Money", shown(minor))


def _prices_of(offering: Offering, catalogue: Catalogue) -> Iterable[dict[str, Any]]:
    yield ref("productOfferingPrice", f"monthly.{offering.code}", f"{offering.name}: monthly fee")
    for fee in catalogue.fees:
        yield ref("productOfferingPrice", f"fee.{fee.code}", fee.code.replace("_", " "))
    for rate in catalogue.rates:
        if not rate.offerings or offering.code in rate.offerings:
            yield ref("productOfferingPrice", f"rate.{rate.code}", rate.code.replace("_", " "))


def _rate(rate: Rate, catalogue: Catalogue) -> dict[str, Any]:
    countries = [
        country
        for group in catalogue.country_groups
        if group.code in rate.country_groups
        for country in group.countries
    ]
    said = {
        "usageType": [rate.kind],
        "roamType": rate.roam_types,
        "zone": rate.zones,
        "countryGroup": rate.country_groups,
        "visitedCountry": countries,
    }
    return _price(
        f"rate.{rate.code}",
        catalogue,
        name=rate.code.replace("_", " "),
        priceType="usage",
        price=shown_exactly(rate.price_millifen),
        unitOfMeasure={"amount": rate.unit, "units": UNITS.get(rate.kind, rate.kind)},
        prodSpecCharValueUse=[
            value_use(name, "string", *values) for name, values in said.items() if values
        ],
    )


def _price(identifier: str, catalogue: Catalogue, **more: Any) -> dict[str, Any]:
    return thing("productOfferingPrice", identifier, catalogue, isBundle=False, **more)


def _when(fee: str) -> Mapping[str, Any]:
    return EACH_MONTH if fee in EVERY_MONTH else {"priceType": "oneTime"}


def _specification(payment_type: str) -> str:
    return f"mobile-{payment_type}"
