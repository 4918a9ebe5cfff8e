"""First passwords on their way to handsets: a work of the runtime, over gRPC and never in Kafka."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.proofs.ports import CodeSending, UnitOfWork, UntoldPasswords
from accounts.proofs.usecases.give_password import tell_password
from kernel.errors import Refusal
from runtime.telemetry.logs import logger

AT_ONCE = 100
_log = logger("passwords")


@dataclass(frozen=True, slots=True)
class FirstPasswords:
    """Has every first password told once; who cannot be told sets one by a code, or in the hall."""

    uow: UnitOfWork
    untold: UntoldPasswords
    sending: CodeSending
    name: str = "first_passwords"

    async def due(self) -> Sequence[str]:
        """Claim some numbers."""
        return await self.untold.claim(limit=AT_ONCE)

    async def carry_out(self, item: str) -> None:
        """Tell one; where nobody answers, its lease brings it back."""
        try:
            await tell_password(item, uow=self.uow, sending=self.sending)
        except Refusal as refusal:
            _log.warning("a first password is not told", subscriber=item, refusal=refusal.code)
        async with self.uow:
            await self.untold.delete(item)

    async def next_due(self) -> datetime | None:
        """Nothing waits for a moment."""
        return None

    async def is_quiet(self) -> bool:
        """Tell whether all were told."""
        return not await self.untold.has_any()
