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


@dataclass(frozen=True, slots=True)
class SubscriberChanged:
    """The whole subscriber after a change."""

    subscriber: Subscriber
    what: Change
    order_id: str
    at: datetime
