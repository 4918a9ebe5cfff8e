"""What was used this month and what is left (TMF677 v4), calculated when it is asked for."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from boss.billing.v1.questions_pb2 import (
    Account,
    Allowance,
    ListAllowancesRequest,
    SumUsageRequest,
    SumUsageResponse,
    UsageSum,
)
from gateway.apis.self_service.handlers.packs import unit_of
from gateway.apis.tmf620_product_catalog.mapping.things import UNITS
from gateway.clients.services import Services
from gateway.records.holdings import WHOSE, Holdings, owner_of, product_of
from gateway.rest.grammar.exact_json import ExactResponse
from gateway.rest.lists.filters import filtered
from gateway.rest.request.amounts import QUANTITY, in_words, shown_exactly
from gateway.rest.request.amounts import shown as shown_amount
from gateway.rest.request.asking import Asking, chosen
from runtime.rpc.client import answered

BASE = "/tmf-api/usageConsumption/v4"

Bucket = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a report is made of: who pays for one number, and what was used in its month."""

    services: Services
    account: Account
    used: SumUsageResponse


async def used_of_each_kind(seen: Seen) -> list[Bucket]:
    """Return a counter for every kind of use."""
    return [_counter(one, seen) for one in seen.used.sums]


async def money_left(seen: Seen) -> list[Bucket]:
    """Return what may be spent."""
    spendable = seen.account.balance.minor + seen.account.credit_limit.minor
    left = _left(shown_amount(spendable, form=QUANTITY), _month(seen))
    return [_bucket("money", seen, usageType="monetary", bucketBalance=[left])]


async def allowances_left(seen: Seen) -> list[Bucket]:
    """Return what plan and packs still let her use, in the order in which they pay."""
    asked = ListAllowancesRequest(subscriber_id=seen.account.subscriber_id)
    found = await answered(seen.services.ask_billing.ListAllowances(asked))
    return [_allowance(one, seen) for one in found.allowances]


SOURCES: tuple[Callable[[Seen], Awaitable[list[Bucket]]], ...] = (
    used_of_each_kind,
    allowances_left,
    money_left,
)
"""Whatever has something left or used adds its buckets here."""


@dataclass(frozen=True, slots=True)
class Consumption:
    """Makes a report for each number asked for."""

    services: Services
    holdings: Holdings

    async def list(self, asking: Asking) -> Response:
        accounts = await self.holdings.accounts(asking)
        rows = await asyncio.gather(*(self._report(one) for one in accounts))
        return filtered(rows, asking, known=WHOSE)

    async def read(self, asking: Asking) -> Response:
        """Return the report of a number: its id is the subscriber's, as an account has many."""
        report = await self._report(await self.holdings.user(asking))
        return ExactResponse(chosen(report, fields=asking.asked("fields")))

    async def _report(self, account: Account) -> dict[str, Any]:
        return _shown(*await looked_at(account, self.services))


async def looked_at(account: Account, services: Services) -> tuple[Seen, list[Bucket]]:
    """Return what a number used this month, and everything its account has left."""
    asked = SumUsageRequest(subscriber_id=account.subscriber_id)
    seen = Seen(services, account, await answered(services.ask_billing.SumUsage(asked)))
    return seen, [one for source in SOURCES for one in await source(seen)]


def _shown(seen: Seen, buckets: Sequence[Bucket]) -> dict[str, Any]:
    account = seen.account
    (owner,) = owner_of(account)
    return {
        "id": account.subscriber_id,
        "href": f"{BASE}/usageConsumptionReport/{account.subscriber_id}",
        "@type": "UsageConsumptionReport",
        "name": "This month so far",
        "effectiveDate": seen.used.at.ToJsonString(),
        "validFor": _month(seen),
        "product": [product_of(account)],
        "relatedParty": owner,
        "partyAccount": [{"id": account.id, "@referredType": "PartyAccount"}],
        "bucket": list(buckets),
    }


def _counter(used: UsageSum, seen: Seen) -> Bucket:
    unit, month = UNITS.get(used.kind, used.kind), _month(seen)
    charged = shown_exactly(used.charged_millifen, form=QUANTITY)
    counters = [
        _count("used", {"amount": used.quantity, "units": unit}, month),
        _count("used", {"amount": used.records, "units": "record"}, month),
        _count("charged", charged, month),
    ]
    counter = _bucket(used.kind, seen, usageType=used.kind, bucketCounter=counters)
    # What is left is the account's; what was used is this number's alone.
    return counter | {"id": f"{seen.account.subscriber_id}.{used.kind}"}


def _allowance(allowance: Allowance, seen: Seen) -> Bucket:
    """Show an allowance for its own time, which need not be this month's."""
    unit = unit_of(allowance.kind)
    period = {
        "startDateTime": allowance.valid_from.ToJsonString(),
        "endDateTime": allowance.valid_to.ToJsonString(),
    }
    used = _count("used", {"amount": allowance.used, "units": unit}, period)
    left = _left({"amount": allowance.left, "units": unit}, period)
    more = {"name": allowance.name, "isShared": allowance.shared, "validFor": period}
    return _bucket(allowance.id, seen, usageType=allowance.kind, bucketCounter=[used],
                   bucketBalance=[left]) | more  # fmt: skip


def _count(counted: str, value: Mapping[str, Any], period: Mapping[str, str]) -> dict[str, Any]:
    """Show what was used, as a number and in words."""
    return {
        "counterType": counted,
        "valueName": in_words(value),
        "value": value,
        "consumptionPeriod": period,
    }


def _left(value: Mapping[str, Any], period: Mapping[str, str]) -> dict[str, Any]:
    return {"remainingValueName": in_words(value), "remainingValue": value, "validFor": period}


def _bucket(name: str, seen: Seen, **more: Any) -> Bucket:
    return {
        "id": f"{seen.account.id}.{name}",
        "name": name,
        "isShared": False,
        "validFor": _month(seen),
        "product": [product_of(seen.account)],
        **more,
    }


def _month(seen: Seen) -> dict[str, str]:
    return {
        "startDateTime": seen.used.since.ToJsonString(),
        "endDateTime": seen.used.until.ToJsonString(),
    }
