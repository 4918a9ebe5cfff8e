"""Use data as long as there is money for it, and write down how much."""

from dataclasses import dataclass
from datetime import datetime

from emulator.handsets.ports import Desk
from emulator.switch.domain.call_record import Amount, RecordType, Use, record
from emulator.switch.domain.traffic import Cause, data
from emulator.switch.ports import Network
from emulator.switch.usecases.find_caller import Caller, find_caller


@dataclass(frozen=True, slots=True)
class UseData:
    user: Caller
    octets: int
    access_point: str
    at: datetime
    rating_group: int = 0


async def use_data(command: UseData, *, desk: Desk, network: Network) -> tuple[Cause, str]:
    """Return the cause it was refused or cut for, or NONE; and the id of its call record."""
    async with desk:
        user = await find_caller(command.user, desk=desk)
    cause = data(user)
    if user is None or cause is not Cause.NONE:
        return cause, ""
    wanted = Use(
        RecordType.DATA,
        command.access_point,
        Amount(octets=command.octets),
        rating_group=command.rating_group,
    )
    credit = await network.charging.begin(wanted, by=user, at=command.at)
    if credit.is_refused:
        return credit.cause, ""
    used = credit.cut(wanted)
    made = record(used, by=user, at=command.at, id_=network.new_id())
    async with desk:
        await desk.records.write(made)
    await network.charging.end(credit, units=used.amount.units, record_id=made.cdr_id)
    return credit.cause_after(wanted), made.cdr_id
