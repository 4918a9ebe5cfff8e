"""What is recorded of who had orders do something."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AuditRecorded:
    """Who did or tried what, and why; `outcome` is done or the code of the refusal."""

    actor: str
    channel: str
    action: str
    object_id: str
    outcome: str
    at: datetime
    reason: str = ""
