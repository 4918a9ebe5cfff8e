"""Who asks accounts, and what is theirs."""

from dataclasses import dataclass

from kernel.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks, as verified before: a member of staff, a customer, or the system."""

    id: str
    channel: str
    customer_id: str
    staff: bool
    """Somebody of the operator, or its own system: never known by a channel."""

    @property
    def is_customer(self) -> bool:
        """Tell whether a person asks for themselves, from outside."""
        return not self.staff

    def must_own(self, customer_id: str) -> None:
        """Raise `NOT_YOURS` where a customer asks about somebody else's (architecture 4.1)."""
        # Who is nobody's customer owns nothing, not even what is nobody's.
        if self.is_customer and customer_id != (self.customer_id or None):
            raise NotAllowed("NOT_YOURS", "This is not yours.")

    def must_work_here(self) -> None:
        """Raise `STAFF_ONLY` where a customer asks for what only staff may do."""
        if self.is_customer:
            raise NotAllowed("STAFF_ONLY", "Only staff may do this.")
