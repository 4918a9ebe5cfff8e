"""A subscriber: a number in service, its card, its holder and its stops (rules 4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from accounts.stock.domain.phone_number import PhoneNumber
from accounts.stock.domain.sim_card import SimCard
from accounts.subscribers.domain.stop import KeptStop, Level, Stop, StopReason
from kernel.errors import NotAllowed, Refusal
from kernel.lifecycle import Lifecycle


class Phase(StrEnum):
    """Where a subscriber is in its life; whether it is stopped follows from its stops."""

    PENDING = "pending"
    ACTIVE = "active"
    TERMINATED = "terminated"
    UNDONE = "undone"


class SubscriberAct(StrEnum):
    ACTIVATE = "activate"
    UNDO = "undo"
    TERMINATE = "terminate"


SUBSCRIBER = Lifecycle(
    name="subscriber",
    states=Phase,
    starts=frozenset({Phase.PENDING}),
    moves={
        (Phase.PENDING, SubscriberAct.ACTIVATE): Phase.ACTIVE,
        (Phase.PENDING, SubscriberAct.UNDO): Phase.UNDONE,
        (Phase.ACTIVE, SubscriberAct.TERMINATE): Phase.TERMINATED,
    },
    ends=frozenset({Phase.TERMINATED, Phase.UNDONE}),
)

SUSPENDED_BY_WISH = frozenset({StopReason.VOLUNTARY, StopReason.LOST})


@dataclass(frozen=True, slots=True)
class Agreement:
    """The network-access agreement and its four parts (入网协议, R-OPEN-1)."""

    service_types: str
    service_items: str
    tariff_plan: str
    payment_plan: str
    version: str


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A number in service. `kept_stops`: those in force, and those the order at hand lifted."""

    id: str
    holder_id: str
    number: PhoneNumber
    card: SimCard
    offering: str
    opened_by: str
    phase: Phase = Phase.PENDING
    kept_stops: tuple[KeptStop, ...] = ()
    sim_since: datetime | None = None
    activated_at: datetime | None = None
    terminated_at: datetime | None = None
    version: int = 1

    @property
    def in_force(self) -> tuple[KeptStop, ...]:
        return tuple(kept for kept in self.kept_stops if kept.is_in_force)

    @property
    def stops(self) -> frozenset[Stop]:
        return frozenset(kept.stop for kept in self.in_force)

    @property
    def level(self) -> Level:
        """Return the strictest level any reason asks for."""
        return max((stop.level for stop in self.stops), default=Level.NONE)

    @property
    def state(self) -> str:
        """Return what follows from phase and stops (rules 4.1, the design rule)."""
        if self.phase is not Phase.ACTIVE:
            return self.phase.value
        reasons = {stop.reason for stop in self.stops}
        others = [stop.level for stop in self.stops if stop.reason not in SUSPENDED_BY_WISH]
        if Level.TWO_WAY in others:
            return "suspended_two_way"
        if reasons & SUSPENDED_BY_WISH:
            return "voluntary_suspended"
        return "suspended_one_way" if Level.ONE_WAY in others else self.phase.value

    def activated(self, *, now: datetime) -> Subscriber:
        """The network confirmed: number and card are in use now. Raises `STATE_NOT_ALLOWED`."""
        return replace(
            self,
            phase=SUBSCRIBER.after(self.phase, SubscriberAct.ACTIVATE),
            number=self.number.assigned(),
            card=self.card.activated(),
            sim_since=now,
            activated_at=now,
            version=self.version + 1,
        )

    def undone(self) -> Subscriber:
        """As if it had never been opened; raises `STATE_NOT_ALLOWED` unless it is pending."""
        phase = SUBSCRIBER.after(self.phase, SubscriberAct.UNDO)
        return replace(self, phase=phase, version=self.version + 1)

    def terminated(self, *, by: str, now: datetime) -> Subscriber:
        """It left by this order: the number rests, the card is void, every stop is over.

        Raises `STATE_NOT_ALLOWED` unless it is active.
        """
        return replace(
            self,
            phase=SUBSCRIBER.after(self.phase, SubscriberAct.TERMINATE),
            number=self.number.resting(since=now),
            card=self.card.retired(),
            kept_stops=tuple(
                replace(one, lifted_at=now, lifted_by=by) if one.is_in_force else one
                for one in self.kept_stops
            ),
            terminated_at=now,
            version=self.version + 1,
        )

    def with_card(self, card: SimCard, *, now: datetime) -> Subscriber:
        """Another card is in use from now on; raises `STATE_NOT_ALLOWED` unless it is active."""
        self._must_be_active()
        return replace(self, card=card.activated(), sim_since=now, version=self.version + 1)

    def with_stop(self, kept: KeptStop) -> Subscriber:
        """Stop it for one more reason; nothing changes where it is stopped so already."""
        self._must_be_active()
        if kept.stop in self.stops:
            return self
        return replace(self, kept_stops=(*self.kept_stops, kept), version=self.version + 1)

    def without_stop(self, stop: Stop, *, by: str, now: datetime) -> Subscriber:
        """Lift exactly this stop; raises `STOP_NOT_IN_FORCE` where it does not hold."""
        self._must_be_active()
        if stop not in self.stops:
            raise Refusal("STOP_NOT_IN_FORCE", "The number is not stopped for this reason.")
        kept = tuple(
            replace(one, lifted_at=now, lifted_by=by) if one.stop == stop and one.is_in_force
            else one
            for one in self.kept_stops
        )  # fmt: skip
        return replace(self, kept_stops=kept, version=self.version + 1)

    def _must_be_active(self) -> None:
        """Raise `STATE_NOT_ALLOWED` unless it is in the network."""
        if self.phase is not Phase.ACTIVE:
            raise NotAllowed("STATE_NOT_ALLOWED", f"The subscriber is {self.phase}.")


def voluntary_stop(subscriber: Subscriber) -> KeptStop | None:
    """Return the suspension the holder asked for, where there is one."""
    kept = (one for one in subscriber.in_force if one.stop.reason is StopReason.VOLUNTARY)
    return next(kept, None)


def stopped_again(subscriber: Subscriber, stop: Stop, *, lifted_by: str) -> Subscriber:
    """Put back what an order lifted; nothing changes where it lifted nothing."""
    if stop in subscriber.stops:
        return subscriber
    kept = tuple(
        replace(one, lifted_at=None, lifted_by="")
        if one.stop == stop and one.lifted_by == lifted_by else one
        for one in subscriber.kept_stops
    )  # fmt: skip
    if kept == subscriber.kept_stops:
        return subscriber
    return replace(subscriber, kept_stops=kept, version=subscriber.version + 1)
