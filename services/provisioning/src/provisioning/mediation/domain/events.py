"""What mediation says happened."""

from dataclasses import dataclass

from provisioning.mediation.domain.usage import UsageRecord


@dataclass(frozen=True, slots=True)
class UsageRecorded:
    record: UsageRecord
    subscriber_id: str
