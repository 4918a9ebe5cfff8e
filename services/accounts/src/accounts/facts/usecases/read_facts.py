"""Read what an order is about."""

from accounts.facts.ports import Facts, FactsQuery, UnitOfWork
from accounts.subscribers.usecases.read_subscriber import NOBODY
from kernel.caller import Caller
from kernel.errors import NotFound


async def read_facts(query: FactsQuery, *, caller: Caller, uow: UnitOfWork) -> Facts:
    """Raises `NO_SUCH_SUBSCRIBER`, or `NOT_YOURS` where a customer asks about somebody else."""
    for customer_id in query.customer_ids:
        caller.must_own(customer_id)
    facts = await uow.facts.get(query)
    if query.subscriber_id:
        # The same answer whether it exists: nobody learns which numbers are in service.
        caller.must_own(facts.subscriber.holder_id if facts.subscriber else NOBODY)
        if facts.subscriber is None:
            raise NotFound("NO_SUCH_SUBSCRIBER", "There is no such subscriber.")
    return facts
