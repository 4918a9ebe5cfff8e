"""Who asks, as the runtime verified it."""

from billing.usecases.answer import Asker
from runtime.actor import current_actor


def asker_now() -> Asker:
    """Return whose customer asks; staff and systems are nobody's."""
    actor = current_actor()
    return Asker(None if actor.staff else actor.customer_id)


def is_staff() -> bool:
    return current_actor().staff
