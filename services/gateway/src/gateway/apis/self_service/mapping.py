"""Numbers, packs and allowances as plain endpoints show them, in fen."""

from typing import Any

from boss.accounts.v1.questions_pb2 import Subscriber
from boss.billing.v1.questions_pb2 import Allowance, IncludedUse, Pack
from boss.values.v1.values_pb2 import StopReason
from gateway.records.shown import level_name, plain
from gateway.records.units import unit_of


def shown_subscriber(subscriber: Subscriber) -> dict[str, Any]:
    """Show a number in service: state, stops and their levels, card."""
    stops = [
        {
            "reason": StopReason.Name(stop.reason).removeprefix("STOP_REASON_").lower(),
            "level": level_name(stop.level),
        }
        for stop in subscriber.stops
    ]
    return {**plain(subscriber), "stops": stops}


def shown_pack(pack: Pack) -> dict[str, Any]:
    """Show a pack that is sold, its price in fen."""
    return {
        "code": pack.code,
        "name": pack.name,
        "price": pack.price.minor,
        **_included(pack.included),
        "validity": "month" if pack.to_end_of_month else f"{pack.days} days",
        "renews": pack.renews,
        "once": pack.once,
        "channels": list(pack.channels),
        "segments": list(pack.segments),
        "regions": list(pack.regions),
    }


def shown_allowance(allowance: Allowance) -> dict[str, Any]:
    """Show what may be used without a price, and what is left of it."""
    return {
        "id": allowance.id,
        "offering": allowance.offering,
        "name": allowance.name,
        "source": allowance.source,
        **_included(allowance.included),
        "total": allowance.total,
        "used": allowance.used,
        "left": allowance.left,
        "validFrom": allowance.valid_from.ToJsonString(),
        "validTo": allowance.valid_to.ToJsonString(),
        "renews": allowance.renews,
    }


def _included(included: IncludedUse) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "kind": included.kind,
        "units": included.units,
        "unit": unit_of(included.kind),
        "roamTypes": list(included.roam_types),
        "rollsOver": included.rolls_over,
    }
    limits = {
        "zones": included.zones,
        "countryGroups": included.country_groups,
        "peers": included.peers,
        "times": included.times,
    }
    return shown | {name: list(said) for name, said in limits.items() if said}
