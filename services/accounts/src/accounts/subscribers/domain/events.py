"""What is published about subscribers; no personal data."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from accounts.subscribers.domain.subscriber import Subscriber


class Change(StrEnum):
    """What happened to a subscriber."""

    ACTIVATED = "activated"
    STOPPED = "stopped"
    RESUMED = "resumed"
    CARD_REPLACED = "card_replaced"
    TERMINATED = "terminated"
    PRE_OPENED = "pre_opened"
    IDENTITY_SUPPLEMENTED = "identity_supplemented"
    PRE_TERMINATED = "pre_terminated"
    PRE_TERMINATION_WITHDRAWN = "pre_termination_withdrawn"
    RESTORED = "restored"
    PORTED_OUT = "ported_out"
    OWNERSHIP_TRANSFERRED = "ownership_transferred"
    ABROAD_CHANGED = "abroad_changed"
    SERVICES_CHANGED = "services_changed"
    PLAN_CHANGED = "plan_changed"


@dataclass(frozen=True, slots=True)
class SubscriberChanged:
    """The whole subscriber after a change."""

    subscriber: Subscriber
    what: Change
    order_id: str
    at: datetime
    former_holder_id: str = ""
    """Of a transfer: whose it was."""
