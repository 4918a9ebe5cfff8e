"""Who asks, as the runtime verified it."""

from billing.domain.person import Person
from billing.usecases.answer import Asker
from billing.wire.values import reason_of
from runtime.actor import current_actor


def asker_now() -> Asker:
    """Return whose customer asks; staff and systems are nobody's."""
    actor = current_actor()
    return Asker(None if actor.staff else actor.customer_id)


def is_staff() -> bool:
    return current_actor().staff


def person_now(reason: str) -> Person:
    """Return who acts and why; raises `INVALID_ARGUMENT` for a why that cannot be read."""
    actor = current_actor()
    return Person(actor.id, actor.roles, reason_of(reason))


def channel_now() -> str:
    """Return where she asks."""
    return current_actor().channel
