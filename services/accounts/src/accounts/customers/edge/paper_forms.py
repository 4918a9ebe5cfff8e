"""Indexes papers anew that an earlier image knows by how their numbers were typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from accounts.customers.ports import Indexed
from runtime.telemetry.logs import logger

AT_ONCE = 100
_log = logger("papers")


class PapersAsTyped(Protocol):
    """Customers whose paper is not in its one form yet."""

    async def has_any(self) -> bool: ...

    async def index(self, *, limit: int) -> Indexed:
        """Index some by their one form; one that does not open stops no other."""
        ...


@dataclass(frozen=True, slots=True)
class PaperForms:
    """A work of the runtime; it has something to do after an upgrade, and while both images run."""

    papers: PapersAsTyped
    name: str = "paper_forms"

    async def due(self) -> Sequence[int]:
        """Return how many are taken at once; two processes pass over each other's."""
        return (AT_ONCE,) if await self.papers.has_any() else ()

    async def carry_out(self, item: int) -> None:
        """Index some; who is registered twice or damaged is said in the log, for a person."""
        indexed = await self.papers.index(limit=item)
        for customer, other in indexed.twice:
            _log.warning("one paper is registered twice", customer=customer, other=other)
        for customer in indexed.damaged:
            _log.error("the row of a customer is damaged", customer=customer)

    async def next_due(self) -> datetime | None:
        """Nothing waits for a moment."""
        return None

    async def is_quiet(self) -> bool:
        """Tell whether all papers that open here are in their one form."""
        return not await self.papers.has_any()
