"""What the switch needs from outside."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from emulator.hlr import ports as hlr
from emulator.hlr.domain.profile import Profile
from emulator.hlr.domain.subscription import Ranges
from emulator.switch.domain.call_record import CallRecord, Use
from emulator.switch.domain.credit import Credit
from emulator.switch.domain.dialled_number import Dialling
from emulator.switch.domain.visitor import Visitor


class Switch(Protocol):
    """Who is attached, as the switch believes."""

    async def get(self, imsi: str) -> Visitor | None: ...
    async def get_by_number(self, isdn: str) -> Visitor | None:
        """Return who attached last with this number."""
        ...

    async def save(self, visitor: Visitor) -> None:
        """Have it attached last, as whoever it was before."""
        ...

    async def save_profile(self, imsi: str, *, profile: Profile) -> None:
        """Replace its copy of a profile, where it has one (InsertData)."""
        ...

    async def delete(self, imsi: str) -> bool: ...


class CallRecords(Protocol):
    """Where the switch writes what it let through."""

    async def add(self, record: CallRecord) -> None: ...


class UnitOfWork(hlr.UnitOfWork, Protocol):
    """One transaction per `async with`."""

    @property
    def switch(self) -> Switch: ...
    @property
    def records(self) -> CallRecords: ...


class Charging(Protocol):
    """Whoever charges: asked before somebody is let through, told what was used."""

    async def begin(self, use: Use, *, by: Visitor, at: datetime) -> Credit:
        """Ask for all of a use, as it goes on; never raises: without an answer policy decides."""
        ...

    async def end(self, credit: Credit, *, units: int, record_id: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Network:
    """What is fixed about this network, and where chance comes from."""

    ranges: Ranges
    plan: Dialling
    switch_name: str
    new_id: Callable[[], str]
    random_octets: Callable[[int], bytes]
    charging: Charging
    partial_seconds: int = 7200
    """After so many seconds of a call its record is written, and a further one begun."""
