"""What a catalogue may not say, because rating or grants could not honour it.

What the forms accept, both honour. These checks are made when a catalogue is loaded, never when a
kept one is read: what was accepted once stays readable.
"""

from collections.abc import Iterator

from billing.domain.zones import CLASSES
from billing.wire.catalogue_form import CatalogueForm
from kernel.numbering_plan import NumberingPlan
from kernel.plan_of_china import numbering_plan

Place = tuple[str | int, ...]
"""Where in the catalogue something stands."""
Objection = tuple[Place, str]


def objections(form: CatalogueForm) -> Iterator[Objection]:
    """Return what cannot be honoured, each with its place."""
    plan = numbering_plan(form.country_code)
    yield from _of_numbers(form, plan)


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
