"""Find the record a command is about, and hold it until the command is done."""

from emulator.faults.domain.element_error import CommandRefused, ElementError
from emulator.hlr.domain.subject import Subject
from emulator.hlr.domain.subscription import Subscription
from emulator.hlr.ports import UnitOfWork


async def take_subscription(subject: Subject, *, uow: UnitOfWork) -> Subscription:
    """Raises CommandRefused SUBSCRIBER_UNKNOWN, also where number and card do not belong."""
    subscription = await uow.hlr.get_for_update(subject)
    if subscription is None:
        raise CommandRefused(ElementError.SUBSCRIBER_UNKNOWN, subject.isdn or subject.imsi)
    return subscription
