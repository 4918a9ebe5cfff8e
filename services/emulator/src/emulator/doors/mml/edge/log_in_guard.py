"""Who guesses passwords at the MML door: slowed, put out, and kept out for a while.

Counted by connection and by the address it comes from. An address from which somebody logged in
is never kept out: who guesses from beside the operator must not lock the operator out.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from emulator.faults.domain.element_error import CommandRefused, ElementError
from kernel.clock import monotonic
from runtime.telemetry import metrics
from runtime.telemetry.logs import logger

_log = logger("mml")
_MOST_ADDRESSES = 10_000
_DELAY_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class LogInRules:
    """How many wrong passwords of one connection and one address; times in seconds."""

    of_connection: int = 3
    of_address: int = 10
    within: float = 600.0
    locked_for: float = 60.0
    locked_longest: float = 3600.0


@dataclass(slots=True)
class _Address:
    since: float
    wrong: int = 0
    locks: int = 0
    locked_until: float = 0.0


@dataclass(slots=True)
class LogInGuard:
    """What is known of the addresses somebody called from."""

    rules: LogInRules = field(default_factory=LogInRules)
    clock: Callable[[], float] = monotonic
    _known: set[str] = field(default_factory=set)
    _guessers: OrderedDict[str, _Address] = field(default_factory=OrderedDict)

    def check(self, address: str) -> None:
        """Raise CommandRefused LOG_INS_LOCKED where this address must wait."""
        guesser = self._guessers.get(address)
        if guesser is not None and guesser.locked_until > self.clock():
            raise CommandRefused(ElementError.LOG_INS_LOCKED)

    def right(self, address: str) -> None:
        """Remember that somebody with a password calls from there."""
        if len(self._known) < _MOST_ADDRESSES:
            self._known.add(address)
        self._guessers.pop(address, None)

    def wrong(self, address: str, *, of_connection: int) -> float:
        """Count a wrong password; return the seconds its answer has to wait."""
        now, rules = self.clock(), self.rules
        guesser = self._guessers.pop(address, None) or _Address(now)
        if now >= guesser.since + rules.within and guesser.locked_until <= now:
            guesser = _Address(now)
        guesser.wrong += 1
        if guesser.wrong >= rules.of_address and address not in self._known:
            length = min(rules.locked_for * 2**guesser.locks, rules.locked_longest)
            guesser.locks, guesser.wrong = guesser.locks + 1, 0
            guesser.locked_until = now + length
            guesser.since = guesser.locked_until
            metrics.TRIES_LOCKED.labels("mml", "address").inc()
            _log.warning("too many wrong passwords", address=address, seconds=length)
        self._guessers[address] = guesser
        if len(self._guessers) > _MOST_ADDRESSES:
            self._guessers.popitem(last=False)
        return _DELAY_SECONDS * 2.0**of_connection

    def is_out(self, *, of_connection: int) -> bool:
        """Tell whether a connection with so many wrong passwords is closed."""
        return of_connection >= self.rules.of_connection
