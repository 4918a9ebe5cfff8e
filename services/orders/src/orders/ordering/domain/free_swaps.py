"""Whether another card costs nothing: one a year is free (rules 2.9)."""

from orders.ordering.domain.facts import Facts


def is_free(facts: Facts) -> bool:
    """Tell whether the next card is free; where the operator names no time, none is."""
    after, subscriber = facts.policy.free_swap_after, facts.subscriber
    last, opened = subscriber.sim_since, subscriber.activated_at
    if after is None:
        return False
    was_never_swapped = last is None or (opened is not None and last <= opened)
    return was_never_swapped or (last is not None and last + after <= facts.now)
