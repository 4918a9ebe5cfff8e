"""One line of the command log: who did what to which record, without secrets."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from emulator.hlr.domain.subscription import Key, Subscription

Record = Key | Subscription | None
DONE = "DONE"


@dataclass(frozen=True, slots=True)
class Changed:
    """A record before and after a change; None where it was not there."""

    before: Record
    after: Record


NOTHING = Changed(None, None)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """`command` is the echo, its secrets masked; `outcome` DONE or the name of the error."""

    at: datetime
    operator: str
    session: str
    command: str
    outcome: str
    changed: Changed = NOTHING


def shown(record: Record) -> dict[str, Any] | None:
    """Return what may be written down of a record: of a key only that it is there."""
    if record is None:
        return None
    if isinstance(record, Key):
        return {"imsi": record.imsi, "card_type": record.card_type}
    profile = record.profile
    return {
        "imsi": record.imsi,
        "isdn": profile.isdn,
        "template": record.template,
        "odb": [profile.outgoing, profile.incoming, profile.roaming, profile.packet],
        "locks": [profile.lock_incoming, profile.lock_outgoing, profile.lock_packet],
        "serving_node": record.serving_node,
    }
