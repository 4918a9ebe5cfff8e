"""Who calls: the person or system behind a request, as its door verified them."""

from dataclasses import dataclass, field

from kernel.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who asks; one type from the door to the rule that judges them."""

    id: str
    roles: frozenset[str] = field(default_factory=frozenset)
    channel: str = "system"
    """hall, app, web, hotline, sms, kiosk, dealer or system."""
    customer_id: str | None = None
    """Whose customer they are themselves; of staff and systems, nobody's."""
    staff: bool = False

    @property
    def works_here(self) -> bool:
        """Tell whether it is somebody of the operator, or its own system: no channel says so."""
        return self.staff or self == SYSTEM

    def must_work_here(self) -> None:
        """Raise `STAFF_ONLY` where a customer asks for what only staff may do."""
        if not self.works_here:
            raise NotAllowed("STAFF_ONLY", "Only staff may do this.")

    def must_own(self, customer_id: str) -> None:
        """Raise `NOT_YOURS` where a customer asks about somebody else's."""
        # Who is nobody's customer owns nothing, not even what is nobody's.
        if not self.works_here and customer_id != (self.customer_id or None):
            raise NotAllowed("NOT_YOURS", "This is not yours.")


SYSTEM = Caller(id="system", channel="system")
"""The operator itself: listeners, timers, work."""
