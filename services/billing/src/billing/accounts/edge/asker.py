"""Who asks, as the runtime verified it."""

from billing.accounts.domain.person import Person
from billing.accounts.usecases.find_account import Asker
from billing.accounts.wire.values import reason_of
from billing.payments.domain.collector import Collector, check_not_contradicted, collector_of
from billing.payments.domain.top_up import asker_of
from kernel.caller import SYSTEM
from runtime.rpc.calling import current_caller


def asker_now() -> Asker:
    """Return whose customer asks; staff and the system are nobody's, and see what there is.

    Somebody who is neither, such as a payer, is the customer of no account.
    """
    actor = current_caller()
    sees_all = actor.staff or actor == SYSTEM
    return Asker(None if sees_all else actor.customer_id or "")


def is_staff() -> bool:
    return current_caller().staff


def person_now(reason: str) -> Person:
    """Return who acts and why; raises `INVALID_ARGUMENT` for a why that cannot be read."""
    actor = current_caller()
    return Person(actor.id, actor.roles, reason_of(reason))


def collector_now(said: str) -> Collector:
    """Return who collected money, by who signed in; `said` is the channel the request names.

    Raises `ROLE_REQUIRED`, `CHANNEL_NOT_ALLOWED`, `CONTRADICTS_TOKEN`.
    """
    actor = current_caller()
    collector = collector_of(person_now(""), channel=actor.channel)
    check_not_contradicted(said, channel=actor.channel)
    return collector


def top_up_asker_now(said: str) -> Collector:
    """Return in whose name a customer asks for a top-up; raises as `collector_now` does."""
    actor = current_caller()
    asker = asker_of(person_now(""), channel=actor.channel)
    check_not_contradicted(said, channel=actor.channel)
    return asker


def channel_now() -> str:
    """Return where she asks."""
    return current_caller().channel
