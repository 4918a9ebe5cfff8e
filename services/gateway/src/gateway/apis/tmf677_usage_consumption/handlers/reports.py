"""What was used this month and what is left (TMF677 v4), calculated when it is asked for."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from boss.billing.v1.questions_pb2 import (
    Account,
    ListAllowancesRequest,
    SumUsageRequest,
)
from gateway.apis.tmf677_usage_consumption.mapping.reports import (
    Bucket,
    Seen,
    allowance_of,
    bucket_of,
    counter,
    left_of,
    month_of,
    shown,
)
from gateway.clients.services import Services
from gateway.records.balance_proof import PROOF, may_see_balance
from gateway.records.holdings import WHOSE, Holdings
from gateway.rest.grammar.exact_json import ExactResponse
from gateway.rest.lists.filters import filtered
from gateway.rest.request.amounts import QUANTITY
from gateway.rest.request.amounts import shown as shown_amount
from gateway.rest.request.api_request import ApiRequest, chosen
from runtime.rpc.client import answered


async def used_of_each_kind(seen: Seen) -> list[Bucket]:
    """Return a counter for every kind of use."""
    return [counter(one, seen) for one in seen.used.sums]


async def money_left(seen: Seen) -> list[Bucket]:
    """Return what may be spent."""
    spendable = seen.account.balance.minor + seen.account.credit_limit.minor
    left = left_of(shown_amount(spendable, form=QUANTITY), month_of(seen))
    return [bucket_of("money", seen, usageType="monetary", bucketBalance=[left])]


async def allowances_left(seen: Seen) -> list[Bucket]:
    """Return what plan and packs still let them use, in the order in which they pay."""
    asked = ListAllowancesRequest(subscriber_id=seen.account.subscriber_id)
    reply = await answered(seen.services.ask_billing.ListAllowances(asked))
    return [allowance_of(one, seen) for one in reply.allowances]


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

    async def list(self, request: ApiRequest) -> Response:
        accounts = await self.holdings.accounts(request)
        await may_see_balance(request, accounts, services=self.services)
        rows = await asyncio.gather(*(self._report(one) for one in accounts))
        return filtered(rows, request, known=(*WHOSE, PROOF))

    async def read(self, request: ApiRequest) -> Response:
        """Return the report of a number: its id is the subscriber's, as an account has many."""
        account = await self.holdings.user(request)
        await may_see_balance(request, [account], services=self.services)
        report = await self._report(account)
        return ExactResponse(chosen(report, fields=request.asked("fields")))

    async def _report(self, account: Account) -> dict[str, Any]:
        return shown(*await looked_at(account, self.services))


async def looked_at(account: Account, services: Services) -> tuple[Seen, list[Bucket]]:
    """Return what a number used this month, and everything its account has left."""
    asked = SumUsageRequest(subscriber_id=account.subscriber_id)
    seen = Seen(services, account, await answered(services.ask_billing.SumUsage(asked)))
    return seen, [one for source in SOURCES for one in await source(seen)]
