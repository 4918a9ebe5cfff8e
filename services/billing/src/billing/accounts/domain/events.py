"""What every area may say: a text to somebody, and what is audited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsRequested:
    subscriber_id: str
    template: str
    parameters: Mapping[str, str]
    occurred_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecorded:
    action: str
    object_id: str
    reason: str
    outcome: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChanged:
    """Another plan holds since `occurred_at`."""

    subscriber_id: str
    account_id: str
    offering: str
    occurred_at: datetime


Event = SmsRequested | AuditRecorded | PlanChanged
