"""Adjustments (调账) and refunds: above a limit nobody moves money by hand alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from billing.accounts.domain.account import MAY_BE_PAID, AccountState
from billing.accounts.domain.ledger_account import LedgerAccount
from billing.ledger.domain.entry import PAID_OUT, Cause, Entry, Transfer, Why, entry_of
from billing.ledger.domain.gift import Gift
from kernel.acting_person import may_be_one
from kernel.errors import Invalid, NotAllowed
from kernel.lifecycle import Lifecycle
from kernel.money import MOST_AT_ONCE, Money, fen


class AdjustmentState(StrEnum):
    """What it is in."""

    WAITING = "waiting"
    BOOKED = "booked"
    REJECTED = "rejected"


class AdjustmentAct(StrEnum):
    """What a second person does."""

    APPROVED = "approved"
    REJECTED = "rejected"


ADJUSTMENT = Lifecycle(
    name="adjustment",
    states=AdjustmentState,
    starts=frozenset({AdjustmentState.WAITING, AdjustmentState.BOOKED}),
    moves={
        (AdjustmentState.WAITING, AdjustmentAct.APPROVED): AdjustmentState.BOOKED,
        (AdjustmentState.WAITING, AdjustmentAct.REJECTED): AdjustmentState.REJECTED,
    },
    ends=frozenset({AdjustmentState.BOOKED, AdjustmentState.REJECTED}),
)


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the money comes from that is added, and where it goes that is taken."""

    added: Transfer | None = None
    taken: Transfer | None = None


GIFT, DEPOSIT, CREDIT_LIMIT = "gift", "deposit", "credit_limit"
"""A gift to be given, a deposit to be returned, a limit to be set: waiting for a second person."""
REFUND = "refund"
"""What is owed after closing, paid out."""
REASONS: Mapping[str, Ways] = {
    "billing_error": Ways(
        Transfer(LedgerAccount.ADJUSTMENT, LedgerAccount.CUSTOMER),
        Transfer(LedgerAccount.CUSTOMER, LedgerAccount.ADJUSTMENT),
    ),
    "goodwill": Ways(added=Transfer(LedgerAccount.ADJUSTMENT, LedgerAccount.CUSTOMER)),
    "penalty": Ways(taken=Transfer(LedgerAccount.CUSTOMER, LedgerAccount.PENALTY)),
    "third_party": Ways(taken=Transfer(LedgerAccount.CUSTOMER, LedgerAccount.THIRD_PARTY)),
    REFUND: Ways(taken=PAID_OUT),
}
STATES: Mapping[str, frozenset[AccountState]] = {
    "billing_error": frozenset(AccountState),
    "goodwill": frozenset(AccountState),
    "penalty": MAY_BE_PAID,
    "third_party": MAY_BE_PAID,
}
"""In what an account may be for it: an error is put right whenever it is found."""


@dataclass(frozen=True, slots=True)
class LimitAsked:
    """The credit limit in fen; until the end of which day, or for good."""

    limit: Money
    last_day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """Money moved by hand: negative is taken from them, or paid out to them."""

    id: str
    account_id: str
    amount: Money
    reason_code: str
    reason: str
    asked_by: str
    asked_at: datetime
    state: AdjustmentState = AdjustmentState.WAITING
    decided_by: str = ""
    decided_at: datetime | None = None
    gift: Gift | None = None
    """What is given, where it is one."""
    book_id: str = ""
    """The deposit that is returned, where it is one."""
    limit: LimitAsked | None = None
    """The credit limit that is set, where it is one; `amount` is by how much it rises."""

    def begun(self, state: AdjustmentState) -> "Adjustment":
        """Return it as it begins: booked, or waiting for a second person."""
        return replace(self, state=ADJUSTMENT.begin(state))

    def decided(self, act: AdjustmentAct, *, by: str, at: datetime) -> "Adjustment":
        """Return it as a second person decided; raises `SAME_PERSON`, `STATE_NOT_ALLOWED`."""
        state = ADJUSTMENT.after(self.state, act)
        if may_be_one(by, self.asked_by):
            raise NotAllowed("SAME_PERSON", "Another person than who asked for it decides.")
        return replace(self, state=state, decided_by=by, decided_at=at)

    def entries(self, *, at: datetime) -> tuple[Entry, ...]:
        """Return the entry that moves it."""
        why = Why.REFUND if self.reason_code == REFUND else Why.ADJUSTMENT
        return entry_of(
            transfer_of(self),
            fen(abs(self.amount.minor)),
            account_id=self.account_id,
            cause=Cause(why, self.id),
            at=at,
        )


def transfer_of(adjustment: Adjustment) -> Transfer:
    """Return which way it goes; raises `FIELD_NOT_VALID` where its reason knows no such way."""
    amount = adjustment.amount.minor
    if not 0 < abs(amount) <= MOST_AT_ONCE.minor:
        raise Invalid("FIELD_NOT_VALID", "The amount is not possible.", field="amount.minor")
    ways = REASONS[adjustment.reason_code]
    transfer = ways.added if amount > 0 else ways.taken
    if transfer is None:
        sentence = f"For {adjustment.reason_code} money goes the other way."
        raise Invalid("FIELD_NOT_VALID", sentence, field="amount.minor")
    return transfer
