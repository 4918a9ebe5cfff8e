"""What was raised: where, while what was gone, how often, and whether the list knows it."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from runtime.errors import TransientError
from runtime.lost import NO_BROKER, NO_DATABASE, NO_ELEMENT
from runtime.messaging.consumer import ConsumerDied

LISTED: dict[str, tuple[type[BaseException], ...]] = {
    "database": NO_DATABASE,
    "broker": NO_BROKER,
    "element": NO_ELEMENT,
    # A loop leans on several, and says some things in words of its own.
    "loop": (*NO_DATABASE, *NO_BROKER, *NO_ELEMENT, TransientError, ConsumerDied),
}
LONGEST_TEXT = 90


@dataclass(frozen=True, slots=True, order=True)
class Raised:
    """One kind of error."""

    leans_on: str
    place: str
    error: str
    text: str
    is_listed: bool


@dataclass(slots=True)
class Findings:
    """Everything that was raised so far."""

    counted: Counter[Raised] = field(default_factory=Counter)

    def note(self, leans_on: str, place: str, error: BaseException) -> None:
        """Note an error and what it came from."""
        for each in chain(error):
            kind = type(each)
            told = str(each).partition("\n")[0][:LONGEST_TEXT]
            listed = isinstance(each, LISTED[leans_on])
            name = f"{kind.__module__}.{kind.__qualname__}"
            self.counted[Raised(leans_on, place, name, told, listed)] += 1

    def unlisted(self) -> Sequence[Raised]:
        return sorted(one for one in self.counted if not one.is_listed)

    def kinds(self) -> Counter[tuple[str, str, bool]]:
        """Count by what it leans on and the error's name."""
        kinds = Counter[tuple[str, str, bool]]()
        for finding, times in self.counted.items():
            kinds[finding.leans_on, finding.error, finding.is_listed] += times
        return kinds


def chain(error: BaseException) -> list[BaseException]:
    """Return an error and what it was raised from; the leaves of a group."""
    if isinstance(error, BaseExceptionGroup):
        return [leaf for each in error.exceptions for leaf in chain(each)]
    causes = [error]
    while (cause := causes[-1].__cause__) is not None and cause not in causes:
        if isinstance(cause, asyncio.CancelledError):
            break  # a time-out of ours, told as what it is
        causes.append(cause)
    return causes
