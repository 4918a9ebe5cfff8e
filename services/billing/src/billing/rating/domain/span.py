"""What a use may cost that is priced with the rest of its month or day, before it is made.

Before use nobody knows where in its span a use will lie: other uses may be under way, which are
rated before or after it, and use all that they were granted or nothing.
"""

from collections.abc import Iterator
from dataclasses import replace

from billing.catalogue.domain.tariff import Pricing, Stepping, Tariff, price, price_of_span
from kernel.money import Rounding


def most_added(tariff: Tariff, *, before: int, beside: int, units: int) -> int:
    """Return the most that so many units, or fewer, add to their span.

    `before`: what is counted in it; `beside`: what other uses may add meanwhile. Without others
    it is what the record will cost, unless fewer units would cost more.
    """
    if beside and is_dearest_first(tariff):
        return _from_the_beginning(tariff, units)
    lowest = min(price_of_span(tariff, each) for each in _turns(tariff, before, before + beside))
    highest = max(
        price_of_span(tariff, each) for each in _turns(tariff, before, before + beside + units)
    )
    return highest - lowest


def is_dearest_first(tariff: Tariff) -> bool:
    """Tell whether nowhere in a span a use costs more than from its beginning."""
    if tariff.stepping is None:
        return True
    if tariff.stepping.pricing is Pricing.VOLUME:
        return False
    if len({slot.increment for slot in tariff.slots}) > 1:
        return False
    pairs = zip(tariff.slots, tariff.slots[1:], strict=False)
    return all(
        later.millifen * first.per_units <= first.millifen * later.per_units
        for first, later in pairs
    )


def _from_the_beginning(tariff: Tariff, units: int) -> int:
    """Return the most that units cost anywhere, where the beginning of a span is dearest.

    What is rounded at both ends adds up to no more than what is rounded up once; where a use goes
    over the end of a step that still costs something, it is rounded once more.
    """
    costs = price_of_span(replace(tariff, rounding=Rounding.UP), units)
    step = tariff.stepping.units if tariff.stepping is not None else None
    if step is None or _is_exact(tariff):
        return costs
    tail = price(tariff, step) - price(tariff, max(0, step - units))
    return costs + tariff.to_millifen if tail else costs


def _is_exact(tariff: Tariff) -> bool:
    """Tell whether nothing is ever rounded."""
    return all(
        slot.millifen * slot.increment % (slot.per_units * tariff.to_millifen) == 0
        for slot in tariff.slots
    )


def _turns(tariff: Tariff, first: int, last: int) -> Iterator[int]:
    """Return where between two quantities the price of a span may turn: between these it rises."""
    yield first
    yield last
    stepping = tariff.stepping
    if stepping is None or not _may_fall(stepping):
        return
    for slot in tariff.slots[1:]:
        for each in (slot.from_unit, slot.from_unit + 1):
            if first < each < last:
                yield each


def _may_fall(stepping: Stepping) -> bool:
    return stepping.pricing is Pricing.VOLUME
