"""The verbs about which plan an account has (rules 2.12)."""

from dataclasses import dataclass
from datetime import datetime

from orders.ordering.domain.values import AccountId, OfferingCode, SubscriberId


@dataclass(frozen=True, slots=True)
class ChangePlan:
    """Another plan, from a first of a month on, in place of what is booked; or at once, by day."""

    account_id: AccountId
    subscriber_id: SubscriberId
    offering: OfferingCode
    since: datetime | None = None
    """The first moment of a month; None: at once."""
    instead_of: OfferingCode | None = None
    """The plan that is booked and gives way."""
    done_by = "billing"
    can_be_taken_back = True


@dataclass(frozen=True, slots=True)
class WithdrawPlanChange:
    """The plan they have goes on; `offering` and `since`: of the one that was booked."""

    account_id: AccountId
    subscriber_id: SubscriberId
    offering: OfferingCode
    since: datetime
    done_by = "billing"
    can_be_taken_back = True
