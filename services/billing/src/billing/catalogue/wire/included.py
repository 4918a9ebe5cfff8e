"""The forms of what plans include and of packs in the catalogue's files, and what they make."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from billing.catalogue.domain.catalogue import DATA, Catalogue
from billing.catalogue.domain.countries import INTERNATIONAL
from billing.catalogue.domain.included import Included
from billing.catalogue.domain.pack import Pack
from billing.catalogue.domain.reached import known_zones
from billing.catalogue.domain.tariff import Tariff
from billing.catalogue.domain.zones import DOMESTIC
from billing.catalogue.wire.forms import Channel, Code, Fen, Form, RoamType
from billing.catalogue.wire.tariffs import TimesForm, times_of
from kernel.money import fen
from kernel.numbering_plan import NumberingPlan

Peer = Annotated[str, Field(pattern=r"^[!-~]{1,40}$")]


class IncludedForm(Form):
    """Units used without a price: started minutes, parts, recipients or KB."""

    code: Code
    kind: Literal["voice", "sms", "mms", "data"]
    units: Annotated[int, Field(ge=1, le=1_000_000_000_000)]
    roam_types: Annotated[tuple[RoamType, ...], Field(min_length=1)] = ("home", "domestic")
    zones: Annotated[tuple[Code, ...], Field(min_length=1)] = (DOMESTIC,)
    country_groups: tuple[Code, ...] = ()
    peers: tuple[Peer, ...] = ()
    times: tuple[TimesForm, ...] = ()
    rolls_over: bool = False

    @model_validator(mode="after")
    def rolls_over_whole(self) -> Self:
        """Refuse what holds for some uses only and rolls over (rules 7.4, rule 2)."""
        if self.rolls_over and (self.peers or self.times):
            raise ValueError("what is directed or holds at some times does not roll over")
        if self.country_groups and INTERNATIONAL not in self.roam_types:
            raise ValueError("groups of countries are for use abroad")
        return self


class PackForm(Form):
    """A pack somebody may buy; its price in fen."""

    code: Code
    name: Annotated[str, Field(min_length=1, max_length=64)]
    price: Fen
    included: IncludedForm
    validity: Literal["month"] | Annotated[int, Field(ge=1, le=366)]
    renews: bool = False
    once: bool = False
    channels: Annotated[list[Channel], Field(min_length=1)]
    sellable: bool = True

    @model_validator(mode="after")
    def ends_when_it_ends(self) -> Self:
        """Refuse a pack that rolls over, and one bought again that nobody has twice."""
        if self.included.rolls_over:
            raise ValueError("a pack does not roll over")
        if self.renews and self.once:
            raise ValueError("what nobody has twice does not renew")
        return self


def included_of(form: IncludedForm, plan: NumberingPlan) -> Included:
    """Return what a form says is included; numbers it is directed at as the plan writes them."""
    at_numbers = form.kind != DATA
    return Included(
        code=form.code,
        kind=form.kind,
        units=form.units,
        roam_types=frozenset(form.roam_types),
        zones=frozenset(form.zones),
        country_groups=frozenset(form.country_groups),
        peers=frozenset(plan.normal(one) if at_numbers else one for one in form.peers),
        times=tuple(map(times_of, form.times)),
        rolls_over=form.rolls_over,
    )


def pack_of(form: PackForm, plan: NumberingPlan) -> Pack:
    """Return the pack a form says."""
    return Pack(
        code=form.code,
        name=form.name,
        price=fen(form.price),
        included=included_of(form.included, plan),
        days=None if form.validity == "month" else form.validity,
        renews=form.renews,
        once=form.once,
        channels=frozenset(form.channels),
        sellable=form.sellable,
    )


def check_included(catalogue: Catalogue) -> None:
    """Raise ValueError where something included cannot be counted beside its price.

    Beyond an allowance a part of a use is priced alone. So the rows of what is included price
    evenly: a unit costs the same whatever it belongs to, or the month is priced as a whole.
    """
    for offering in catalogue.offerings.values():
        codes = [one.code for one in offering.included]
        if len(set(codes)) < len(codes):
            raise ValueError(f"{offering.code} includes something twice")
    for where, offered, included in _included(catalogue):
        rows = _rows_of(included, offered, catalogue)
        if not rows:
            raise ValueError(f"{where} includes what has no price beyond it")
        if uneven := sorted(row.code for row in rows if not row.prices_evenly):
            raise ValueError(f"{where} includes what is not priced evenly: {', '.join(uneven)}")
        if unknown := sorted(included.zones - known_zones(catalogue)):
            raise ValueError(f"{where} includes unknown zones: {', '.join(unknown)}")
        if unknown := sorted(included.country_groups - set(catalogue.countries.groups)):
            raise ValueError(f"{where} includes unknown groups: {', '.join(unknown)}")


def _included(catalogue: Catalogue) -> Iterator[tuple[str, str, Included]]:
    """Return all that is included, where it is, and in which offering; a pack's is in none."""
    for offering in catalogue.offerings.values():
        for included in offering.included:
            yield f"{offering.code}.{included.code}", offering.code, included
    for pack in catalogue.packs.values():
        yield pack.code, "", pack.included


def _rows_of(included: Included, offering: str, catalogue: Catalogue) -> list[Tariff]:
    """Return the rows that price what is beyond it."""
    return [
        row
        for row in catalogue.rows
        if row.kind == included.kind
        and row.zones & included.zones
        and row.roam_types & included.roam_types
        and _meet_abroad(row, included)
        and (not offering or not row.offerings or offering in row.offerings)
    ]


def _meet_abroad(row: Tariff, included: Included) -> bool:
    """Tell whether there is a place for both, as far as groups of countries go."""
    elsewhere = (row.roam_types & included.roam_types) - {INTERNATIONAL}
    every = not row.country_groups or not included.country_groups
    return bool(elsewhere) or every or bool(row.country_groups & included.country_groups)
