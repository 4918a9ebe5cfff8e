"""Use data as long as there is money for it, and write down how much."""

from dataclasses import dataclass
from datetime import datetime

from emulator.handsets.ports import UnitOfWork
from emulator.switch.domain.call_record import Amount, RecordType, Use, record
from emulator.switch.domain.traffic import Cause, data
from emulator.switch.ports import Network
from emulator.switch.usecases.find_caller import HandsetRef, find_caller


@dataclass(frozen=True, slots=True)
class UseData:
    user: HandsetRef
    octets: int
    access_point: str
    at: datetime
    rating_group: int = 0


async def use_data(command: UseData, *, uow: UnitOfWork, network: Network) -> tuple[Cause, str]:
    """Return the cause it was refused or cut for, or NONE; and the id of its call record."""
    async with uow:
        user = await find_caller(command.user, uow=uow)
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
    async with uow:
        await uow.records.add(made)
    await network.charging.end(credit, units=used.amount.units, record_id=made.cdr_id)
    return credit.cause_after(wanted), made.cdr_id
