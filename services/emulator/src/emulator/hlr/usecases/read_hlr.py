"""Look something up in the HLR."""

from collections.abc import Sequence

from emulator.faults.domain.element_error import CommandRefused, ElementError
from emulator.hlr.domain.commands import ListKey, ListSubscription, ListSubscriptions
from emulator.hlr.domain.subscription import Key, Subscription
from emulator.hlr.ports import Desk


async def list_key(command: ListKey, *, desk: Desk) -> Key:
    """Raises CommandRefused KI_MISSING."""
    found = await desk.keys.find(command.imsi)
    if found is None:
        raise CommandRefused(ElementError.KI_MISSING, command.imsi)
    return found


async def list_subscription(command: ListSubscription, *, desk: Desk) -> Subscription:
    """Raises CommandRefused SUBSCRIBER_UNKNOWN."""
    found = await desk.hlr.find(command.subject)
    if found is None:
        subject = command.subject
        raise CommandRefused(ElementError.SUBSCRIBER_UNKNOWN, subject.isdn or subject.imsi)
    return found


async def list_subscriptions(command: ListSubscriptions, *, desk: Desk) -> Sequence[Subscription]:
    """Return one page, by IMSI."""
    return await desk.hlr.page(after=command.after, count=command.count)
