"""Who was checked and how, as accounts has recorded it (rules 1.3)."""

from dataclasses import dataclass
from datetime import datetime

from orders.ordering.domain.values import CustomerId, Proof, ProofId, Role, SubscriberId


@dataclass(frozen=True, slots=True)
class CheckedProof:
    """A record in accounts of who was checked and how: for one order, ten minutes.

    `customer` is whom the order is for; `of` says whether they were checked, or who acts for them.
    """

    id: ProofId
    customer: CustomerId
    kinds: frozenset[Proof]
    valid_until: datetime
    used: bool = False
    channel: str = ""
    """Where it was checked: it is worth nothing elsewhere."""
    number: SubscriberId | None = None
    """Whose password or handset it was; None: it is good for all numbers of the customer."""
    of: Role = Role.HOLDER
