"""Find the number a check is about, for its holder or for staff."""

from accounts.proofs.ports import UnitOfWork
from accounts.subscribers.domain.moves import Phase
from accounts.subscribers.domain.subscriber import Subscriber
from kernel.caller import Caller
from kernel.errors import NotAllowed, NotFound

NOBODY = ""
SERVED = frozenset({Phase.ACTIVE, Phase.PRE_TERMINATED_BOOKED})
"""Who has booked to leave is served until the day, and may think better of it (R-TM-2)."""


async def read_own_subscriber(subscriber_id: str, *, caller: Caller, uow: UnitOfWork) -> Subscriber:
    """Raises `NOT_YOURS`, `NO_SUCH_SUBSCRIBER`; `STATE_NOT_ALLOWED` unless it is served."""
    subscriber = await uow.subscribers.get(subscriber_id)
    caller.must_own(subscriber.holder_id if subscriber else NOBODY)
    if subscriber is None:
        raise NotFound("NO_SUCH_SUBSCRIBER", "There is no such subscriber.", field="subscriber_id")
    if subscriber.phase not in SERVED:
        raise NotAllowed("STATE_NOT_ALLOWED", f"The subscriber is {subscriber.phase}.")
    return subscriber


def must_not_be_stopped(subscriber: Subscriber) -> None:
    """Raise `STATE_NOT_ALLOWED` for a number that is stopped for any reason (rules 2.17, C7)."""
    if subscriber.stops:
        sentence = "A stopped number's password is reset in the hall alone."
        raise NotAllowed("STATE_NOT_ALLOWED", sentence)
