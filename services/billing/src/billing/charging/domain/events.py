"""What is said of charged use."""

from datetime import datetime

from billing.rating.domain import events
from kernel.value import named_value


@named_value
class UsageRated:
    record_id: str
    account_id: str
    subscriber_id: str
    kind: str
    charged_millifen: int
    started_at: datetime


Event = events.Event | UsageRated
