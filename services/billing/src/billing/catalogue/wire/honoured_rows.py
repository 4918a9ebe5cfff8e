"""What one row, or one thing included, may not say: each place in it and why."""

from collections.abc import Iterator

from billing.catalogue.domain.catalogue import DATA, Catalogue
from billing.catalogue.domain.tariff import CapRule, Tariff, price
from billing.catalogue.domain.zones import DOMESTIC
from billing.catalogue.wire.included import IncludedForm
from billing.catalogue.wire.tariffs import SteppingForm, TariffForm, TimesForm

Place = tuple[str | int, ...]
"""Where in the catalogue something stands."""
Objection = tuple[Place, str]
_CUTS_OFF = CapRule.CUTS_OFF.value
_NOTHING = "this lets nothing through: the first unit costs more"


def row_objections(form: TariffForm, row: Tariff) -> Iterator[Objection]:
    """Return what a tariff row says that has no effect, or another one than it says."""
    yield from _of_times(form.times)
    yield from _of_zones(form.kind, form.zones)
    if form.stepping is None:
        yield from _of_slots(form)
        cap = form.cap
        if cap is not None and cap.rule == _CUTS_OFF and price(row, 1) > cap.millifen:
            yield ("cap", "millifen"), _NOTHING
        return
    if form.connect_fee:
        yield ("connect_fee",), "what is priced by the month or day has no fee for each use"
    yield from _of_cap(form, form.stepping)
    yield from _of_whole_uses(form, form.stepping)
    if form.stepping.pricing == "volume":
        yield from _of_volume(form.stepping)
    else:
        yield from _of_slots(form)
        yield from _of_steps(form, form.stepping)
    most = form.stepping.most_millifen
    cuts_off = form.stepping.rule == _CUTS_OFF and most is not None
    if cuts_off and price(row, form.stepping.each) > (most or 0):
        yield ("stepping", "most_millifen"), _NOTHING


def included_objections(form: IncludedForm, catalogue: Catalogue) -> Iterator[Objection]:
    """Return what is said of something included that no use can ever fit."""
    yield from _of_times(form.times)
    yield from _of_zones(form.kind, form.zones)
    if form.kind == DATA:
        return
    for place, peer in enumerate(form.peers):
        zone = catalogue.zone_of(form.kind, peer)
        if zone is None:
            yield ("peers", place), f"{peer} leads nowhere"
        elif zone not in form.zones:
            yield ("peers", place), f"{peer} is in {zone}, for which this does not hold"


def _of_times(times: tuple[TimesForm, ...]) -> Iterator[Objection]:
    for place, time in enumerate(times):
        if time.end <= time.begin:
            yield ("times", place, "end"), "this never holds: say what is after midnight by itself"


def _of_zones(kind: str, zones: tuple[str, ...]) -> Iterator[Objection]:
    for place, zone in enumerate(zones):
        if kind == DATA and zone != DOMESTIC:
            yield ("zones", place), f"data is always {DOMESTIC}"


def _of_slots(form: TariffForm) -> Iterator[Objection]:
    """Object where a slot ends inside an increment: what is beyond would be paid for twice."""
    for place, slot in enumerate(form.slots[1:], 1):
        before = form.slots[place - 1]
        if (slot.from_unit - before.from_unit) % before.increment:
            sentence = (
                f"the slot before counts in whole {before.increment}: this one begins inside one,"
                " and units would be charged twice"
            )
            yield ("slots", place, "from_unit"), sentence


def _of_cap(form: TariffForm, stepping: SteppingForm) -> Iterator[Objection]:
    if form.cap is None:
        return
    if form.cap.rule == _CUTS_OFF:
        yield ("cap", "rule"), "what is priced by the month or day is cut off by its stepping"
    elif stepping.units is None:
        yield ("cap",), "a cap is that of a step: say most_millifen"


def _of_whole_uses(form: TariffForm, stepping: SteppingForm) -> Iterator[Objection]:
    each = stepping.each
    begins = [
        (("slots", place, "from_unit"), one.from_unit) for place, one in enumerate(form.slots)
    ]
    ends: list[tuple[Place, int | None]] = [
        *begins,
        (("stepping", "units"), stepping.units),
        (("stepping", "most_units"), stepping.most_units),
    ]
    for place, units in ends:
        if units is not None and units % each:
            yield place, f"uses are counted in whole {each}"


def _of_volume(stepping: SteppingForm) -> Iterator[Objection]:
    if stepping.units is not None:
        yield ("stepping", "units"), "by volume the month or day is one step"
    if stepping.rule == _CUTS_OFF:
        yield ("stepping", "rule"), "by volume more may cost less: nothing is cut off at a price"


def _of_steps(form: TariffForm, stepping: SteppingForm) -> Iterator[Objection]:
    if stepping.rule == _CUTS_OFF and stepping.most_millifen is None:
        yield ("stepping", "rule"), "this cuts off at no price: say most_millifen"
    if stepping.units is None:
        return
    last = len(form.slots) - 1
    for place, slot in enumerate(form.slots):
        if slot.from_unit >= stepping.units:
            yield ("slots", place, "from_unit"), "no step is so long: this is never reached"
    if (stepping.units - form.slots[last].from_unit) % form.slots[last].increment:
        sentence = f"the last slot counts in whole {form.slots[last].increment}: a step ends in one"
        yield ("stepping", "units"), sentence
