"""Asks billing before use, as a switch does."""

from typing import Any

from house_of_billing import A_FRIEND, HouseOfBilling, Subscriber

from boss.billing.v1 import charging_pb2
from kernel.ids import new_id


class Asking:
    """A switch at the charging door of a house of billing."""

    def __init__(self, house: HouseOfBilling) -> None:
        self.house = house

    async def reserves(self, who: Subscriber, units: int, **changes: Any) -> Any:
        said: dict[str, Any] = {
            "request_id": new_id(),
            "msisdn": who.msisdn,
            "kind": "voice",
            "peer": A_FRIEND,
            "roam_type": "home",
            "units": units,
            "started_at": self.house.moment(),
        } | changes
        return (await self.house.charging.Reserve(charging_pb2.ReserveRequest(**said), None)).grant

    async def extends(self, grant: Any, units: int, **changes: Any) -> Any:
        said = {"request_id": new_id(), "reservation_id": grant.reservation_id, "units": units}
        request = charging_pb2.ExtendRequest(**(said | changes))
        return (await self.house.charging.Extend(request, None)).grant

    async def commits(self, grant: Any, used: int, *, record_id: str, **changes: Any) -> int:
        said = {
            "request_id": new_id(),
            "reservation_id": grant.reservation_id,
            "used_units": used,
            "record_id": record_id,
        }
        request = charging_pb2.CommitRequest(**(said | changes))
        return int((await self.house.charging.Commit(request, None)).held_millifen)

    async def releases(self, grant: Any) -> None:
        request = charging_pb2.ReleaseRequest(
            request_id=new_id(), reservation_id=grant.reservation_id
        )
        await self.house.charging.Release(request, None)

    async def uses(self, who: Subscriber, seconds: int) -> int:
        """Call so long, or as long as there is money; return how long it was."""
        call = self.house.call(who, seconds=seconds)
        grant = await self.reserves(who, seconds, started_at=call.started_at)
        call.duration_seconds = int(grant.units)
        await self.commits(grant, call.duration_seconds, record_id=call.record_id)
        await self.house.hears(call)
        return int(call.duration_seconds)

    async def browses(self, who: Subscriber, megabytes: int, **changes: Any) -> Any:
        """Ask for so much data, use all that is granted and have it rated; return the grant."""
        said = {"kind": "data", "peer": "", "access_point": "ctnet"} | changes
        grant = await self.reserves(who, megabytes * 1024 * 1024, **said)
        record = self.house.call(
            who,
            seconds=0,
            kind="data",
            peer="ctnet",
            octets=grant.units,
            roam_type=said.get("roam_type", "home"),
            visited_plmn=said.get("visited_plmn", ""),
        )
        await self.commits(grant, grant.units, record_id=record.record_id)
        await self.house.hears(record)
        return grant

    async def reserved(self) -> int:
        """All that is kept aside, in thousandths of a fen."""
        async with self.house.database.reading() as connection:
            found = await connection.exec_driver_sql(
                "SELECT coalesce(sum(millifen), 0)::bigint FROM reservation"
            )
            return int(found.scalar_one())
