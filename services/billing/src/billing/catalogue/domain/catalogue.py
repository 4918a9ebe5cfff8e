"""What is sold at which price: offerings, fees and rates, each version for the days it is valid."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from billing.accounts.domain.credit import NOTHING, PaymentType
from billing.accounts.domain.customer import Customer
from billing.catalogue.domain.countries import ONE_PRICE, CountryGroups
from billing.catalogue.domain.discount import Discount
from billing.catalogue.domain.included import Included, Plan
from billing.catalogue.domain.number_grade import NumberGrade
from billing.catalogue.domain.pack import Pack
from billing.catalogue.domain.row_order import Place, sorted_rows
from billing.catalogue.domain.sale import Buyer, SaleRule, check_sale, who_fits
from billing.catalogue.domain.tariff import ITEM, Slot, Tariff
from billing.catalogue.domain.whole_months import check_months
from billing.catalogue.domain.zones import DOMESTIC, Zones
from kernel.civil import civil_date
from kernel.errors import NotFound, Refusal
from kernel.money import Money

DATA = "data"
KEEP_NUMBER = "keep_number"
_MOST_DAYS = 1000
FEES = frozenset({"sim_card", "sim_swap", KEEP_NUMBER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Offering:
    """A main plan somebody may have."""

    code: str
    name: str
    monthly_fee: Money
    prepayment: Money
    """The smallest first payment."""
    payment_type: PaymentType
    channels: frozenset[str]
    sellable: bool
    no_suspension: bool
    credit_limit: Money = NOTHING
    """How far below zero who pays later may go when their account opens."""
    included: tuple[Included, ...] = ()
    """What every month of it lets them use without a price."""
    sub_cards: int = 0
    """How many sub-cards an account with this plan may have."""
    is_sub_card: bool = False
    """Not a plan: a sub-card (副卡) beside one, whose allowances it shares."""

    @property
    def plan(self) -> Plan:
        return Plan(self.code, self.name, self.included)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """The short way to say a domestic tariff: each started `unit` costs so many millifen."""

    code: str
    kind: str
    unit: int
    """Seconds for voice, parts for texts."""
    price_millifen: int
    roam_types: frozenset[str]
    offerings: frozenset[str] = frozenset()
    """Empty: for all of them."""

    def as_tariff(self) -> Tariff:
        return Tariff(
            code=self.code,
            kind=self.kind,
            slots=(Slot(millifen=self.price_millifen, per_units=self.unit, increment=self.unit),),
            zones=frozenset({DOMESTIC}),
            roam_types=self.roam_types,
            offerings=self.offerings,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """One version of it, as a whole."""

    version: int
    valid_from: date
    country_code: str
    free_numbers: frozenset[str]
    offerings: Mapping[str, Offering]
    fees: Mapping[str, Money]
    rates: tuple[Rate, ...]
    zones: Mapping[str, str] = field(default_factory=dict)
    """Prefixes of numbers, each with its zone."""
    services: Mapping[str, str] = field(default_factory=dict)
    """Zones of classes of the numbering plan, and of service numbers by their beginnings."""
    countries: CountryGroups = ONE_PRICE
    tariffs: tuple[Tariff, ...] = ()
    holidays: frozenset[str] = frozenset()
    """Days as ISO 8601 says."""
    packs: Mapping[str, Pack] = field(default_factory=dict)
    discounts: Mapping[str, Discount] = field(default_factory=dict)
    number_grades: Mapping[str, NumberGrade] = field(default_factory=dict)
    """What lucky numbers ask for, by their grade."""
    sale: Mapping[str, SaleRule] = field(default_factory=dict)
    """Rules of who may buy what, by its code; of what is not named nothing is asked."""
    numbers: Zones = field(init=False, repr=False, compare=False)
    free: frozenset[str] = field(init=False, repr=False, compare=False)
    """Numbers that cost nothing, in the one way to write them."""
    _rows: Mapping[Place, tuple[Tariff, ...]] = field(init=False, repr=False, compare=False)
    _by_code: Mapping[str, Tariff] = field(init=False, repr=False, compare=False)
    reckoned: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What quantities cost under its rows, as far as somebody asked (see `rating`)."""

    def __post_init__(self) -> None:
        """Sort the tariff rows by where they hold, once for a version and not for each record."""
        object.__setattr__(self, "numbers", Zones(self.zones, self.country_code, self.services))
        free = frozenset(map(self.numbers.plan.normal, self.free_numbers))
        object.__setattr__(self, "free", free)
        rows = self.rows
        object.__setattr__(self, "_rows", sorted_rows(rows, self.countries))
        object.__setattr__(self, "_by_code", {row.code: row for row in rows})

    @property
    def rows(self) -> tuple[Tariff, ...]:
        """All tariff rows, however they were said."""
        return (*(rate.as_tariff() for rate in self.rates), *self.tariffs)

    def offering(self, code: str) -> Offering:
        """Return an offering; raises `PLAN_NOT_SELLABLE` where there is none."""
        try:
            return self.offerings[code]
        except KeyError:
            raise NotFound(
                "PLAN_NOT_SELLABLE", "There is no such offering.", field="offering"
            ) from None

    def sold_to(self, buyer: Buyer, code: str) -> Offering:
        """Return an offering they may have; raises `PLAN_NOT_SELLABLE` and as `check_sale` does."""
        offering = self.offering(code)
        if not offering.sellable:
            raise Refusal("PLAN_NOT_SELLABLE", "This offering is not sold now.", field="offering")
        buyer = replace(buyer, payment_type=offering.payment_type)
        check_sale(code, rules=self.sale, buyer=buyer, field="offering")
        return offering

    def is_sold(self, code: str, *, on: date, to: Customer | None = None) -> bool:
        """Tell whether a new customer may have this offering on a day: they, or whoever fits.

        Of a sub-card, that they have a plan it goes with; all else is asked when it is sold.
        """
        rule = self.sale.get(code) or SaleRule(code=code)
        buyer = who_fits(rule, on=on, has=rule.depends if self.offering(code).is_sub_card else ())
        if to is not None:
            buyer = replace(buyer, segment=to.segment, region=to.region)
        try:
            self.sold_to(buyer, code)
        except Refusal:
            return False
        return True

    def fee(self, code: str) -> Money:
        """Return a one-off fee; raises `FEE_UNKNOWN`."""
        try:
            return self.fees[code]
        except KeyError:
            raise NotFound("FEE_UNKNOWN", "There is no such fee.", field="fee") from None

    def pack(self, code: str) -> Pack:
        """Return a pack; raises `PACK_UNKNOWN`."""
        try:
            return self.packs[code]
        except KeyError:
            raise NotFound("PACK_UNKNOWN", "There is no such pack.", field="pack") from None

    def row(self, code: str) -> Tariff:
        """Return the tariff row of this code, which must be one."""
        return self._by_code[code]

    def zone_of(self, kind: str, peer: str) -> str | None:
        """Return where the other side is.

        That of data is an access point, which is at home; so is who sells something, unless they
        are named by a number that is elsewhere.
        """
        if kind == DATA:
            return DOMESTIC
        zone = self.numbers.of(peer)
        return DOMESTIC if zone is None and kind == ITEM else zone

    def tariff_for(
        self, kind: str, *, peer: str, roam_type: str, offering: str, at: datetime
    ) -> Tariff | None:
        """Return the row that prices a use beginning at `at`; None where there is none.

        `roam_type`: of use abroad, the place that `countries` says. One made for the offering goes
        before one for all, then the heavier one, then one for some groups of countries, then one
        that holds only at some times.
        """
        zone = self.zone_of(kind, peer)
        if zone is None:
            return None
        for row in self._rows.get((kind, zone, roam_type), ()):
            if row.offerings and offering not in row.offerings:
                continue
            if row.holds_at(at, holidays=self.holidays):
                return row
        return None


@dataclass(frozen=True, slots=True)
class Catalogues:
    """All versions, oldest first."""

    versions: tuple[Catalogue, ...] = ()
    _by_day: dict[date, Catalogue] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def on(self, day: date) -> Catalogue:
        """Return the version valid on a day; raises `NO_CATALOGUE`.

        Of those that begin on the same day it is the one loaded last: a correction.
        """
        known = self._by_day.get(day)
        if known is None:
            if len(self._by_day) >= _MOST_DAYS:
                self._by_day.clear()
            known = self._by_day[day] = self._found_on(day)
        return known

    def known_on(self, day: date) -> Catalogue | None:
        """Return the version valid on a day; None where nobody loaded one."""
        return self.on(day) if any(one.valid_from <= day for one in self.versions) else None

    def _found_on(self, day: date) -> Catalogue:
        in_force = [one for one in self.versions if one.valid_from <= day]
        if not in_force:
            raise NotFound("NO_CATALOGUE", f"No catalogue is valid on {day}: load one.")
        return max(in_force, key=lambda one: (one.valid_from, one.version))

    def country_of(self, plmn: str, *, at: datetime) -> str:
        """Return the country of a network by the version of that day; empty: it does not say."""
        try:
            country = self.on(civil_date(at)).countries.of(plmn)
        except NotFound:
            return ""
        return country.code if country is not None else ""

    def version(self, number: int) -> Catalogue:
        """Return the version of this number, which must be one."""
        return next(one for one in self.versions if one.version == number)

    def include_use(self, offering: str) -> bool:
        """Tell whether any version lets an offering use something without a price."""
        offerings = (one.offerings.get(offering) for one in self.versions)
        return any(one is not None and one.included for one in offerings)

    @property
    def newest(self) -> int:
        """The number of the version loaded last; 0: none."""
        return max((one.version for one in self.versions), default=0)

    def check_successor(self, proposed: Catalogue, *, earliest: date | None) -> None:
        """Raise what speaks against loading `proposed` after these.

        `CATALOGUE_IN_THE_PAST`: what was rated stays as it was; only a correction has no
        `earliest` day. `CATALOGUE_DROPS_OFFERING`: somebody may still have it; what is not sold
        any more stays with `sellable: false`. `CATALOGUE_DROPS_DISCOUNT`: it was promised; what
        is not given any more stays with `opened_to`. `CATALOGUE_SPLITS_MONTH`: see `check_months`.
        """
        if not self.versions:
            return
        if earliest is not None and proposed.valid_from < earliest:
            raise Refusal(
                "CATALOGUE_IN_THE_PAST",
                f"A new version cannot be valid before {earliest}; a correction can.",
                field="catalogue.valid_from",
            )
        # A correction comes before the versions after it are put right as well.
        until = proposed.valid_from if earliest is None else date.max
        check_months([one for one in self.versions if one.valid_from <= until], proposed)
        known = {code for one in self.versions for code in one.offerings}
        if dropped := sorted(known - set(proposed.offerings)):
            raise Refusal(
                "CATALOGUE_DROPS_OFFERING",
                f"These offerings are missing: {', '.join(dropped)}.",
                field="catalogue.offerings",
            )
        promised = {code for one in self.versions for code in one.discounts}
        if dropped := sorted(promised - set(proposed.discounts)):
            raise Refusal(
                "CATALOGUE_DROPS_DISCOUNT",
                f"These discounts are missing: {', '.join(dropped)}.",
                field="catalogue.discounts",
            )
