"""Who collected money: on whose word it is booked, and whose references name it.

Staff at the till of their hall, or a payment channel for itself (rules 2.18, R-PAY-1). What is
paid in the operator's own app, on its site or at its kiosk nobody has collected: it is asked for.
"""

from dataclasses import dataclass

from kernel.caller import Caller
from kernel.errors import NotAllowed

TILL = "hall"
PARTNER_CHANNELS = frozenset({"bank", "wallet", "dealer"})
"""Channels of others, who collect for us and sign in as themselves."""
AT_THE_TILL = frozenset({"clerk", "supervisor"})
PAYER = "payer"


@dataclass(frozen=True, slots=True)
class Collector:
    """The channel money came in by; `space`: whose references these are, empty of the hall."""

    channel: str
    space: str = ""


def collector_of(caller: Caller) -> Collector:
    """Return who collected it; raises `ROLE_REQUIRED`, `CHANNEL_NOT_ALLOWED`."""
    if caller.roles & AT_THE_TILL and caller.channel == TILL:
        return Collector(TILL)
    if PAYER in caller.roles and caller.channel in PARTNER_CHANNELS:
        return Collector(caller.channel, caller.id)
    if not caller.roles & (AT_THE_TILL | {PAYER}):
        sentence = "Money is booked on the word of who collected it: a till, or a payment channel."
        raise NotAllowed("ROLE_REQUIRED", sentence)
    sentence = f"Nothing is collected in the channel {caller.channel} by one of your roles."
    raise NotAllowed("CHANNEL_NOT_ALLOWED", sentence, field="payment_channel")


def check_at_the_till(caller: Caller) -> None:
    """Raise `ROLE_REQUIRED` or `CHANNEL_NOT_ALLOWED` unless they take cash in a hall."""
    if not caller.roles & AT_THE_TILL:
        raise NotAllowed("ROLE_REQUIRED", "Cash is taken by clerks and supervisors.")
    if caller.channel != TILL:
        raise NotAllowed("CHANNEL_NOT_ALLOWED", "Cash is taken in a hall.")


def check_not_contradicted(said: str, *, channel: str) -> None:
    """Raise `CONTRADICTS_TOKEN` where a request says another channel than who signed in has."""
    if said and said != channel:
        sentence = f"You are signed in through {channel}: a request does not say otherwise."
        raise NotAllowed("CONTRADICTS_TOKEN", sentence, field="payment_channel")
