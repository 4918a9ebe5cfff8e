"""What is due of a subscriber at a moment: which process it opens, and what becomes of it.

A process makes an appointment (`later`), another is opened by it (`OnTimer`), and each says which
it settles. What is due once is not forgotten: its thing has moved on, it comes again where its
reason may pass by itself, or a person decides.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import cache
from typing import Any, get_type_hints

from orders.ordering.domain.lifecycle import OrderAct, OrderState
from orders.ordering.domain.order import Order
from orders.ordering.domain.process import AnyProcess, OnTimer
from orders.ordering.domain.values import AppointedBy, SubscriberId

TERM_END = "voluntary_term_end"
"""The term of a suspension that was asked for is over."""
BOOKED_TERMINATION = "booked_termination_due"
"""The month is over at the end of which a subscriber leaves."""
PRE_TERMINATION = "arrears_pre_termination_due"
"""Who is stopped both ways for arrears has not paid in the days they had."""
UNPAID = "arrears_termination_due"
"""Who was given up for arrears has not paid in the days that were left."""
WINDOW_END = "window_end"
"""The time is over for which a number was opened though money is owed."""
ABROAD_END = "abroad_end_due"
"""The days for which long distance or roaming was opened are over."""
PROVISIONAL_LOSS_END = "provisional_loss_end_due"
"""A loss that was reported by telephone was not confirmed in time."""
MOVED_ON = frozenset({"STATE_NOT_ALLOWED", "TERM_NOT_OVER", "NOTHING_TO_DO", "NO_SUCH_SUBSCRIBER"})
"""Codes that say that what was due is done, undone, or not due any more."""
PASSES = frozenset({"ARREARS_EXIST"})
"""Codes that say that what was due waits for money, which may come by itself."""
AGAIN_AFTER = timedelta(days=1)
"""Of the business clock: what waits for money is due again then, until it has come."""
_MISSED = frozenset({OrderState.REJECTED, OrderState.FAILED, OrderState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Course:
    """What a timer opens, and after which processes an earlier appointment is not in force."""

    timer: str
    process: AnyProcess
    settled_by: tuple[str, ...]

    def request(self, maker: str) -> object:
        """Return the request of who names the order that made the appointment; it may be empty."""
        return self.process.request(**{_field_of(self.process.request): maker})


@dataclass(frozen=True, slots=True)
class Missed:
    """An appointment whose order has ended without what it wanted."""

    timer: str
    key: str
    refusal: str
    again_after: timedelta | None = None
    """How long until it is due again by itself; None where a person decides."""


def courses(forms: Iterable[AnyProcess]) -> Mapping[str, Course]:
    """Return by timer what appointments open. What no process settles is a ValueError."""
    known, by_timer = tuple(forms), {}
    for form in known:
        for opener in form.opened_by:
            if isinstance(opener, OnTimer) and _field_of(form.request):
                settled_by = tuple(one.name for one in known if opener.timer in one.settles)
                if form.name not in settled_by:
                    raise ValueError(f"{form.name} does not settle {opener.timer}, which opens it")
                by_timer[opener.timer] = Course(opener.timer, form, settled_by)
    return by_timer


def key_of(subscriber: SubscriberId, maker: str) -> str:
    """Return the key of the timer that this order has set for a subscriber."""
    return f"{subscriber}/{maker}"


def missed_by(order: Order) -> Missed | None:
    """Return what was due and this order, which has just ended, has not done; mostly nothing.

    What waits for money comes again, of all else a person decides. What replaces a waiting order of
    its kind does what that one would have done.
    """
    field = _field_of(type(order.request))
    if not field or not order.origin.opener or order.state not in _MISSED:
        return None
    if order.refused_with in MOVED_ON or order.passed[-1].act is OrderAct.REPLACED:
        return None
    why = order.refused_with or order.passed[-1].act.value
    key = key_of(order.subscriber, getattr(order.request, field))
    again_after = AGAIN_AFTER if order.refused_with in PASSES else None
    return Missed(order.origin.opener, key, f"{why} {order.sentence}".strip(), again_after)


def _field_of(request: Any) -> str:
    """Return where a request names who made the appointment; empty where it names nobody."""
    return _looked_up(request)


@cache
def _looked_up(request: Any) -> str:
    hints = get_type_hints(request)
    return next((one.name for one in fields(request) if hints[one.name] is AppointedBy), "")
