"""Who collected money, or asks for a top-up, by who signed in."""

from billing.payments.domain.collector import Collector, check_not_contradicted, collector_of
from billing.payments.domain.top_up import paid_in_name_of
from runtime.rpc.calling import current_caller


def collector_now(said: str) -> Collector:
    """Return who collected money, by who signed in; `said` is the channel the request names.

    Raises `ROLE_REQUIRED`, `CHANNEL_NOT_ALLOWED`, `CONTRADICTS_TOKEN`.
    """
    caller = current_caller()
    collector = collector_of(caller)
    check_not_contradicted(said, channel=caller.channel)
    return collector


def customer_now(said: str) -> Collector:
    """Return in whose name a customer asks for a top-up; raises as `collector_now` does."""
    caller = current_caller()
    collector = paid_in_name_of(caller)
    check_not_contradicted(said, channel=caller.channel)
    return collector
