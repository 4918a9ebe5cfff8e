"""A password that was said and hashed before the order that sets it: the order has its id alone.

So it is in no order, no event and no log; what an order keeps of it is worth nothing elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from accounts.proofs.domain.service_password import PasswordAct
from kernel.errors import Refusal

GOOD_FOR = timedelta(minutes=10)
"""As long as the proof it is shown with."""


@dataclass(frozen=True, slots=True)
class PreparedPassword:
    """For one number and its holder, said by somebody in a channel; one order takes it."""

    id: str
    subscriber_id: str
    holder_id: str
    hash: str = field(repr=False)
    prepared_by: str
    channel: str
    prepared_at: datetime
    used_by_order: str = ""

    @property
    def valid_until(self) -> datetime:
        """Return the first moment at which it is no longer good."""
        return self.prepared_at + GOOD_FOR

    def held_by(
        self, order_id: str, *, subscriber_id: str, holder_id: str, now: datetime
    ) -> PreparedPassword:
        """Return it as this order's; raises `PASSWORD_NOT_PREPARED` for what is another's."""
        is_of_it = (self.subscriber_id, self.holder_id) == (subscriber_id, holder_id)
        if not is_of_it or self.used_by_order not in {"", order_id} or now >= self.valid_until:
            raise not_prepared()
        return replace(self, used_by_order=order_id)

    def freed_by(self, order_id: str) -> PreparedPassword:
        """Return it unused where it was this order's, else as it is."""
        return replace(self, used_by_order="") if self.used_by_order == order_id else self


def not_prepared() -> Refusal:
    """Return the refusal of an id behind which there is nothing for this order."""
    sentence = "Say the new password first: this one is too old, used, or of another number."
    return Refusal("PASSWORD_NOT_PREPARED", sentence, field="password")


@dataclass(frozen=True, slots=True)
class HoldPassword:
    """A step of orders: a prepared password is this order's, and may be set so."""

    subscriber_id: str
    password: str
    act: PasswordAct


@dataclass(frozen=True, slots=True)
class SetPassword:
    """A step of orders: what it holds is the number's password from now on."""

    subscriber_id: str
    password: str
    act: PasswordAct


@dataclass(frozen=True, slots=True)
class GivePassword:
    """A step of orders: a new number gets its first password (初始密码, R-PW-4)."""

    subscriber_id: str


PasswordStep = HoldPassword | SetPassword | GivePassword
