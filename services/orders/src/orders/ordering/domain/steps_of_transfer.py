"""The verbs about whose a number is (过户, rules 2.11)."""

from dataclasses import dataclass
from datetime import datetime

from kernel.money import Money
from orders.ordering.domain.agreement import Agreement
from orders.ordering.domain.values import AccountId, CustomerId, SubscriberId


@dataclass(frozen=True, slots=True)
class TransferSubscriber:
    """It is another customer's from now on, by an agreement of their own; the one before ends."""

    subscriber_id: SubscriberId
    customer_id: CustomerId
    agreement: Agreement
    bound_until: datetime | None = None
    """Until when they may not leave, as they agreed with a lucky number."""
    done_by = "accounts"
    can_be_taken_back = False


@dataclass(frozen=True, slots=True)
class HandOverAccount:
    """A new account pays from this moment on; what began before is the other's, and that closes."""

    account_id: AccountId
    new_account_id: AccountId
    subscriber_id: SubscriberId
    customer_id: CustomerId
    segment: str
    region: str
    customer_version: int
    """Of what is known of the customer; the owner judges by the newest."""
    prepayment: Money
    """In cash, for the new account."""
    money_goes_along: bool
    """What is left in cash; else it is owed to who paid it."""
    done_by = "billing"
    can_be_taken_back = False
