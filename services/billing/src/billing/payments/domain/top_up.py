"""Top-ups a customer asks for: booked when whoever collected the money says so, not before."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from billing.payments.domain.collector import Collector
from billing.payments.domain.payment import Payment
from kernel.caller import Caller
from kernel.errors import NotAllowed, Refusal
from kernel.lifecycle import Lifecycle
from kernel.money import Money, fen


class TopUpState(StrEnum):
    """What became of it."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"
    EXPIRED = "expired"
    REVERSED = "reversed"
    """Its payment was taken back (冲正) by an earlier release: now only its provider gives back."""


class TopUpAct(StrEnum):
    """What the provider says, what the clock does, and who takes payments back."""

    PAID = "paid"
    REFUSED = "failed"
    TIME_OVER = "time_over"
    TAKEN_BACK = "taken_back"


TOP_UP = Lifecycle(
    name="top-up",
    states=TopUpState,
    starts=frozenset({TopUpState.PENDING}),
    moves={
        (TopUpState.PENDING, TopUpAct.PAID): TopUpState.DONE,
        (TopUpState.PENDING, TopUpAct.REFUSED): TopUpState.FAILED,
        (TopUpState.PENDING, TopUpAct.TIME_OVER): TopUpState.EXPIRED,
        # Money that was collected is theirs, however late that is said, whatever was said before.
        (TopUpState.EXPIRED, TopUpAct.PAID): TopUpState.DONE,
        (TopUpState.FAILED, TopUpAct.PAID): TopUpState.DONE,
        # Said again, or of what is over: nothing follows.
        (TopUpState.FAILED, TopUpAct.REFUSED): TopUpState.FAILED,
        (TopUpState.EXPIRED, TopUpAct.REFUSED): TopUpState.EXPIRED,
        (TopUpState.DONE, TopUpAct.TAKEN_BACK): TopUpState.REVERSED,
    },
    ends=frozenset({TopUpState.REVERSED}),
)
NOTHING = fen(0)
PAID = frozenset({TopUpState.DONE, TopUpState.REVERSED})
"""Its provider has collected it."""

NOT_BOOKED = frozenset(TopUpState) - PAID
"""There is no payment of it."""

CUSTOMER = "customer"
OWN_CHANNELS = frozenset({"app", "web", "hotline", "sms", "kiosk"})
"""The operator's own, in which a customer signs in themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopUp:
    """What a customer asked for; `paid` is what was collected, which may be another amount."""

    id: str
    account_id: str
    collector: Collector
    reference: str
    amount: Money
    provider: str
    asked_at: datetime
    expires_at: datetime
    state: TopUpState = TopUpState.PENDING
    paid: Money | None = None
    transaction: str = ""
    """The provider's name for what it collected."""
    ended_at: datetime | None = None
    besides: Money = NOTHING
    """What its provider says it collected besides, and has to give back."""

    def payment(self, amount: Money, *, at: datetime) -> Payment:
        """Return the payment of this amount it becomes."""
        return Payment(
            id=self.id,
            account_id=self.account_id,
            channel=self.collector.channel,
            space=self.collector.space,
            reference=self.reference,
            amount=amount,
            at=at,
        )


@dataclass(frozen=True, slots=True)
class Notice:
    """What a provider says of a top-up, its signature verified."""

    top_up_id: str
    act: TopUpAct
    transaction: str
    amount: Money


def paid_in_name_of(caller: Caller) -> Collector:
    """Return in whose name a top-up is asked for; raises `ROLE_REQUIRED`, `CHANNEL_NOT_ALLOWED`."""
    if CUSTOMER not in caller.roles:
        raise NotAllowed("ROLE_REQUIRED", "A customer asks for a top-up.")
    if caller.channel not in OWN_CHANNELS:
        sentence = f"Nobody asks for a top-up in the channel {caller.channel}."
        raise NotAllowed("CHANNEL_NOT_ALLOWED", sentence, field="payment_channel")
    return Collector(caller.channel, caller.id)


def is_same_asked(before: TopUp, again: TopUp) -> bool:
    """Tell whether both ask for the same."""
    return (before.account_id, before.amount) == (again.account_id, again.amount)


def is_besides(top_up: TopUp, notice: Notice) -> bool:
    """Tell whether this was collected beside what paid the top-up."""
    return notice.act is TopUpAct.PAID and top_up.state in PAID


def settled(top_up: TopUp, notice: Notice, *, at: datetime) -> TopUp:
    """Return it after what its provider says; itself where that is known.

    Raises `TOP_UP_PAID` where another transaction paid it, or one that paid it is said to have
    failed: its provider gives back what it collected besides.
    """
    if top_up.state in PAID:
        said = (TopUpAct.PAID, top_up.transaction, top_up.paid)
        if (notice.act, notice.transaction, notice.amount) == said:
            return top_up
        sentence = "This top-up is paid: give back what was collected besides."
        raise Refusal("TOP_UP_PAID", sentence, field="transaction")
    state = TOP_UP.after(top_up.state, notice.act)
    if state is top_up.state:
        return top_up
    if notice.act is TopUpAct.PAID:
        return replace(
            top_up, state=state, paid=notice.amount, transaction=notice.transaction, ended_at=at
        )
    return replace(top_up, state=state, ended_at=at)


def expired(top_up: TopUp, *, at: datetime) -> TopUp:
    """Return it with its time over; itself where it has ended before."""
    if top_up.state is not TopUpState.PENDING or at < top_up.expires_at:
        return top_up
    return replace(top_up, state=TOP_UP.after(top_up.state, TopUpAct.TIME_OVER), ended_at=at)
