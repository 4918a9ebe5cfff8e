"""What was used and what is left as TMF677's reports show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from boss.billing.v1.questions_pb2 import Account, Allowance, SumUsageResponse, UsageSum
from gateway.clients.services import Services
from gateway.records.holdings import owner_of, product_of
from gateway.records.units import UNITS, unit_of
from gateway.rest.request.amounts import QUANTITY, in_words, shown_exactly

BASE = "/tmf-api/usageConsumption/v4"


Bucket = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a report is made of: who pays for one number, and what was used in its month."""

    services: Services
    account: Account
    used: SumUsageResponse


def shown(seen: Seen, buckets: Sequence[Bucket]) -> dict[str, Any]:
    account = seen.account
    (owner,) = owner_of(account)
    return {
        "id": account.subscriber_id,
        "href": f"{BASE}/usageConsumptionReport/{account.subscriber_id}",
        "@type": "UsageConsumptionReport",
        "name": "This month so far",
        "effectiveDate": seen.used.at.ToJsonString(),
        "validFor": month_of(seen),
        "product": [product_of(account)],
        "relatedParty": owner,
        "partyAccount": [{"id": account.id, "@referredType": "PartyAccount"}],
        "bucket": list(buckets),
    }


def counter(used: UsageSum, seen: Seen) -> Bucket:
    unit, month = UNITS.get(used.kind, used.kind), month_of(seen)
    charged = shown_exactly(used.charged_millifen, form=QUANTITY)
    counters = [
        _count("used", {"amount": used.quantity, "units": unit}, month),
        _count("used", {"amount": used.records, "units": "record"}, month),
        _count("charged", charged, month),
    ]
    counter = bucket_of(used.kind, seen, usageType=used.kind, bucketCounter=counters)
    # What is left is the account's; what was used is this number's alone.
    return counter | {"id": f"{seen.account.subscriber_id}.{used.kind}"}


def allowance_of(allowance: Allowance, seen: Seen) -> Bucket:
    """Show an allowance for its own time, which need not be this month's."""
    unit = unit_of(allowance.kind)
    period = {
        "startDateTime": allowance.valid_from.ToJsonString(),
        "endDateTime": allowance.valid_to.ToJsonString(),
    }
    used = _count("used", {"amount": allowance.used, "units": unit}, period)
    left = left_of({"amount": allowance.left, "units": unit}, period)
    more = {"name": allowance.name, "isShared": allowance.shared, "validFor": period}
    return bucket_of(allowance.id, seen, usageType=allowance.kind, bucketCounter=[used],
                   bucketBalance=[left]) | more  # fmt: skip


def _count(counted: str, value: Mapping[str, Any], period: Mapping[str, str]) -> dict[str, Any]:
    """Show what was used, as a number and in words."""
    return {
        "counterType": counted,
        "valueName": in_words(value),
        "value": value,
        "consumptionPeriod": period,
    }


def left_of(value: Mapping[str, Any], period: Mapping[str, str]) -> dict[str, Any]:
    return {"remainingValueName": in_words(value), "remainingValue": value, "validFor": period}


def bucket_of(name: str, seen: Seen, **more: Any) -> Bucket:
    return {
        "id": f"{seen.account.id}.{name}",
        "name": name,
        "isShared": False,
        "validFor": month_of(seen),
        "product": [product_of(seen.account)],
        **more,
    }


def month_of(seen: Seen) -> dict[str, str]:
    return {
        "startDateTime": seen.used.since.ToJsonString(),
        "endDateTime": seen.used.until.ToJsonString(),
    }
