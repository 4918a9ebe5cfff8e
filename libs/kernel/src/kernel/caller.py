"""Who calls: the person or system behind a request, as its door verified them."""

from dataclasses import dataclass, field


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


SYSTEM = Caller(id="system", channel="system")
"""The operator itself: listeners, timers, work."""
