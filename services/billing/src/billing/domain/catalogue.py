"""What is sold at which price: offerings, fees and rates, each version for the days it is valid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kernel.errors import NotFound, Refusal
from kernel.money import Money

KEEP_NUMBER = "keep_number"
FEES = frozenset({"sim_card", "sim_swap", KEEP_NUMBER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Offering:
    """A main plan somebody may have."""

    code: str
    name: str
    monthly_fee: Money
    prepayment: Money
    """The smallest first payment."""
    payment_type: str
    channels: frozenset[str]
    sellable: bool
    no_suspension: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A price for one kind of use: each started `unit` costs so many thousandths of a fen."""

    code: str
    kind: str
    unit: int
    """Seconds for voice, parts for texts."""
    price_millifen: int
    roam_types: frozenset[str]
    offerings: frozenset[str] = frozenset()
    """Empty: for all of them."""


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

    def offering(self, code: str) -> Offering:
        """Return an offering; raises `PLAN_NOT_SELLABLE` where there is none."""
        try:
            return self.offerings[code]
        except KeyError:
            raise NotFound(
                "PLAN_NOT_SELLABLE", "There is no such offering.", field="offering"
            ) from None

    def sellable(self, code: str) -> Offering:
        """Return an offering that is sold now; raises `PLAN_NOT_SELLABLE`."""
        found = self.offering(code)
        if not found.sellable:
            raise Refusal("PLAN_NOT_SELLABLE", "This offering is not sold now.", field="offering")
        return found

    def fee(self, code: str) -> Money:
        """Return a one-off fee; raises `FEE_UNKNOWN`."""
        try:
            return self.fees[code]
        except KeyError:
            raise NotFound("FEE_UNKNOWN", "There is no such fee.", field="fee") from None

    def rate_for(self, kind: str, *, roam_type: str, offering: str) -> Rate | None:
        """Return the price for a use; one made for the offering goes before one for all."""
        fitting = [
            rate
            for rate in self.rates
            if rate.kind == kind
            and roam_type in rate.roam_types
            and (not rate.offerings or offering in rate.offerings)
        ]
        return min(fitting, key=lambda rate: not rate.offerings, default=None)


@dataclass(frozen=True, slots=True)
class Catalogues:
    """All versions, oldest first."""

    versions: tuple[Catalogue, ...] = ()

    def on(self, day: date) -> Catalogue:
        """Return the version valid on a day; raises `NO_CATALOGUE`."""
        in_force = [one for one in self.versions if one.valid_from <= day]
        if not in_force:
            raise NotFound("NO_CATALOGUE", f"No catalogue is valid on {day}: load one.")
        return max(in_force, key=lambda one: (one.valid_from, one.version))

    @property
    def newest(self) -> int:
        """The number of the version loaded last; 0: none."""
        return max((one.version for one in self.versions), default=0)

    def check_successor(self, proposed: Catalogue, *, today: date) -> None:
        """Raise what speaks against loading `proposed` after these.

        `CATALOGUE_IN_THE_PAST`: what was rated stays as it was. `CATALOGUE_DROPS_OFFERING`:
        somebody may still have it; what is not sold any more stays with `sellable: false`.
        """
        if not self.versions:
            return
        if proposed.valid_from < today:
            raise Refusal(
                "CATALOGUE_IN_THE_PAST",
                f"A new version cannot be valid before {today}.",
                field="catalogue.valid_from",
            )
        known = {code for one in self.versions for code in one.offerings}
        if dropped := sorted(known - set(proposed.offerings)):
            raise Refusal(
                "CATALOGUE_DROPS_OFFERING",
                f"These offerings are missing: {', '.join(dropped)}.",
                field="catalogue.offerings",
            )
