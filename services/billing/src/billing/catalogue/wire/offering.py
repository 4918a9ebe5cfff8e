"""Offerings, fees and rates, as messages."""

from datetime import date

from billing.accounts.wire.values import money_message
from billing.catalogue.domain.catalogue import Catalogue, Offering
from billing.catalogue.domain.countries import CountryGroups
from billing.catalogue.domain.included import Included
from billing.catalogue.domain.pack import Pack
from billing.catalogue.domain.sale import SaleRule
from billing.catalogue.domain.tariff import HOLIDAY, WEEKDAYS, Tariff, Times
from billing.catalogue.wire.sale import say_whom_and_when
from boss.billing.v1 import questions_pb2
from kernel.money import Money


def offering_message(
    offering: Offering, *, catalogue: Catalogue, on: date
) -> questions_pb2.Offering:
    """Return an offering, and whether it is sold on this day to somebody."""
    rule = catalogue.sale.get(offering.code) or SaleRule(code=offering.code)
    message = questions_pb2.Offering(
        code=offering.code,
        name=offering.name,
        monthly_fee=money_message(offering.monthly_fee),
        payment_type=offering.payment_type.value,
        credit_limit=money_message(offering.credit_limit),
        prepayment=money_message(offering.prepayment),
        sellable=catalogue.is_sold(offering.code, on=on),
        channels=sorted(offering.channels),
        no_suspension=offering.no_suspension,
        catalogue_version=catalogue.version,
        included=map(included_message, offering.included),
        sub_cards=offering.sub_cards,
        is_sub_card=offering.is_sub_card,
    )
    say_whom_and_when(message, rule)
    return message


def fee_message(code: str, amount: Money) -> questions_pb2.Fee:
    return questions_pb2.Fee(code=code, amount=money_message(amount))


def rate_message(row: Tariff) -> questions_pb2.Rate:
    """Return a row by its first slot, which is what is advertised."""
    first = row.slots[0]
    return questions_pb2.Rate(
        code=row.code,
        kind=row.kind,
        unit=first.per_units,
        price_millifen=first.millifen,
        roam_types=sorted(row.roam_types),
        offerings=sorted(row.offerings),
        zones=sorted(row.zones),
        country_groups=sorted(row.country_groups),
    )


def country_group_messages(countries: CountryGroups) -> list[questions_pb2.CountryGroup]:
    return [
        questions_pb2.CountryGroup(
            code=code, countries=known, of_unnamed=code == countries.of_unnamed
        )
        for code, known in countries.groups.items()
    ]


_DAYS = (*WEEKDAYS, HOLIDAY)


def included_message(included: Included) -> questions_pb2.IncludedUse:
    return questions_pb2.IncludedUse(
        code=included.code,
        kind=included.kind,
        units=included.units,
        roam_types=sorted(included.roam_types),
        zones=sorted(included.zones),
        country_groups=sorted(included.country_groups),
        peers=sorted(included.peers),
        times=map(_said, included.times),
        rolls_over=included.rolls_over,
    )


def _said(times: Times) -> str:
    days = ",".join(sorted(times.days, key=_DAYS.index))
    return f"{days} {_clock(times.from_minute)}-{_clock(times.to_minute)}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def pack_message(pack: Pack, *, catalogue: Catalogue, on: date) -> questions_pb2.Pack:
    """Return a pack, and whether it is sold on this day to somebody."""
    rule = catalogue.sale.get(pack.code) or SaleRule(code=pack.code)
    message = questions_pb2.Pack(
        code=pack.code,
        name=pack.name,
        price=money_message(pack.price),
        included=included_message(pack.included),
        to_end_of_month=pack.days is None,
        days=pack.days or 0,
        renews=pack.renews,
        sellable=pack.sellable and rule.is_sold_on(on),
        channels=sorted(pack.channels),
        once=pack.once,
    )
    say_whom_and_when(message, rule)
    return message
