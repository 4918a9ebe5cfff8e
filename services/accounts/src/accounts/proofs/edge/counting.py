"""Counting what somebody tries, by who tries and at what, before it is compared."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from accounts.proofs.edge.remembering import Remembering
from kernel.errors import Refusal
from runtime.guessing import AuditedGuessing, Guess, Kind
from runtime.rpc.audited import Audited
from runtime.rpc.calling import current_caller

LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class Counting:
    """Counts tries, and keeps what is answered once and audited."""

    guessing: AuditedGuessing
    remembering: Remembering

    def guess(self, kind: Kind, subscriber_id: str, *, field: str) -> Guess:
        """Return a try of the caller at this number."""
        target = subscriber_id if len(subscriber_id) <= LONGEST_ID else ""
        # Whoever is let through to a number is its holder, or staff, who have their own count.
        caller = current_caller()
        return Guess(kind, caller, target, is_owner=not caller.works_here, field=field)

    @asynccontextmanager
    async def trying(
        self, guess: Guess, audited: Audited, *, wrong: frozenset[str], now: datetime
    ) -> AsyncIterator[None]:
        """Count a try, and forgive it where it was right; a refusal is audited.

        What was refused for another reason than these was no try. Raises `<KIND>_LOCKED`.
        """
        await self.count(guess, audited, now=now)
        try:
            yield
        except Refusal as refusal:
            if refusal.code not in wrong:
                await self.guessing.uncount(guess, now=now)
            await self.remembering.refused(audited, refusal)
            raise
        await self.guessing.forgive(guess, now=now)

    async def count(self, guess: Guess, audited: Audited, *, now: datetime) -> None:
        """Count a try before it is made; raises `<KIND>_LOCKED`, audited too."""
        try:
            await self.guessing.count(guess, now=now)
        except Refusal as refusal:
            await self.remembering.refused(audited, refusal)
            raise
