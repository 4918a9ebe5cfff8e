"""Uses data and calls, buys packs and looks at what is left, at the doors of a house of billing."""

from typing import Any

from house_of_billing import HouseOfBilling, Subscriber

from boss.billing.v1 import commands_pb2, questions_pb2
from kernel.caller import SYSTEM, Caller
from kernel.ids import new_id
from runtime.rpc.calling import acting

KB = 1024
MB = 1024 * KB
"""Octets."""
CARLA = Subscriber("Carla", "8613900000003", offering="CMCC58")
"""5 GB and 150 minutes a month for 58 yuan."""


class Using:
    """Somebody who uses what her plan and her packs allow."""

    def __init__(self, house: HouseOfBilling, who: Subscriber = CARLA) -> None:
        self.house = house
        self.who = who

    def session(self, megabytes: int = 0, **changes: Any) -> Any:
        said: dict[str, Any] = {
            "seconds": 0,
            "kind": "data",
            "peer": "ctnet",
            "octets": megabytes * MB,
        } | changes
        return self.house.call(self.who, **said)

    async def allowances(self, *, actor: Caller = SYSTEM) -> list[Any]:
        asked = questions_pb2.ListAllowancesRequest(subscriber_id=self.who.id)
        with acting(actor):
            return list((await self.house.questions.ListAllowances(asked, None)).allowances)

    async def left(self) -> list[tuple[str, str, int]]:
        """Of each allowance: where it comes from, of what kind, and what is left of it."""
        return [(one.source, one.kind, one.left) for one in await self.allowances()]

    async def buys(self, pack: str, *, actor: Caller = SYSTEM, **said: Any) -> Any:
        request = {"request_id": new_id(), "subscriber_id": self.who.id, "pack": pack} | said
        with acting(actor):
            return await self.house.commands.BuyPack(commands_pb2.BuyPackRequest(**request), None)

    async def cancels(self, allowance: Any, *, actor: Caller = SYSTEM) -> Any:
        request = commands_pb2.CancelPackRequest(request_id=new_id(), allowance_id=allowance.id)
        with acting(actor):
            return await self.house.commands.CancelPack(request, None)

    async def explained(self, record: Any) -> Any:
        asked = questions_pb2.ExplainUsageRequest(record_id=record.record_id)
        return (await self.house.questions.ExplainUsage(asked, None)).usage
