"""Who is logged in at the MML door: passwords, the limit, expiry after silence."""

import asyncio
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count

from emulator.faults.domain.element_error import CommandRefused, ElementError


@dataclass(frozen=True, slots=True)
class SessionRules:
    """`passwords` by operator; a session ends after so many seconds of silence."""

    passwords: Mapping[str, str] = field(repr=False)
    limit: int
    idle_seconds: float


class Sessions:
    """The sessions of one element."""

    def __init__(self, rules: SessionRules) -> None:
        self.rules = rules
        self._serial = count(1)
        self._active: set[str] = set()

    def enter(self, operator: str, password: str) -> str:
        """Return the id of a new session. Raises CommandRefused WRONG_PASSWORD or SESSION_LIMIT."""
        known = self.rules.passwords.get(operator, "")
        if not known or not hmac.compare_digest(known.encode(), password.encode()):
            raise CommandRefused(ElementError.WRONG_PASSWORD)
        if len(self._active) >= self.rules.limit:
            raise CommandRefused(ElementError.SESSION_LIMIT)
        session = f"S{next(self._serial)}"
        self._active.add(session)
        return session

    def leave(self, session: str) -> None:
        self._active.discard(session)


class Session:
    """The session of one connection, if it has one."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._expiry: asyncio.TimerHandle | None = None
        self.operator = ""
        self.id = ""

    def enter(self, operator: str, password: str) -> None:
        """Log in, anew where somebody was. Raises CommandRefused as Sessions.enter does."""
        self.leave()
        self.id = self._sessions.enter(operator, password)
        self.operator = operator
        self.touch(self._leave_silently)

    def demand(self) -> None:
        """Raise CommandRefused NOT_LOGGED_IN unless there is a session; it lives on."""
        if not self.id:
            raise CommandRefused(ElementError.NOT_LOGGED_IN)
        self.touch(self._leave_silently)

    def touch(self, expire: Callable[[], None]) -> None:
        """Begin the silence anew."""
        if self._expiry is not None:
            self._expiry.cancel()
        loop = asyncio.get_running_loop()
        self._expiry = loop.call_later(self._sessions.rules.idle_seconds, expire)

    def leave(self) -> None:
        """Log out; harmless where nobody is logged in."""
        if self._expiry is not None:
            self._expiry.cancel()
            self._expiry = None
        self._leave_silently()

    def _leave_silently(self) -> None:
        self._sessions.leave(self.id)
        self.id = self.operator = ""
