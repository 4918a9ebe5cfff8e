"""Read subscribers: one by its id, number or card, or many page by page."""

from collections.abc import Sequence

from accounts.domain.asker import Asker
from accounts.domain.subscriber import Phase, Subscriber
from accounts.usecases.ports import Desk
from kernel.errors import NotFound
from kernel.numbering import Imsi, Msisdn

NOBODY = ""


async def read_subscriber(by: str | Msisdn | Imsi, *, asker: Asker, desk: Desk) -> Subscriber:
    """Raises `NO_SUCH_SUBSCRIBER` or `NOT_YOURS`."""
    found = await _found(by, desk=desk)
    there = None if found is None or found.phase is Phase.UNDONE else found
    # The same answer whether it exists: nobody learns which numbers are in service.
    asker.must_own(there.holder_id if there else NOBODY)
    if there is None:
        raise NotFound("NO_SUCH_SUBSCRIBER", "There is no such subscriber.")
    return there


async def list_subscribers(
    *, customer_id: str, after_id: str, limit: int, asker: Asker, desk: Desk
) -> Sequence[Subscriber]:
    """Return those after an id; raises `NOT_YOURS` where a customer asks for others' or all."""
    asker.must_own(customer_id)
    return await desk.subscribers.page(customer_id=customer_id, after_id=after_id, limit=limit)


async def _found(by: str | Msisdn | Imsi, *, desk: Desk) -> Subscriber | None:
    if isinstance(by, Msisdn):
        return await desk.subscribers.with_msisdn(by)
    if isinstance(by, Imsi):
        return await desk.subscribers.with_imsi(by)
    return await desk.subscribers.find(by)
