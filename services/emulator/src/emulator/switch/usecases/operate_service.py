"""Register, erase, activate or deactivate a service: no other one is touched. 3GPP TS 23.011, 3."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from emulator.faults.domain.element_error import CommandRefused, ElementError
from emulator.hlr.domain.log_entry import Changed
from emulator.hlr.domain.subject import Subject
from emulator.hlr.domain.supplementary import Service, States, read_states, written_states
from emulator.hlr.ports import HomeNetwork
from emulator.hlr.usecases.take_subscription import take_subscription
from emulator.switch.ports import UnitOfWork
from emulator.switch.usecases.change_profile import ProfileChange, change_profile

Operation: TypeAlias = Callable[[States], States]


@dataclass(frozen=True, slots=True)
class OperateService:
    """`operation` makes of what is registered and active what it is then."""

    subject: Subject
    service: Service
    operation: Operation
    number: str = ""
    """To which it forwards from now on; empty: nothing about that is said."""

    async def act(self, *, uow: UnitOfWork, network: HomeNetwork) -> Changed:
        """Raises CommandRefused: SUBSCRIBER_UNKNOWN, SERVICE_NOT_PROVIDED, SERVICE_NOT_REGISTERED,
        SERVICE_CONFLICT, FORWARDING_REFUSED."""
        del network
        profile = (await take_subscription(self.subject, uow=uow)).profile
        if not profile.has(self.service):
            raise CommandRefused(ElementError.SERVICE_NOT_PROVIDED, self.service.value)
        if self.number == profile.isdn:
            raise CommandRefused(ElementError.FORWARDING_REFUSED, self.number)
        registered = written_states(self.operation(read_states(profile.registered)))
        changed = ProfileChange(self.subject, {"registered": registered})
        return await change_profile(changed, uow=uow)
