"""The clocks of services as they are shown, and an instant as it is said."""

from datetime import UTC, datetime

from boss.runtime.v1.operations_pb2 import QuietResponse
from kernel.errors import Invalid

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100


def shown(quiet: QuietResponse) -> dict[str, object]:
    """Show the clock of a service, what is busy in it and what is due next."""
    return {
        "now": quiet.now.ToJsonString(),
        "quiet": quiet.quiet,
        "busy": list(quiet.busy),
        "outboxWaiting": quiet.outbox_waiting,
        "unheard": quiet.unheard,
        "stands": quiet.stands,
        "newestFact": quiet.newest_fact.ToJsonString() if quiet.HasField("newest_fact") else None,
        "nextDue": quiet.next_due.ToJsonString() if quiet.HasField("next_due") else None,
    }


def instant_of(said: str) -> datetime:
    """Read an instant with its offset (RFC 3339); raises `FIELD_NOT_VALID`."""
    try:
        instant = datetime.fromisoformat(said)
    except ValueError as error:
        raise Invalid("FIELD_NOT_VALID", "Not an RFC 3339 instant.", field="to") from error
    if instant.tzinfo is None:
        raise Invalid("FIELD_NOT_VALID", "An instant needs its offset, as in Z.", field="to")
    if not EARLIEST_YEAR <= instant.year <= LATEST_YEAR:
        sentence = f"A year from {EARLIEST_YEAR} to {LATEST_YEAR} belongs here."
        raise Invalid("FIELD_NOT_VALID", sentence, field="to")
    return instant.astimezone(UTC)
