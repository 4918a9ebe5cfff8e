"""A subscriber: a number in service, its card, its holder and its stops (rules 4)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from accounts.stock.domain.number_moves import left_by_its_subscriber
from accounts.stock.domain.phone_number import PhoneNumber
from accounts.stock.domain.sim_card import SimCard
from accounts.subscribers.domain.abroad import AT_HOME, Abroad, AbroadService, Permission
from accounts.subscribers.domain.moves import (
    GONE,
    Act,
    Phase,
    State,
    act_of_lift,
    act_of_stop,
    move_of,
    state_of,
)
from accounts.subscribers.domain.stop import (
    STOPS,
    KeptStop,
    Level,
    Lifter,
    Stop,
    StopReason,
    strictest,
)
from accounts.subscribers.domain.supplementary import (
    Service,
    Services,
    ServiceSetting,
    with_setting,
)
from kernel.errors import NotAllowed, Refusal


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
    """A number in service.

    `kept_stops`: those in force, those the order at hand lifted, and of who has left those it left
    with.
    """

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
    bound_until: datetime | None = None
    """Until when they may not leave, as they agreed (R-OPEN-6)."""
    abroad: Abroad = AT_HOME
    services: Services = field(default_factory=dict)
    offering_since: datetime | None = None
    """None: the plan is the one it was opened with."""
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
        return strictest(self.stops)

    @property
    def state(self) -> State:
        """Return what follows from phase and stops (rules 4.1, the design rule)."""
        return state_of(self.phase, self.stops)

    def activated(self, *, now: datetime) -> Subscriber:
        """The network confirmed: number and card are in use now. Raises `STATE_NOT_ALLOWED`."""
        return replace(
            self.after(Act.ACTIVATE),
            number=self.number.assigned(),
            card=self.card.activated(),
            sim_since=now,
            activated_at=now,
        )

    def after(self, act: Act) -> Subscriber:
        """Return it in the phase that follows; raises `STATE_NOT_ALLOWED`."""
        phase = move_of(self.state, act).phase
        return replace(self, phase=phase, version=self.version + 1)

    def terminated(self, *, by: str, now: datetime, act: Act = Act.TERMINATE) -> Subscriber:
        """It left by this order: the number rests, the card is void, every stop is over.

        Raises `STATE_NOT_ALLOWED` where the table has no such move.
        """
        return replace(
            self.after(act),
            number=left_by_its_subscriber(self.number, since=now),
            card=self.card.retired(),
            kept_stops=all_lifted(self.kept_stops, by=by, now=now),
            terminated_at=now,
        )

    def with_card(self, card: SimCard, *, now: datetime) -> Subscriber:
        """Another card is in use from now on; raises `STATE_NOT_ALLOWED` unless it is active."""
        if self.phase is not Phase.ACTIVE:
            sentence = f"Asked was another card; the subscriber is {self.state}."
            raise NotAllowed("STATE_NOT_ALLOWED", sentence)
        return replace(self, card=card.activated(), sim_since=now, version=self.version + 1)

    def with_stop(self, kept: KeptStop) -> Subscriber:
        """Stop it for one more reason; nothing changes where it is stopped so already.

        Raises `STATE_NOT_ALLOWED`, or `STOP_GOES_WITH_PHASE`.
        """
        if self._has(kept.stop):
            return self
        self.after(act_of_stop(kept.stop))
        return replace(self, kept_stops=(*self.kept_stops, kept), version=self.version + 1)

    def without_stop(self, stop: Stop, *, by: str, now: datetime) -> Subscriber:
        """Lift exactly this stop; raises `STOP_NOT_IN_FORCE` where it does not hold."""
        self.after(act_of_lift(stop.reason))
        if not self._has(stop):
            raise Refusal("STOP_NOT_IN_FORCE", "The number is not stopped for this reason.")
        kept = tuple(
            replace(one, lifted_at=now, lifted_by=by, paused_until=None)
            if one.stop == stop and not one.lifted_at else one
            for one in self.kept_stops
        )  # fmt: skip
        return replace(self, kept_stops=kept, version=self.version + 1)

    def _has(self, stop: Stop) -> bool:
        """Tell whether this stop holds, or would but for a window."""
        return any(kept.stop == stop and not kept.lifted_at for kept in self.kept_stops)


def stops_at_end(subscriber: Subscriber) -> tuple[KeptStop, ...]:
    """Return what ended in the moment they left, by whichever order; of who is there nothing."""
    if subscriber.terminated_at is None:
        return ()
    ended = (one for one in subscriber.kept_stops if one.lifted_at == subscriber.terminated_at)
    return tuple(sorted(ended, key=lambda kept: kept.stop))


def switched(subscriber: Subscriber, service: AbroadService, permission: Permission) -> Subscriber:
    """Switch long distance or roaming; raises `STATE_NOT_ALLOWED` of who is gone.

    A stop is no obstacle: arrears close both (R-ROAM-4).
    """
    if subscriber.phase in GONE:
        sentence = f"Asked was {service}; the subscriber is {subscriber.state}."
        raise NotAllowed("STATE_NOT_ALLOWED", sentence)
    abroad = subscriber.abroad.switched(service, permission)
    if abroad == subscriber.abroad:
        return subscriber
    return replace(subscriber, abroad=abroad, version=subscriber.version + 1)


def serviced(subscriber: Subscriber, service: Service, setting: ServiceSetting) -> Subscriber:
    """Bring a supplementary service to a state; raises `STATE_NOT_ALLOWED` of who is gone."""
    if subscriber.phase in GONE:
        sentence = f"Asked was {service}; the subscriber is {subscriber.state}."
        raise NotAllowed("STATE_NOT_ALLOWED", sentence)
    services = with_setting(subscriber.services, service, setting)
    if services == subscriber.services:
        return subscriber
    return replace(subscriber, services=services, version=subscriber.version + 1)


def with_offering(subscriber: Subscriber, offering: str, *, since: datetime) -> Subscriber:
    """Return it with this plan; nothing changes where a newer one is known, or the same.

    The same plan at a later moment is no change of the subscriber, and no new version.
    """
    known = subscriber.offering_since
    if (known is not None and since < known) or (since, offering) == (known, subscriber.offering):
        return subscriber
    version = subscriber.version + (offering != subscriber.offering)
    return replace(subscriber, offering=offering, offering_since=since, version=version)


def open_until(subscriber: Subscriber) -> datetime | None:
    """Return until when debts do not stop it; None where no window is open (T15)."""
    ends = (kept.paused_until for kept in subscriber.kept_stops if not kept.lifted_at)
    return max((end for end in ends if end is not None), default=None)


def paused_stops(subscriber: Subscriber) -> frozenset[Stop]:
    """Return what a window lets be: it holds again when the window ends (T16)."""
    kept = (one for one in subscriber.kept_stops if not one.lifted_at)
    return frozenset(one.stop for one in kept if one.paused_until is not None)


def debt_since(subscriber: Subscriber) -> datetime | None:
    """Return since when arrears stop it both ways, in a window or not; None: they do not."""
    arrears = Stop(StopReason.ARREARS, Level.TWO_WAY)
    kept = (one for one in subscriber.kept_stops if not one.lifted_at and one.stop == arrears)
    return min((one.since for one in kept), default=None)


def all_lifted(stops: tuple[KeptStop, ...], *, by: str, now: datetime) -> tuple[KeptStop, ...]:
    """Return them with an end, each that has none yet."""
    return tuple(
        each if each.lifted_at else replace(each, lifted_at=now, lifted_by=by, paused_until=None)
        for each in stops
    )


def must_be_lifted_by(lifter: Lifter | None, reason: StopReason) -> None:
    """Raise `LIFTER_NOT_ALLOWED` unless this reason ends on their word (rules 3.6)."""
    if lifter is not None and lifter not in STOPS[reason].lifters:
        sentence = f"A stop for {reason} is not lifted on the word of {lifter}."
        raise NotAllowed("LIFTER_NOT_ALLOWED", sentence)


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
