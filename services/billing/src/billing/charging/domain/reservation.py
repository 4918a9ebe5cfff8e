"""Money kept aside for a use, from before it begins until its record is rated."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from billing.accounts.domain.account import MILLIFEN, Account
from billing.allowances.domain.usage import UsageRecord
from billing.catalogue.domain.tariff import ITEM
from kernel.lifecycle import Lifecycle
from kernel.money import Money, Rounding, divided, fen

NOTHING = fen(0)

Price = Callable[[int], int]
"""What so many units of one use cost together, in thousandths of a fen; more never cost less."""
INDIVISIBLE = frozenset({"sms", "mms", ITEM})
"""Kinds of use of which a part is of no use: a text is sent whole or not at all."""
_OCTETS_IN_KB = 1024


class ReservationState(StrEnum):
    """What a reservation is in."""

    OPEN = "open"
    EXPIRED = "expired"
    HELD = "held"
    ENDED = "ended"


class ReservationAct(StrEnum):
    """What happens to it."""

    EXPIRED = "expired"
    COMMITTED = "committed"
    RELEASED = "released"
    RATED = "rated"
    LAPSED = "lapsed"


RESERVATION = Lifecycle(
    name="reservation",
    states=ReservationState,
    starts=frozenset({ReservationState.OPEN}),
    moves={
        (ReservationState.OPEN, ReservationAct.EXPIRED): ReservationState.EXPIRED,
        (ReservationState.OPEN, ReservationAct.COMMITTED): ReservationState.HELD,
        (ReservationState.OPEN, ReservationAct.RELEASED): ReservationState.ENDED,
        (ReservationState.EXPIRED, ReservationAct.COMMITTED): ReservationState.HELD,
        (ReservationState.EXPIRED, ReservationAct.RELEASED): ReservationState.ENDED,
        (ReservationState.EXPIRED, ReservationAct.LAPSED): ReservationState.ENDED,
        (ReservationState.HELD, ReservationAct.RATED): ReservationState.ENDED,
        (ReservationState.HELD, ReservationAct.LAPSED): ReservationState.ENDED,
    },
    ends=frozenset({ReservationState.ENDED}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """`use` is the record the use would leave if all that is granted were used."""

    id: str
    account_id: str
    use: UsageRecord
    millifen: int
    """What is kept aside."""
    until: datetime
    """Open: valid so long. Expired or held: forgotten then."""
    state: ReservationState = ReservationState.OPEN
    record_id: str | None = None
    """Of the record a held one waits for."""

    @property
    def is_open(self) -> bool:
        return self.state is ReservationState.OPEN

    def after(self, act: ReservationAct) -> "Reservation":
        """Return it after an act; raises `STATE_NOT_ALLOWED`."""
        return replace(self, state=RESERVATION.after(self.state, act))

    def is_due(self, now: datetime) -> bool:
        return self.until <= now

    def expired(self, *, forgotten_after: timedelta) -> "Reservation":
        """Return it with its money given up; who still says what was used is listened to."""
        later = self.until + forgotten_after
        return replace(self.after(ReservationAct.EXPIRED), millifen=0, until=later)

    def given_up(self, *, now: datetime) -> "Reservation":
        """Return it with nothing kept aside: it does not go on, and its end is listened to.

        What was granted is over now, so it expires as everything does whose time is over.
        """
        until = min(self.until, now) if self.is_open else self.until
        return replace(self, millifen=0, until=until)

    def held(self, record_id: str, used: "Grant", *, until: datetime) -> "Reservation":
        """Return it as what is kept for what was used until the record of this id is rated."""
        committed = self.after(ReservationAct.COMMITTED)
        return replace(committed.granted(used, until=until), record_id=record_id)

    def granted(self, grant: "Grant", *, until: datetime) -> "Reservation":
        """Return it with what is granted in all."""
        use = replace(self.use, quantity=grant.units)
        return replace(self, use=use, millifen=grant.millifen, until=until)


@dataclass(frozen=True, slots=True)
class Grant:
    """How many units may be used in all, and what is kept aside for them."""

    units: int
    millifen: int
    is_final: bool


def rated_quantity(kind: str, units: int) -> int:
    """Return what the record of so many units would say: octets are rated by started KB (7.5)."""
    return divided(units, _OCTETS_IN_KB, rounding=Rounding.UP) if kind == "data" else units


def units_of(kind: str, quantity: int) -> int:
    """Return how many units a record of this quantity may stand for at most."""
    return quantity * _OCTETS_IN_KB if kind == "data" else quantity


def available(account: Account, *, reserved: int, lent: Money = NOTHING) -> int:
    """Return what may still be promised, in thousandths of a fen; not below zero.

    `lent`: beyond what may be spent, while a window is open.
    """
    left = account.spendable + lent
    return max(0, left.minor * MILLIFEN - account.carry - reserved)


def available_in_cash(account: Account, *, reserved: int) -> int:
    """Return what of it no gift is needed for; `reserved`: for what cash alone pays."""
    spendable = account.spendable.minor - (account.balance.minor - account.cash.minor)
    return max(0, spendable * MILLIFEN - account.carry - reserved)


def grant(units: int, *, price: Price, left: int, kind: str) -> Grant:
    """Return as much of `units` as what is left pays for; what costs nothing needs no money."""
    cost = price(units)
    if cost <= left:
        return Grant(units, cost, is_final=False)
    affordable = 0 if kind in INDIVISIBLE else _most(units, price=price, left=left)
    return Grant(affordable, price(affordable) if affordable else 0, is_final=True)


def _most(units: int, *, price: Price, left: int) -> int:
    """Halve the way between what can be paid for and what cannot, until they meet."""
    paid, unpaid = 0, units
    while unpaid - paid > 1:
        middle = (paid + unpaid) // 2
        if price(middle) <= left:
            paid = middle
        else:
            unpaid = middle
    return paid
