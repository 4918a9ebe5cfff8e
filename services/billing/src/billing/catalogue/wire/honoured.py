"""What a catalogue may not say, because rating or grants could not honour it.

What the forms accept, both honour. These checks are made when a catalogue is loaded, never when a
kept one is read: what was accepted once stays readable.
"""

from collections.abc import Iterator, Sequence

from billing.catalogue.domain.zones import CLASSES
from billing.catalogue.wire.catalogue_form import CatalogueForm, RateForm, catalogue_from
from billing.catalogue.wire.honoured_rows import (
    Objection,
    Place,
    included_objections,
    row_objections,
)
from billing.catalogue.wire.included import IncludedForm
from billing.catalogue.wire.tariffs import TariffForm, tariff_of
from kernel.numbering_plan import NumberingPlan
from kernel.plan_of_china import numbering_plan

__all__ = ["Objection", "Place", "objections"]


def objections(form: CatalogueForm) -> Iterator[Objection]:
    """Return what cannot be honoured, each with its place."""
    plan = numbering_plan(form.country_code)
    yield from _of_numbers(form, plan)
    yield from _of_sub_cards(form)
    for place, row in enumerate(form.tariffs):
        for within, sentence in row_objections(row, tariff_of(row)):
            yield ("tariffs", place, *within), sentence
    made = catalogue_from(form, version=0)
    for within, included in _every_included(form):
        for deeper, sentence in included_objections(included, made):
            yield (*within, *deeper), sentence


def _every_included(form: CatalogueForm) -> Iterator[tuple[Place, IncludedForm]]:
    for place, offering in enumerate(form.offerings):
        for number, included in enumerate(offering.included):
            yield ("offerings", place, "included", number), included
    for place, pack in enumerate(form.packs):
        yield ("packs", place, "included"), pack.included


def _of_sub_cards(form: CatalogueForm) -> Iterator[Objection]:
    """Object to rows for sub-cards: what they use has the prices of their main line's plan."""
    cards = {one.code for one in form.offerings if one.sub_card}
    sections: tuple[tuple[str, Sequence[RateForm | TariffForm]], ...] = (
        ("rates", form.rates),
        ("tariffs", form.tariffs),
    )
    for section, rows in sections:
        for place, row in enumerate(rows):
            for number, code in enumerate(row.offerings):
                if code in cards:
                    where = (section, place, "offerings", number)
                    yield where, "a sub-card has the prices of its main line's plan"


def _of_numbers(form: CatalogueForm, plan: NumberingPlan) -> Iterator[Objection]:
    for place, number in enumerate(form.free_numbers):
        if plan.read(number) is None:
            yield ("free_numbers", place), f"{number} is no number"
    for zone, prefixes in form.zones.items():
        for place, prefix in enumerate(prefixes):
            if prefix.startswith("0"):
                yield ("zones", zone, place), "a prefix begins with the code of a country"
    yield from _of_services(form)


def _of_services(form: CatalogueForm) -> Iterator[Objection]:
    for name in form.services:
        if not name.isdecimal() and name not in CLASSES:
            yield ("services", name), f"a class is one of {', '.join(sorted(CLASSES))}"
        if name.startswith(("0", form.country_code)):
            yield ("services", name), "no number without a country code begins so"
