"""Packs and allowances, from their messages and back."""

from datetime import date

from billing.accounts.ports import ByNumber, BySubscriber, Payee
from billing.accounts.usecases.find_account import Asker
from billing.accounts.wire.values import id_of, moment_message, money_message, msisdn_of, word_of
from billing.allowances.domain.allowance import Included
from billing.allowances.usecases.list_allowances import Standing
from billing.catalogue.domain.catalogue import Catalogue
from billing.catalogue.domain.pack import Pack
from billing.catalogue.domain.sale import SaleRule
from billing.catalogue.domain.tariff import HOLIDAY, WEEKDAYS, Times
from billing.catalogue.wire.sale import say_whom_and_when
from billing.packs.usecases.buy_pack import BuyPack
from boss.billing.v1 import commands_pb2, questions_pb2
from kernel.errors import Invalid

_DAYS = (*WEEKDAYS, HOLIDAY)


def buying_of(request: commands_pb2.BuyPackRequest, *, asker: Asker, channel: str) -> BuyPack:
    """Return who buys what; raises `INVALID_ARGUMENT` with the field that is wrong."""
    return BuyPack(
        request_id=request.request_id,
        user=user_of(request),
        pack=word_of(request.pack, field="pack"),
        renews=request.renews if request.HasField("renews") else None,
        asker=asker,
        channel=channel,
    )


def user_of(
    request: commands_pb2.BuyPackRequest | questions_pb2.ListAllowancesRequest,
) -> Payee:
    """Return who is meant; raises `INVALID_ARGUMENT`."""
    match request.WhichOneof("by"):
        case "subscriber_id":
            return BySubscriber(id_of(request.subscriber_id, field="subscriber_id"))
        case "msisdn":
            return ByNumber(msisdn_of(request.msisdn, field="msisdn"))
        case _:
            raise Invalid("INVALID_ARGUMENT", "Say for whom.", field="subscriber_id")


def allowance_message(standing: Standing) -> questions_pb2.Allowance:
    one = standing.allowance
    rolled = standing.source != one.source
    return questions_pb2.Allowance(
        id=one.id,
        offering=one.offering,
        name=one.name,
        kind=one.kind,
        source=standing.source.value,
        total=standing.total,
        used=standing.used,
        left=standing.left,
        valid_from=moment_message(one.valid_to if rolled else one.valid_from),
        valid_to=moment_message(one.usable_to if rolled else one.valid_to),
        renews=one.renews,
        included=included_message(one.included),
    )


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
