"""The verbs an order is made of. A verb says who does it, and whether it can be taken back.

Names and fields are those of the owners' `commands.proto`; a test compares them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from kernel.money import Money
from kernel.numbering import Iccid, Imsi, Msisdn
from orders.ordering.domain.agreement import Agreement
from orders.ordering.domain.facts import Stop
from orders.ordering.domain.steps_of_locks import (
    ClearVoucherTries,
    GivePassword,
    GrantPuk,
    HoldPassword,
    SetLanguage,
    SetPassword,
    Unlock,
)
from orders.ordering.domain.steps_of_plans import ChangePlan, WithdrawPlanChange
from orders.ordering.domain.steps_of_services import SetAbroad, SetServiceState
from orders.ordering.domain.values import (
    AccountId,
    CustomerId,
    FeeCode,
    Lifter,
    OfferingCode,
    ProofId,
    SubscriberId,
    SubscriberMove,
)


@dataclass(frozen=True, slots=True)
class UseProof:
    """The proof now belongs to this order and to no other."""

    proof_id: ProofId
    done_by = "accounts"
    can_be_taken_back = True


@dataclass(frozen=True, slots=True)
class ReservePlace:
    """Hold one of the numbers a paper may have; the owner counts under its lock."""

    customer_id: CustomerId
    done_by = "accounts"
    can_be_taken_back = True


@dataclass(frozen=True, slots=True)
class ReserveNumber:
    msisdn: Msisdn
    customer_id: CustomerId | None = None
    """For whom, where it may be held for a customer who looked."""
    done_by = "accounts"
    can_be_taken_back = True


@dataclass(frozen=True, slots=True)
class ReserveSim:
    iccid: Iccid
    done_by = "accounts"
    can_be_taken_back = True


@dataclass(frozen=True, slots=True)
class OpenSubscriber:
    """A subscriber that is pending until the network confirmed."""

    subscriber_id: SubscriberId
    customer_id: CustomerId
    msisdn: Msisdn
    iccid: Iccid
    offering: OfferingCode
    agreement: Agreement
    bound_until: datetime | None = None
    """Until when they may not leave, as they agreed with a lucky number."""
    done_by = "accounts"
    can_be_taken_back = True


@dataclass(frozen=True, slots=True)
class ActivateSubscriber:
    subscriber_id: SubscriberId
    done_by = "accounts"
    can_be_taken_back = False


@dataclass(frozen=True, slots=True)
class AssignSim:
    """The card of the subscriber is another from now on; the old one is void."""

    subscriber_id: SubscriberId
    iccid: Iccid
    instead_of: Iccid
    done_by = "accounts"
    can_be_taken_back = False


@dataclass(frozen=True, slots=True)
class AddStop:
    subscriber_id: SubscriberId
    stop: Stop
    until: datetime | None = None
    done_by = "accounts"
    can_be_taken_back = True


@dataclass(frozen=True, slots=True)
class LiftStop:
    """Accounts refuses a lifter who is none of this reason's."""

    subscriber_id: SubscriberId
    stop: Stop
    lifter: Lifter | None = None
    """None only in orders kept by the release before."""
    done_by = "accounts"
    can_be_taken_back = True


@dataclass(frozen=True, slots=True)
class TerminateSubscriber:
    """The number rests for 90 days, the card is void."""

    subscriber_id: SubscriberId
    done_by = "accounts"
    can_be_taken_back = False


@dataclass(frozen=True, slots=True)
class MoveSubscriber:
    """A move of the table of lives (rules 4.3) that takes no more than to say so."""

    subscriber_id: SubscriberId
    move: SubscriberMove
    until: datetime | None = None
    """Of a window: when it is over."""
    done_by = "accounts"
    can_be_taken_back = False


@dataclass(frozen=True, slots=True)
class RestoreSubscriber:
    """Who left is back with the number (复机), on a card the order holds."""

    subscriber_id: SubscriberId
    iccid: Iccid
    done_by = "accounts"
    can_be_taken_back = False


@dataclass(frozen=True, slots=True)
class HasKeys:
    """Ask whether the vault has the keys of this card."""

    imsi: Imsi
    done_by = "provisioning"
    can_be_taken_back = True


@dataclass(frozen=True, slots=True)
class OpenAccount:
    account_id: AccountId
    customer_id: CustomerId
    subscriber_id: SubscriberId
    msisdn: Msisdn
    offering: OfferingCode
    segment: str = ""
    region: str = ""
    customer_version: int = 0
    """Of what is known of the customer; the owner judges by the newest."""
    done_by = "billing"
    can_be_taken_back = True


@dataclass(frozen=True, slots=True)
class JoinAccount:
    """A sub-card (副卡): the account pays for one more subscriber, who shares what it allows."""

    account_id: AccountId
    customer_id: CustomerId
    subscriber_id: SubscriberId
    msisdn: Msisdn
    offering: OfferingCode
    segment: str = ""
    region: str = ""
    customer_version: int = 0
    """Of what is known of the customer; the owner judges by the newest."""
    done_by = "billing"
    can_be_taken_back = True


@dataclass(frozen=True, slots=True)
class CloseToCards:
    """No sub-card joins the account from now on; said again under its lock: it has none."""

    account_id: AccountId
    done_by = "billing"
    can_be_taken_back = True


@dataclass(frozen=True, slots=True)
class TakeFee:
    """A one-off fee at the price judged: in cash at the counter, or from the balance."""

    account_id: AccountId
    fee: FeeCode
    amount: Money
    from_balance: bool
    done_by = "billing"
    can_be_taken_back = True


@dataclass(frozen=True, slots=True)
class TakePrepayment:
    account_id: AccountId
    amount: Money
    done_by = "billing"
    can_be_taken_back = True


@dataclass(frozen=True, slots=True)
class StartPlan:
    account_id: AccountId
    subscriber_id: SubscriberId
    done_by = "billing"
    can_be_taken_back = False


@dataclass(frozen=True, slots=True)
class StartKeeping:
    """The keep fee (停机保号) replaces the monthly fee, until the term is over at the latest."""

    account_id: AccountId
    subscriber_id: SubscriberId
    until: datetime | None = None
    done_by = "billing"
    can_be_taken_back = False


@dataclass(frozen=True, slots=True)
class EndKeeping:
    account_id: AccountId
    subscriber_id: SubscriberId
    done_by = "billing"
    can_be_taken_back = False


@dataclass(frozen=True, slots=True)
class CloseAccount:
    """Of a sub-card: the account pays for it no more, and goes on."""

    account_id: AccountId
    subscriber_id: SubscriberId
    done_by = "billing"
    can_be_taken_back = False


@dataclass(frozen=True, slots=True)
class ReopenAccount:
    """Who left is back: the account goes on with what was left, as before the order that closed."""

    account_id: AccountId
    subscriber_id: SubscriberId
    closed_by: str
    done_by = "billing"
    can_be_taken_back = True


Step: TypeAlias = (
    UseProof | ReservePlace | ReserveNumber | ReserveSim | OpenSubscriber | ActivateSubscriber
    | AssignSim | AddStop | LiftStop | TerminateSubscriber | MoveSubscriber | RestoreSubscriber
    | HoldPassword | SetPassword | GivePassword | Unlock | ClearVoucherTries | GrantPuk
    | SetLanguage | SetAbroad | SetServiceState
    | HasKeys | OpenAccount | JoinAccount | CloseToCards | TakeFee | TakePrepayment | StartPlan
    | StartKeeping | EndKeeping | CloseAccount | ReopenAccount | ChangePlan | WithdrawPlanChange
)  # fmt: skip


OPENING: tuple[type[Step], ...] = (
    *(ReservePlace, ReserveNumber, ReserveSim, OpenSubscriber, HasKeys),
    *(ActivateSubscriber, GivePassword, StartPlan),
)
"""What opening any number takes; which account pays for it, and what, is its process's own."""


@dataclass(frozen=True, slots=True)
class TakeBack:
    """As if the step had never been asked for; its owner knows how."""

    step: Step

    @property
    def done_by(self) -> str:
        return self.step.done_by
