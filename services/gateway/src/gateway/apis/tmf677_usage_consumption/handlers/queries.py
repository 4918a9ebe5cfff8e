"""Queries of usage consumption (TMF677 v4.0.1): asked for, and answered in the same breath.

Nothing is kept of one: its id is the subscriber's, and reading it calculates it again.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from boss.billing.v1.questions_pb2 import Account
from gateway.apis.tmf677_usage_consumption.handlers.reports import looked_at
from gateway.apis.tmf677_usage_consumption.mapping.queries import CRITERIA, shown
from gateway.clients.services import Services
from gateway.records.balance_proof import PROOF, may_see_balance
from gateway.records.holdings import WHOSE, Holdings, only
from gateway.records.whose_balance import WAYS, ways_said
from gateway.rest.grammar.exact_json import ExactResponse
from gateway.rest.lists.filters import filtered
from gateway.rest.request.api_request import ApiRequest, chosen, part
from kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class UsageQueries:
    """Answers a query for the month so far of one number."""

    services: Services
    holdings: Holdings

    async def create(self, request: ApiRequest) -> Response:
        """Answer what is asked; who has one number alone need not name it."""
        account = await self._named(request, await request.body())
        await may_see_balance(request, [account], services=self.services)
        query = await self._query(account)
        return ExactResponse(query, 201, {"Location": query["href"]})

    async def list(self, request: ApiRequest) -> Response:
        accounts = await self.holdings.accounts(request)
        await may_see_balance(request, accounts, services=self.services)
        rows = await asyncio.gather(*map(self._query, accounts))
        return filtered(rows, request, known=(*WHOSE, PROOF))

    async def read(self, request: ApiRequest) -> Response:
        account = await self.holdings.user(request)
        await may_see_balance(request, [account], services=self.services)
        query = await self._query(account)
        return ExactResponse(chosen(query, fields=request.asked("fields")))

    async def _named(self, request: ApiRequest, body: Mapping[str, Any]) -> Account:
        """Return whose use is meant; raises `FIELD_MISSING` where that is nobody's."""
        if CRITERIA not in body:
            raise Invalid("FIELD_MISSING", "Say what is looked for.", field=CRITERIA)
        # Whose it is may be said in both, and is the same then.
        said = [one for one in (part(body, CRITERIA), body) if any(one.get(way) for way in WAYS)]
        if said or not request.own_customer:
            ways = set[tuple[str, str]]().union(*map(ways_said, said or [{}]))
            return await self.holdings.named_alike(request, ways)
        account = only(await self.holdings.accounts(request))
        if account is None:
            raise Invalid("FIELD_MISSING", "You have no number.", field=CRITERIA)
        return account

    async def _query(self, account: Account) -> dict[str, Any]:
        return shown(*await looked_at(account, self.services))
