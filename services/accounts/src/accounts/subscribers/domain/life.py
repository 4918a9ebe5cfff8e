"""What each move of a subscriber's life changes beside the phase (rules 4.3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from accounts.stock.domain.number_moves import ported_out, taken_back
from accounts.subscribers.domain.abroad import AT_HOME
from accounts.subscribers.domain.moves import DEBT, Act
from accounts.subscribers.domain.stop import KeptStop, Level, Stop, StopReason
from accounts.subscribers.domain.subscriber import Subscriber, all_lifted, open_until
from kernel.errors import Invalid, NotAllowed

UNREGISTERED = Stop(StopReason.NOT_ACTIVATED, Level.TWO_WAY)
"""Who is sold before anybody is registered cannot call (AC-PRE-1)."""
GIVEN_UP = Stop(StopReason.PRE_CANCEL, Level.TWO_WAY)


@dataclass(frozen=True, slots=True)
class Moment:
    """Which order moves it, when, and until when what it opens lasts."""

    order_id: str
    now: datetime
    until: datetime | None = None


def moved(subscriber: Subscriber, act: Act, at: Moment) -> Subscriber:
    """Return the subscriber after this act.

    Raises `STATE_NOT_ALLOWED` where the table has no such move, `MOVE_NEEDS_MORE` for an act that
    has a step of its own, `FIELD_MISSING` where a window has no end.
    """
    if act not in _MOVES:
        raise NotAllowed("MOVE_NEEDS_MORE", f"To {act} takes more than to say so.")
    return _MOVES[act](subscriber, at)


def restored(subscriber: Subscriber, *, now: datetime) -> Subscriber:
    """They are back with the number (复机), on another card, and as who is new else.

    Raises `STATE_NOT_ALLOWED` unless they are terminated, `NUMBER_NOT_AVAILABLE` where the number
    is another's or may not come back.
    """
    back = subscriber.after(Act.RESTORE)
    return replace(
        back,
        number=taken_back(subscriber.number),
        card=subscriber.card.activated(),
        sim_since=now,
        terminated_at=None,
        abroad=AT_HOME,
        services={},
    )


def transferred(subscriber: Subscriber, *, to: str) -> Subscriber:
    """They are somebody else's from now on; raises `STATE_NOT_ALLOWED` unless they are active."""
    return replace(subscriber.after(Act.TRANSFER), holder_id=to)


def _pre_opened(subscriber: Subscriber, at: Moment) -> Subscriber:
    return _with(
        replace(
            subscriber.after(Act.PRE_OPEN),
            number=subscriber.number.pre_assigned(),
            card=subscriber.card.activated(),
            sim_since=at.now,
        ),
        UNREGISTERED,
        at,
    )


def _registered(subscriber: Subscriber, at: Moment) -> Subscriber:
    known = replace(subscriber.after(Act.REGISTER), number=subscriber.number.assigned())
    return _without(known, UNREGISTERED, at)


def _registered_and_active(subscriber: Subscriber, at: Moment) -> Subscriber:
    known = subscriber.after(Act.REGISTER_AND_ACTIVATE)
    active = replace(known, number=subscriber.number.assigned(), activated_at=at.now)
    return _without(active, UNREGISTERED, at)


def _used(subscriber: Subscriber, at: Moment) -> Subscriber:
    return replace(subscriber.after(Act.USE_FIRST), activated_at=at.now)


def _unsold(subscriber: Subscriber, at: Moment) -> Subscriber:
    """Nobody had the number: it does not rest."""
    return replace(
        subscriber.after(Act.RETURN_UNSOLD),
        number=subscriber.number.released(),
        card=subscriber.card.retired(),
        kept_stops=all_lifted(subscriber.kept_stops, by=at.order_id, now=at.now),
        terminated_at=at.now,
    )


def _open_for_a_time(subscriber: Subscriber, at: Moment) -> Subscriber:
    if at.until is None or at.until <= at.now:
        raise Invalid("FIELD_NOT_VALID", "A window ends later than it opens.", field="until")
    opened = subscriber.after(Act.OPEN_FOR_A_TIME)
    debts = [kept for kept in subscriber.in_force if kept.stop.reason in DEBT]
    if not debts:
        sentence = "Asked was a window; the subscriber is stopped for no debt."
        raise NotAllowed("STATE_NOT_ALLOWED", sentence)
    return _each(
        opened, lambda kept: replace(kept, paused_until=at.until) if kept in debts else kept
    )


def _time_is_over(subscriber: Subscriber, at: Moment) -> Subscriber:
    """What was paid meanwhile stays lifted."""
    closed = subscriber.after(Act.TIME_IS_OVER)
    if open_until(subscriber) is None:
        sentence = "Asked was the end of a window; none is open."
        raise NotAllowed("STATE_NOT_ALLOWED", sentence)
    return _each(closed, lambda kept: replace(kept, paused_until=None))


def _given_up(subscriber: Subscriber, at: Moment) -> Subscriber:
    after = subscriber.after(Act.PRE_TERMINATE)
    if Stop(StopReason.ARREARS, Level.TWO_WAY) not in subscriber.stops:
        sentence = f"Asked was {Act.PRE_TERMINATE}; they are not stopped both ways for arrears."
        raise NotAllowed("STATE_NOT_ALLOWED", sentence)
    return _with(after, GIVEN_UP, at)


def _paid_again(subscriber: Subscriber, at: Moment) -> Subscriber:
    return _without(subscriber.after(Act.RESTORE_PAID), GIVEN_UP, at)


def _ported_out(subscriber: Subscriber, at: Moment) -> Subscriber:
    return replace(
        subscriber.after(Act.PORT_OUT),
        number=ported_out(subscriber.number),
        card=subscriber.card.retired(),
        kept_stops=all_lifted(subscriber.kept_stops, by=at.order_id, now=at.now),
        terminated_at=at.now,
    )


def _leaves(act: Act) -> Callable[[Subscriber, Moment], Subscriber]:
    return lambda subscriber, at: subscriber.terminated(by=at.order_id, now=at.now, act=act)


_MOVES: Mapping[Act, Callable[[Subscriber, Moment], Subscriber]] = {
    Act.PRE_OPEN: _pre_opened,
    Act.REGISTER: _registered,
    Act.REGISTER_AND_ACTIVATE: _registered_and_active,
    Act.USE_FIRST: _used,
    Act.EXPIRE_UNUSED: _leaves(Act.EXPIRE_UNUSED),
    Act.RETURN_UNSOLD: _unsold,
    Act.OPEN_FOR_A_TIME: _open_for_a_time,
    Act.TIME_IS_OVER: _time_is_over,
    Act.PRE_TERMINATE: _given_up,
    Act.RESTORE_PAID: _paid_again,
    Act.TERMINATE_UNPAID: _leaves(Act.TERMINATE_UNPAID),
    Act.BOOK_TERMINATION: lambda subscriber, at: subscriber.after(Act.BOOK_TERMINATION),
    Act.WITHDRAW_BOOKING: lambda subscriber, at: subscriber.after(Act.WITHDRAW_BOOKING),
    Act.TERMINATE_BOOKED: _leaves(Act.TERMINATE_BOOKED),
    Act.PORT_OUT: _ported_out,
}
SPOKEN = frozenset(_MOVES)
"""Acts an order may say by name; the others have steps of their own."""


def _with(subscriber: Subscriber, stop: Stop, at: Moment) -> Subscriber:
    kept = KeptStop(stop, since=at.now, added_by=at.order_id)
    return replace(subscriber, kept_stops=(*subscriber.kept_stops, kept))


def _without(subscriber: Subscriber, stop: Stop, at: Moment) -> Subscriber:
    return _each(
        subscriber,
        lambda kept: replace(kept, lifted_at=at.now, lifted_by=at.order_id)
        if kept.stop == stop and not kept.lifted_at else kept,
    )  # fmt: skip


def _each(subscriber: Subscriber, change: Callable[[KeptStop], KeptStop]) -> Subscriber:
    return replace(subscriber, kept_stops=tuple(map(change, subscriber.kept_stops)))
