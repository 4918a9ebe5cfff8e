"""The operator's business clock, moved by one call to the gateway."""

from datetime import datetime, timedelta
from typing import Any

import httpx

PATIENCE = 120.0
"""Seconds a move may take: it goes from due moment to due moment and waits for quiet."""


class MovableClock:
    """What time it is for the operator; it only goes forward, and only when told."""

    def __init__(self, rest: str, *, token: str) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self._http = httpx.Client(base_url=rest, headers=headers, timeout=PATIENCE)

    def now(self) -> datetime:
        """Return the latest business time of all services, in UTC."""
        seen = self._asked("GET", "/v1/clock", {})
        return max(datetime.fromisoformat(one["now"]) for one in seen.values())

    def move_to(self, instant: datetime) -> None:
        """Let all that is due until `instant` (aware) happen; return when nothing moves any more.

        Raises RuntimeError with the door's answer where the clock cannot be moved so.
        """
        self._asked("POST", "/v1/clock", {"to": instant.isoformat()})

    def later(self, span: timedelta) -> None:
        """Move on by `span`."""
        self.move_to(self.now() + span)

    def wait_until_quiet(self) -> None:
        """Wait until no order, no message and no network change is on its way."""
        self._asked("POST", "/v1/clock/quiet", {})

    def close(self) -> None:
        self._http.close()

    def _asked(self, method: str, path: str, content: dict[str, str]) -> Any:
        answer = self._http.request(method, path, json=content if method == "POST" else None)
        if not answer.is_success:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        return answer.json()
