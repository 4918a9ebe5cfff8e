"""The form of all files of the catalogue together, and the catalogue it makes."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from billing.accounts.domain.credit import PaymentType
from billing.catalogue.domain import catalogue as domain
from billing.catalogue.domain.sale import objection
from billing.catalogue.domain.zones import DOMESTIC
from billing.catalogue.wire.countries import CountryGroupsForm, check_rows_abroad, country_groups_of
from billing.catalogue.wire.discounts import DiscountForm, discount_of
from billing.catalogue.wire.forms import Channel, Code, Fen, Form, Number, NumberClass, RoamType
from billing.catalogue.wire.included import (
    IncludedForm,
    PackForm,
    check_included,
    included_of,
    pack_of,
)
from billing.catalogue.wire.number_grades import NumberGradeForm, number_grade_of
from billing.catalogue.wire.sale import SaleRuleForm, sale_rule_of
from billing.catalogue.wire.tariffs import Prefix, TariffForm, tariff_of
from kernel.money import fen
from kernel.numbering_plan import NumberingPlan
from kernel.plan_of_china import numbering_plan


class OfferingForm(Form):
    """A main plan, or a sub-card beside one; amounts in fen."""

    code: Code
    name: Annotated[str, Field(min_length=1, max_length=64)]
    monthly_fee: Fen
    prepayment: Fen
    payment_type: Literal["prepaid", "postpaid"] = "prepaid"
    credit_limit: Fen = 0
    channels: Annotated[list[Channel], Field(min_length=1)]
    sellable: bool = True
    no_suspension: bool = False
    included: tuple[IncludedForm, ...] = ()
    sub_cards: Annotated[int, Field(ge=0, le=9)] = 0
    sub_card: bool = False

    @model_validator(mode="after")
    def sub_card_is_no_plan(self) -> Self:
        """Refuse a sub-card that is like a plan: it shares all of that with its main line."""
        if self.sub_card and (self.included or self.sub_cards or self.payment_type != "prepaid"):
            raise ValueError("a sub-card includes nothing and has no payment type of its own")
        return self

    @model_validator(mode="after")
    def credit_is_for_who_pays_later(self) -> Self:
        """Refuse a prepaid plan with a limit (R-PT-4)."""
        if self.credit_limit and self.payment_type == "prepaid":
            raise ValueError("credit_limit is for postpaid plans")
        return self


class RateForm(Form):
    """A price: each started `unit` (seconds of a call, parts of a text) in 1/1000 fen."""

    code: Code
    kind: Literal["voice", "sms"]
    unit: Annotated[int, Field(ge=1, le=86_400)]
    price_millifen: Annotated[int, Field(ge=0, le=1_000_000_000)]
    roam_types: Annotated[list[RoamType], Field(min_length=1)]
    offerings: tuple[Code, ...] = ()


class CatalogueForm(Form):
    """All files together."""

    valid_from: date
    country_code: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,2}$")]
    free_numbers: list[Number]
    offerings: Annotated[list[OfferingForm], Field(min_length=1)]
    fees: dict[Code, Fen]
    rates: Annotated[list[RateForm], Field(min_length=1)]
    zones: dict[Code, list[Prefix]] = Field(default_factory=dict)
    services: dict[NumberClass, Code] = Field(default_factory=dict)
    roaming: CountryGroupsForm | None = None
    tariffs: tuple[TariffForm, ...] = ()
    holidays: tuple[date, ...] = ()
    packs: tuple[PackForm, ...] = ()
    sale: tuple[SaleRuleForm, ...] = ()
    discounts: tuple[DiscountForm, ...] = ()
    number_grades: tuple[NumberGradeForm, ...] = ()

    @model_validator(mode="after")
    def hangs_together(self) -> Self:
        """Refuse codes said twice, offerings nobody knows, and fees that are missing."""
        codes = [one.code for one in self.offerings]
        rows: list[RateForm | TariffForm] = [*self.rates, *self.tariffs]
        prices = [row.code for row in rows]
        prefixes = [one for zone in self.zones.values() for one in zone]
        packs = [one.code for one in self.packs]
        sold, ruled = [*codes, *packs], [one.code for one in self.sale]
        reduced = [one.code for one in self.discounts]
        lucky = [one.code for one in self.number_grades]
        for said in (sold, prices, prefixes, ruled, reduced, lucky):
            if twice := sorted({code for code in said if said.count(code) > 1}):
                raise ValueError(f"said twice: {', '.join(twice)}")
        named = {code for row in rows for code in row.offerings}
        if unknown := sorted(named - set(codes)):
            raise ValueError(f"rates name unknown offerings: {', '.join(unknown)}")
        less = {code for one in self.discounts for code in one.offerings}
        if unknown := sorted(less - set(codes)):
            raise ValueError(f"discounts name unknown offerings: {', '.join(unknown)}")
        reached = {zone for row in self.tariffs for zone in row.zones}
        if unknown := sorted(reached - {*self.zones, *self.services.values(), DOMESTIC}):
            raise ValueError(f"tariffs name unknown zones: {', '.join(unknown)}")
        if missing := sorted(domain.FEES - set(self.fees)):
            raise ValueError(f"fees are missing: {', '.join(missing)}")
        made = catalogue_from(self, version=0)
        check_rows_abroad(made.tariffs, made.countries)
        check_included(made)
        if wrong := objection([sale_rule_of(one) for one in self.sale], known=sold):
            raise ValueError(wrong)
        return self


def catalogue_from(form: CatalogueForm, *, version: int) -> domain.Catalogue:
    """Return the catalogue a form says."""
    plan = numbering_plan(form.country_code)
    return domain.Catalogue(
        version=version,
        valid_from=form.valid_from,
        country_code=form.country_code,
        free_numbers=frozenset(form.free_numbers),
        offerings={one.code: _offering(one, plan) for one in form.offerings},
        fees={code: fen(amount) for code, amount in form.fees.items()},
        rates=tuple(map(_rate, form.rates)),
        zones={prefix: zone for zone, known in form.zones.items() for prefix in known},
        services=dict(form.services),
        countries=country_groups_of(form.roaming),
        tariffs=tuple(map(tariff_of, form.tariffs)),
        holidays=frozenset(day.isoformat() for day in form.holidays),
        packs={one.code: pack_of(one, plan) for one in form.packs},
        sale={one.code: sale_rule_of(one) for one in form.sale},
        discounts={one.code: discount_of(one) for one in form.discounts},
        number_grades={one.code: number_grade_of(one) for one in form.number_grades},
    )


def _offering(form: OfferingForm, plan: NumberingPlan) -> domain.Offering:
    return domain.Offering(
        code=form.code,
        name=form.name,
        monthly_fee=fen(form.monthly_fee),
        prepayment=fen(form.prepayment),
        payment_type=PaymentType(form.payment_type),
        credit_limit=fen(form.credit_limit),
        channels=frozenset(form.channels),
        sellable=form.sellable,
        no_suspension=form.no_suspension,
        included=tuple(included_of(one, plan) for one in form.included),
        sub_cards=form.sub_cards,
        is_sub_card=form.sub_card,
    )


def _rate(form: RateForm) -> domain.Rate:
    return domain.Rate(
        code=form.code,
        kind=form.kind,
        unit=form.unit,
        price_millifen=form.price_millifen,
        roam_types=frozenset(form.roam_types),
        offerings=frozenset(form.offerings),
    )
