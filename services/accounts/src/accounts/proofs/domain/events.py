"""What is said about passwords: never what they are."""

from dataclasses import dataclass
from datetime import datetime

PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of a text


@dataclass(frozen=True, slots=True)
class TextRequested:
    """Whoever has this number is to be told, by the template of this name."""

    subscriber_id: str
    template: str
    at: datetime


def told_of_password(subscriber_id: str, *, now: datetime) -> TextRequested:
    """Tell the holder that their password is another one now (rules 2.17)."""
    return TextRequested(subscriber_id, PASSWORD_CHANGED, now)
