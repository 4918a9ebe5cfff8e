"""Packs (流量包) as TMF620 shows them: offerings beside the plans, paid for each time."""

from typing import Any

from boss.billing.v1.questions_pb2 import IncludedUse, Pack
from gateway.edge.amounts import shown
from gateway.edge.catalogue_things import COUNTED_IN, Told, price, ref, thing

PACKS, SPECIFICATION = "packs", "pack"


def pack_category(told: Told) -> list[dict[str, Any]]:
    """Return the category of packs, where there are any."""
    if not told.packs:
        return []
    offered = [ref("productOffering", one.code, one.name) for one in told.packs]
    more = {"isRoot": True, "productOffering": offered}
    return [thing("category", PACKS, told, name="Packs", **more)]


def pack_specifications(told: Told) -> list[dict[str, Any]]:
    """Return what is behind packs: use without a price, until it ends."""
    if not told.packs:
        return []
    return [
        thing(
            "productSpecification", SPECIFICATION, told, name="Use paid for before", isBundle=False
        )
    ]


def pack_offerings(told: Told) -> list[dict[str, Any]]:
    """Return the packs."""
    return [_offering(one, told) for one in told.packs]


def pack_prices(told: Told) -> list[dict[str, Any]]:
    """Return what each pack costs, every time it is bought."""
    return [
        price(
            f"pack.{one.code}",
            told,
            name=one.name,
            priceType="oneTime",
            price=shown(one.price.minor),
        )
        for one in told.packs
    ]


def included_of(one: IncludedUse) -> dict[str, Any]:
    """Show what is used without a price, as a characteristic of an offering."""
    where = {
        "roamType": list(one.roam_types),
        "zone": list(one.zones),
        "peer": list(one.peers),
        "time": list(one.times),
    }
    value = {
        "value": one.units,
        "unitOfMeasure": COUNTED_IN.get(one.kind, one.kind),
        "rollsOver": one.rolls_over,
        **{name: said for name, said in where.items() if said},
    }
    return {
        "name": f"included.{one.code}",
        "valueType": "number",
        "productSpecCharacteristicValue": [value],
    }


def _offering(one: Pack, told: Told) -> dict[str, Any]:
    return thing(
        "productOffering",
        one.code,
        told,
        name=one.name,
        lifecycleStatus="Active" if one.sellable else "Retired",
        isBundle=False,
        isSellable=one.sellable,
        category=[ref("category", PACKS, "Packs")],
        channel=[{"id": channel, "name": channel} for channel in one.channels],
        productSpecification=ref("productSpecification", SPECIFICATION, "Use paid for before"),
        prodSpecCharValueUse=[included_of(one.included), *_terms(one)],
        productOfferingPrice=[ref("productOfferingPrice", f"pack.{one.code}", one.name)],
    )


def _terms(one: Pack) -> list[dict[str, Any]]:
    validity = "month" if one.to_end_of_month else f"{one.days} d"
    terms = (
        ("validity", "string", validity),
        ("renews", "boolean", one.renews),
        ("once", "boolean", one.once),
    )
    return [
        {"name": name, "valueType": kind, "productSpecCharacteristicValue": [{"value": value}]}
        for name, kind, value in terms
    ]
