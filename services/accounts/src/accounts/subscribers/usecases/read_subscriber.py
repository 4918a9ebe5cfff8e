"""Read subscribers: one by its id, number or card, or many page by page."""

from collections.abc import Sequence

from accounts.subscribers.domain.moves import Phase
from accounts.subscribers.domain.subscriber import Subscriber
from accounts.subscribers.ports import UnitOfWork
from kernel.caller import Caller
from kernel.errors import NotFound
from kernel.numbering import Imsi, Msisdn

NOBODY = ""


async def read_subscriber(
    by: str | Msisdn | Imsi, *, caller: Caller, uow: UnitOfWork
) -> Subscriber:
    """Raises `NO_SUCH_SUBSCRIBER` or `NOT_YOURS`."""
    subscriber = await _known(by, uow=uow)
    if subscriber is not None and subscriber.phase is Phase.UNDONE:
        subscriber = None
    # The same answer whether it exists: nobody learns which numbers are in service.
    caller.must_own(subscriber.holder_id if subscriber else NOBODY)
    if subscriber is None:
        raise NotFound("NO_SUCH_SUBSCRIBER", "There is no such subscriber.")
    return subscriber


async def list_subscribers(
    *, customer_id: str, after_id: str, limit: int, caller: Caller, uow: UnitOfWork
) -> Sequence[Subscriber]:
    """Return those after an id; raises `NOT_YOURS` where a customer asks for others' or all."""
    caller.must_own(customer_id)
    return await uow.subscribers.page(customer_id=customer_id, after_id=after_id, limit=limit)


async def _known(by: str | Msisdn | Imsi, *, uow: UnitOfWork) -> Subscriber | None:
    if isinstance(by, Msisdn):
        return await uow.subscribers.get_by_msisdn(by)
    if isinstance(by, Imsi):
        return await uow.subscribers.get_by_imsi(by)
    return await uow.subscribers.get(by)
