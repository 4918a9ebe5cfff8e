"""Sub-cards (副卡) as TMF620 shows them: beside a plan that has room for one, and no plan."""

from collections.abc import Iterable
from typing import Any

from boss.billing.v1.questions_pb2 import ListCatalogueResponse, Offering, OfferingRelation
from gateway.apis.tmf620_product_catalog.mapping.things import ref, thing, value_use
from gateway.rest.request.amounts import shown

SUB_CARDS, SUB_CARDS_NAME = "sub-cards", "Sub-cards"
SPECIFICATION, SPECIFICATION_NAME = "sub-card", "Sub-card (副卡) beside a plan"
SMALLEST_BALANCE = "smallestBalance"
Catalogue = ListCatalogueResponse


def category(catalogue: Catalogue) -> dict[str, Any]:
    offered = [ref("productOffering", one.code, one.name) for one in catalogue.offerings]
    cards = {one.code for one in catalogue.offerings if one.is_sub_card}
    return thing(
        "category",
        SUB_CARDS,
        catalogue,
        name=SUB_CARDS_NAME,
        description="副卡: further numbers of an account, which share what its plan allows.",
        isRoot=True,
        productOffering=[one for one in offered if one["id"] in cards],
    )


def specification(catalogue: Catalogue) -> dict[str, Any]:
    """Show what is behind sub-cards: a number whose use the account of its main line pays."""
    kinds = {"msisdn": "string", "iccid": "string", SMALLEST_BALANCE: "Money"}
    return thing(
        "productSpecification",
        SPECIFICATION,
        catalogue,
        name=SPECIFICATION_NAME,
        isBundle=False,
        productSpecCharacteristic=[
            {"name": name, "valueType": kind, "configurable": name != SMALLEST_BALANCE}
            for name, kind in kinds.items()
        ],
    )


def terms(card: Offering) -> dict[str, Any]:
    """Show what the account of the main line must have left when a card joins."""
    return value_use(SMALLEST_BALANCE, "Money", shown(card.prepayment.minor))


def relations(card: Offering, catalogue: Catalogue) -> Iterable[OfferingRelation]:
    """Return what a card is related to: what is said of it, and the plans with room for it.

    A card that goes with some plans alone goes with no other, whatever room there is.
    """
    yield from card.relations
    if any(one.kind == "depends" for one in card.relations):
        return
    for plan in catalogue.offerings:
        if plan.sub_cards:
            yield OfferingRelation(kind="depends", code=plan.code)
