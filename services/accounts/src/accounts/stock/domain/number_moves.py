"""Where a number goes beside the usual way: held for who looks, blocked, taken back, ported."""

from dataclasses import replace
from datetime import datetime

from accounts.stock.domain.phone_number import QUARANTINE, NumberAct, NumberState, PhoneNumber
from kernel.errors import Refusal


def held(number: PhoneNumber, *, customer_id: str, until: datetime) -> PhoneNumber:
    """Keep it for a customer who looks, for a time; again: for longer.

    Raises `NUMBER_NOT_AVAILABLE`.
    """
    if not number.is_free_for(customer_id):
        raise Refusal("NUMBER_NOT_AVAILABLE", "This number is not free.")
    return replace(number.after(NumberAct.HOLD), held_for=customer_id, held_until=until)


def let_go(number: PhoneNumber) -> PhoneNumber:
    """Offer it to everybody again; raises `STATE_NOT_ALLOWED` unless it is held."""
    return replace(number.after(NumberAct.LET_GO), held_for="", held_until=None)


def blocked(number: PhoneNumber) -> PhoneNumber:
    """Offer it to nobody; raises `STATE_NOT_ALLOWED` unless it is free."""
    return number.after(NumberAct.BLOCK)


def unblocked(number: PhoneNumber) -> PhoneNumber:
    """Offer it again; raises `STATE_NOT_ALLOWED` unless it is blocked."""
    return number.after(NumberAct.UNBLOCK)


def left_by_its_subscriber(number: PhoneNumber, *, since: datetime) -> PhoneNumber:
    """It rests, or goes home to the operator it came from; raises `STATE_NOT_ALLOWED`."""
    if number.state is NumberState.PORTED_IN:
        return number.after(NumberAct.GO_HOME)
    return number.resting(since=since)


def taken_back(number: PhoneNumber) -> PhoneNumber:
    """Give it again to whom it was; `NUMBER_NOT_AVAILABLE`: is another's, or lucky (R-TM-5)."""
    if number.is_lucky or number.state is not NumberState.QUARANTINED:
        raise Refusal("NUMBER_NOT_AVAILABLE", "This number does not come back.")
    return replace(number.after(NumberAct.TAKE_BACK), quarantined_until=None)


def ported_in(number: PhoneNumber) -> PhoneNumber:
    """Its customer brought it from another operator; raises `STATE_NOT_ALLOWED`."""
    return number.after(NumberAct.PORT_IN)


def ported_out(number: PhoneNumber) -> PhoneNumber:
    """It goes to another operator with its subscriber; raises `STATE_NOT_ALLOWED`.

    One that came from another operator goes back there, or on from there.
    """
    foreign = number.state is NumberState.PORTED_IN
    return number.after(NumberAct.GO_HOME if foreign else NumberAct.PORT_OUT)


def come_home(number: PhoneNumber, *, since: datetime) -> PhoneNumber:
    """Who took it elsewhere gave it up: it rests. Raises `STATE_NOT_ALLOWED`."""
    return replace(number.after(NumberAct.COME_HOME), quarantined_until=since + QUARANTINE)
