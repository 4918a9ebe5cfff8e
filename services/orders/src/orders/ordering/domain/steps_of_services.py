"""The verbs about what a number may do (rules 2.14, 2.16)."""

from dataclasses import dataclass
from datetime import datetime

from orders.ordering.domain.values import AbroadService, Service, ServiceState, SubscriberId


@dataclass(frozen=True, slots=True)
class SetAbroad:
    """Long distance or roaming is on or off from now on (rules 2.16)."""

    subscriber_id: SubscriberId
    service: AbroadService
    open: bool
    until: datetime | None = None
    """Of what is open: when that ends; None: for good."""
    done_by = "accounts"
    can_be_taken_back = False


@dataclass(frozen=True, slots=True)
class SetServiceState:
    """A supplementary service is so from now on (rules 2.14)."""

    subscriber_id: SubscriberId
    service: Service
    state: ServiceState
    number: str = ""
    seconds: int = 0
    done_by = "accounts"
    can_be_taken_back = False
