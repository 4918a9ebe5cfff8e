"""A tariff: which use it prices, and what a quantity costs, exact to the end and rounded once.

Prices are thousandths of a fen (millifen). A quantity is cut into slots; the part in a slot is
rounded up to its increment and costs so much per so many units.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import lcm

from kernel.civil import civil
from kernel.money import Rounding, divided
from kernel.value import value

HOLIDAY = "holiday"
_MOST_UNITS = 2**50
"""More than anybody uses in a month."""
ITEM = "item"
"""What a third party sells and the operator charges (代收费); its quantity is an amount in fen."""
COUNTED_IN = {"voice": 60}
"""Seconds in what an allowance counts as one: a started minute; of all else one is one."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """From `from_unit` on each `per_units` cost `millifen`; use is counted in `increment`s."""

    millifen: int
    per_units: int
    increment: int
    from_unit: int = 0


class CapRule(StrEnum):
    """What happens at the cap."""

    FREES = "frees"
    """More use costs nothing more."""
    CUTS_OFF = "cuts_off"
    """The use is ended there; what was used all the same is charged."""


@dataclass(frozen=True, slots=True)
class Cap:
    millifen: int
    rule: CapRule


class Span(StrEnum):
    """What is priced as a whole: days and months of Shanghai."""

    DAY = "day"
    MONTH = "month"


class Pricing(StrEnum):
    """How slots price what is used in a span."""

    SLOTS = "slots"
    """Each unit by the slot it lies in."""
    VOLUME = "volume"
    """All of them by the slot that the last one lies in."""


@dataclass(frozen=True, slots=True)
class Stepping:
    """The whole of a span is priced step by step, each step from its beginning (rules 7.3).

    Without `units` the span is one step: then its slots are tiers of a month or day.
    """

    units: int | None = None
    most_millifen: int | None = None
    """The most a span may cost; None: there is no such."""
    span: Span = Span.MONTH
    rule: CapRule = CapRule.FREES
    """Cutting off: where more would cost more than the most, no more is let through."""
    most_units: int | None = None
    """More than this is not let through in a span, whatever it costs."""
    each: int = 1
    """Every use is counted in so many units, the last ones started: a call by the minute."""
    pricing: Pricing = Pricing.SLOTS


@dataclass(frozen=True, slots=True)
class Times:
    """Days of the week (or `holiday`) and minutes of the day, half-open, in Shanghai."""

    days: frozenset[str]
    from_minute: int = 0
    to_minute: int = 1440

    def hold(self, minute: int, *, day: str) -> bool:
        return day in self.days and self.from_minute <= minute < self.to_minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """A row of the tariff table."""

    code: str
    kind: str
    slots: tuple[Slot, ...]
    """By `from_unit`, the first from 0 on."""
    zones: frozenset[str]
    roam_types: frozenset[str]
    country_groups: frozenset[str] = frozenset()
    """Abroad; empty: in all of them."""
    offerings: frozenset[str] = frozenset()
    """Empty: for all of them."""
    times: tuple[Times, ...] = ()
    """Empty: always."""
    weight: int = 0
    """Of rows that fit, the heaviest goes first."""
    connect_fee: int = 0
    """For each use that is not zero."""
    cap: Cap | None = None
    stepping: Stepping | None = None
    rounding: Rounding = Rounding.HALF_UP
    to_millifen: int = 1
    """What the sum is rounded to, once."""

    def holds_at(self, moment: datetime, *, holidays: frozenset[str]) -> bool:
        """Tell whether it prices what began then; on a holiday only what is said for holidays."""
        return hold_at(self.times, moment, holidays=holidays)

    @property
    def prices_evenly(self) -> bool:
        """Tell whether a quantity costs the same however it is split: then a part can be free."""
        unit = COUNTED_IN.get(self.kind, 1)
        if self.kind == ITEM:
            return False
        if self.stepping is not None:
            return self.stepping.pricing is Pricing.SLOTS and self.stepping.each == unit
        first, *more = self.slots
        if more or first.increment != unit or self.connect_fee or self.cap is not None:
            return False
        return first.millifen * unit % (first.per_units * self.to_millifen) == 0


def hold_at(times: tuple[Times, ...], moment: datetime, *, holidays: frozenset[str]) -> bool:
    """Tell whether one of these times holds then; no times hold always."""
    if not times:
        return True
    local = civil(moment)
    is_holiday = local.date().isoformat() in holidays
    day = HOLIDAY if is_holiday else WEEKDAYS[local.weekday()]
    minute = local.hour * 60 + local.minute
    return any(one.hold(minute, day=day) for one in times)


@value
class Part:
    """What was counted in one slot."""

    slot: Slot
    units: int


def parts_of(tariff: Tariff, quantity: int) -> Iterator[Part]:
    """Cut a quantity into the slots it reaches, each part rounded up to whole increments."""
    ends = [*(slot.from_unit for slot in tariff.slots[1:]), quantity]
    for slot, end in zip(tariff.slots, ends, strict=True):
        used = min(end, quantity) - slot.from_unit
        if used > 0:
            yield Part(slot, -(-used // slot.increment) * slot.increment)


@value
class Priced:
    """What one use costs in millifen, of what parts, and whether nothing was rounded."""

    millifen: int
    parts: tuple[Part, ...] = ()
    is_exact: bool = True


NOTHING = Priced(0)


def reckon(tariff: Tariff, quantity: int) -> Priced:
    """Return what one use costs; no use costs nothing and has no connect fee."""
    if quantity <= 0:
        return NOTHING
    parts = tuple(parts_of(tariff, quantity))
    # A fraction of millifen, so that nothing is lost before the end.
    common = lcm(*(part.slot.per_units for part in parts))
    total = tariff.connect_fee * common
    for part in parts:
        total += part.units * part.slot.millifen * (common // part.slot.per_units)
    cap = tariff.cap
    if cap is not None and cap.rule is CapRule.FREES:
        total = min(total, cap.millifen * common)
    unit = tariff.to_millifen
    whole = divided(total, common * unit, rounding=tariff.rounding)
    return Priced(unit * whole, parts, is_exact=whole * common * unit == total)


def price(tariff: Tariff, quantity: int) -> int:
    """Return what one use costs, in millifen."""
    return reckon(tariff, quantity).millifen


def counted(tariff: Tariff, quantity: int) -> int:
    """Return as how many units of its span one use counts."""
    each = _stepping(tariff).each
    return -(-quantity // each) * each


def price_of_span(tariff: Tariff, quantity: int) -> int:
    """Return what the whole of a span costs under a stepped tariff, in millifen.

    What a use costs is the difference it makes, so that a span costs the same however its use
    is split and in whatever order it comes.
    """
    stepping = _stepping(tariff)
    costs, most = _uncapped(tariff, stepping, quantity), stepping.most_millifen
    return costs if most is None else min(costs, most)


def let_through(tariff: Tariff) -> int | None:
    """Return how many units a span may have before use is cut off; None where it is not.

    A step that is paid for is let through to its end: 600 yuan at 3 yuan a GB are 200 GB.
    """
    stepping = _stepping(tariff)
    if stepping.rule is not CapRule.CUTS_OFF or stepping.most_millifen is None:
        return stepping.most_units
    most = stepping.most_units if stepping.most_units is not None else _MOST_UNITS
    if _uncapped(tariff, stepping, most) <= stepping.most_millifen:
        return stepping.most_units

    def costs(units: int) -> int:
        return _uncapped(tariff, stepping, units)

    return _paid_by(stepping.most_millifen, costs=costs, most=most)


def let_through_once(tariff: Tariff) -> int | None:
    """Return how many units one use may have before it is cut off; None where it is not."""
    cap = tariff.cap
    if cap is None or cap.rule is not CapRule.CUTS_OFF or tariff.stepping is not None:
        return None
    if price(tariff, _MOST_UNITS) <= cap.millifen:
        return None
    return _paid_by(cap.millifen, costs=lambda units: price(tariff, units), most=_MOST_UNITS)


def _paid_by(millifen: int, *, costs: Callable[[int], int], most: int) -> int:
    """Halve the way between what so much pays for and what it does not, until they meet."""
    paid, unpaid = 0, most
    while unpaid - paid > 1:
        middle = (paid + unpaid) // 2
        if costs(middle) <= millifen:
            paid = middle
        else:
            unpaid = middle
    return paid


def _stepping(tariff: Tariff) -> Stepping:
    if tariff.stepping is None:
        raise ValueError(f"{tariff.code} does not price a span as a whole")
    return tariff.stepping


def _uncapped(tariff: Tariff, stepping: Stepping, quantity: int) -> int:
    if stepping.pricing is Pricing.VOLUME:
        return _at_volume(tariff, quantity)
    if stepping.units is None:
        return price(tariff, quantity)
    steps, rest = divmod(quantity, stepping.units)
    return steps * price(tariff, stepping.units) + price(tariff, rest)


def _at_volume(tariff: Tariff, quantity: int) -> int:
    """Price all units by the slot that the last of them lies in."""
    if quantity <= 0:
        return 0
    slot = max(
        (one for one in tariff.slots if one.from_unit < quantity), key=lambda one: one.from_unit
    )
    units = -(-quantity // slot.increment) * slot.increment
    unit = tariff.to_millifen
    return unit * divided(units * slot.millifen, slot.per_units * unit, rounding=tariff.rounding)
