"""Read what is true of everything an order is about, at one moment."""

from accounts.domain.asker import Asker
from accounts.usecases.ports import Desk, Facts, FactsAsked
from accounts.usecases.read_subscriber import NOBODY
from kernel.errors import NotFound


async def read_facts(asked: FactsAsked, *, asker: Asker, desk: Desk) -> Facts:
    """Raises `NO_SUCH_SUBSCRIBER`, or `NOT_YOURS` where a customer asks about somebody else."""
    for customer_id in asked.customer_ids:
        asker.must_own(customer_id)
    facts = await desk.facts(asked)
    if asked.subscriber_id:
        # The same answer whether it exists: nobody learns which numbers are in service.
        asker.must_own(facts.subscriber.holder_id if facts.subscriber else NOBODY)
        if facts.subscriber is None:
            raise NotFound("NO_SUCH_SUBSCRIBER", "There is no such subscriber.")
    return facts
