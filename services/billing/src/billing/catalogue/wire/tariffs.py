"""The form of a tariff row in the catalogue's files, and the tariff it makes."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from billing.catalogue.domain import tariff as domain
from billing.catalogue.domain.countries import INTERNATIONAL
from billing.catalogue.domain.zones import DOMESTIC
from billing.catalogue.wire.forms import Code, Form, Millifen, RoamType
from kernel.money import Rounding

Prefix = Annotated[str, Field(pattern=r"^[0-9]{1,12}$")]
Units = Annotated[int, Field(ge=1, le=1_000_000_000)]
TimeOfDay = Annotated[str, Field(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"]


class SlotForm(Form):
    """From `from_unit` on, `millifen` for each `per_units`, counted in whole `increment`s."""

    millifen: Millifen
    per_units: Units
    increment: Units
    from_unit: Annotated[int, Field(ge=0, le=1_000_000_000)] = 0


class TimesForm(Form):
    """Days and the time of the day in Shanghai, half-open."""

    days: Annotated[list[Day], Field(min_length=1)]
    begin: TimeOfDay = "00:00"
    end: TimeOfDay = "24:00"


class CapForm(Form):
    """At so many millifen, more use is free, or the use ends."""

    millifen: Millifen
    rule: Literal["frees", "cuts_off"]


class SteppingForm(Form):
    """A month's or day's use is priced as a whole, step by step, up to `most_millifen`.

    Where it `cuts_off`, no more is let through than what that pays for, and never more than
    `most_units`. Without `units` its slots are tiers of the month or day; by `volume` all units
    cost what the tier costs that is reached. A use is counted in whole `each`.
    """

    units: Units | None = None
    most_millifen: Millifen | None = None
    span: Literal["month", "day"] = "month"
    rule: Literal["frees", "cuts_off"] = "frees"
    most_units: Units | None = None
    each: Units = 1
    pricing: Literal["slots", "volume"] = "slots"


class TariffForm(Form):
    """A tariff row; units are seconds, parts, recipients, KB, or fen of an amount."""

    code: Code
    kind: Literal["voice", "sms", "mms", "data", "item"]
    slots: Annotated[list[SlotForm], Field(min_length=1)]
    zones: Annotated[tuple[Code, ...], Field(min_length=1)] = (DOMESTIC,)
    roam_types: Annotated[list[RoamType], Field(min_length=1)]
    country_groups: tuple[Code, ...] = ()
    offerings: tuple[Code, ...] = ()
    times: tuple[TimesForm, ...] = ()
    weight: Annotated[int, Field(ge=0, le=1000)] = 0
    connect_fee: Millifen = 0
    cap: CapForm | None = None
    stepping: SteppingForm | None = None
    rounding: Literal["half_up", "half_even", "up", "down"] = "half_up"
    to_millifen: Annotated[int, Field(ge=1, le=100_000)] = 1

    @model_validator(mode="after")
    def hangs_together(self) -> Self:
        """Refuse slots out of order, and groups of countries at home."""
        begins = [slot.from_unit for slot in self.slots]
        if begins[0] or begins != sorted(set(begins)):
            raise ValueError("slots begin at 0 and each later than the one before")
        if self.country_groups and INTERNATIONAL not in self.roam_types:
            raise ValueError("groups of countries are for use abroad")
        return self


def tariff_of(form: TariffForm) -> domain.Tariff:
    """Return the tariff a form says."""
    return domain.Tariff(
        code=form.code,
        kind=form.kind,
        slots=tuple(map(_slot, form.slots)),
        zones=frozenset(form.zones),
        roam_types=frozenset(form.roam_types),
        country_groups=frozenset(form.country_groups),
        offerings=frozenset(form.offerings),
        times=tuple(map(times_of, form.times)),
        weight=form.weight,
        connect_fee=form.connect_fee,
        cap=domain.Cap(form.cap.millifen, domain.CapRule(form.cap.rule)) if form.cap else None,
        stepping=_stepping(form.stepping) if form.stepping else None,
        rounding=Rounding(form.rounding),
        to_millifen=form.to_millifen,
    )


def _slot(form: SlotForm) -> domain.Slot:
    return domain.Slot(
        millifen=form.millifen,
        per_units=form.per_units,
        increment=form.increment,
        from_unit=form.from_unit,
    )


def times_of(form: TimesForm) -> domain.Times:
    """Return the times a form says."""
    return domain.Times(frozenset(form.days), _minute(form.begin), _minute(form.end))


def _minute(said: str) -> int:
    hour, minute = said.split(":")
    return int(hour) * 60 + int(minute)


def _stepping(form: SteppingForm) -> domain.Stepping:
    return domain.Stepping(
        units=form.units,
        most_millifen=form.most_millifen,
        span=domain.Span(form.span),
        rule=domain.CapRule(form.rule),
        most_units=form.most_units,
        each=form.each,
        pricing=domain.Pricing(form.pricing),
    )
