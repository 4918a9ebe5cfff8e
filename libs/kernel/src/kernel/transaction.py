"""What a use case asks of the transaction it runs in; the repositories are named by each area."""

from types import TracebackType
from typing import Protocol, Self


class Transaction(Protocol):
    """One `async with`: all that was written is kept at its end, or none where it raises."""

    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
