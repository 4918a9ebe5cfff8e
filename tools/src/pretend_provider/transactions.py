"""What was collected, and how the operator is told: late, twice, never, or of another amount."""

import asyncio
import json
from dataclasses import dataclass, field
from uuid import uuid4

import httpx
from pydantic import BaseModel, ConfigDict, Field

from kernel.clock import SystemClock
from pretend_provider.signing import Secret

TRIES = 60
LONGEST_WAIT = 5.0
"""Seconds between two tries; the first ones come sooner."""
SECONDS = 10.0
TAKEN = 200
AGAIN = frozenset({401, 404, 408, 425, 429})
"""Of the answers below 500, those after which a notification is sent again."""


class Faults(BaseModel):
    """What goes wrong with whatever is collected from now on."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    late: float = Field(default=0.0, ge=0, le=3600, allow_inf_nan=False)
    """Seconds until the operator is told."""
    twice: bool = False
    never: bool = False
    other_amount: int | None = Field(default=None, ge=1)
    """Fen that are collected in the place of those asked for."""


@dataclass(slots=True)
class Transaction:
    """Money that was collected, or a customer who did not pay."""

    top_up: str
    amount: int
    currency: str
    status: str
    id: str = field(default_factory=lambda: str(uuid4()))
    answers: list[int] = field(default_factory=list)
    """HTTP statuses of the operator, one for each time it was told; 0: it was not reached."""


class Teller:
    """Tells the operator of transactions, again and again until it is taken or refused."""

    def __init__(
        self,
        *,
        notify: str,
        secret: Secret,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """`notify` is where the operator hears of it; None: over the network."""
        self.faults = Faults()
        self.transactions: list[Transaction] = []
        self._notify = notify
        self._secret = secret
        self._transport = transport
        self._clock = SystemClock()
        self._telling: set[asyncio.Task[None]] = set()

    def begin(self, transaction: Transaction) -> None:
        """Keep it, and tell of it as the faults are now."""
        faults = self.faults
        self.transactions.append(transaction)
        if faults.never:
            return
        for _ in range(2 if faults.twice else 1):
            task = asyncio.create_task(self._tell(transaction, late=faults.late))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)

    async def end(self) -> None:
        """Tell nothing more."""
        for task in self._telling:
            task.cancel()
        await asyncio.gather(*self._telling, return_exceptions=True)

    async def _tell(self, transaction: Transaction, *, late: float) -> None:
        await asyncio.sleep(late)
        content = json.dumps(
            {
                "topUp": transaction.top_up,
                "transaction": transaction.id,
                "status": transaction.status,
                "amount": transaction.amount,
                "currency": transaction.currency,
            }
        ).encode()
        async with httpx.AsyncClient(timeout=SECONDS, transport=self._transport) as http:
            for number in range(TRIES):
                answer = await self._sent(http, content)
                transaction.answers.append(answer)
                if answer == TAKEN or (400 <= answer < 500 and answer not in AGAIN):
                    return
                await asyncio.sleep(min(0.2 * 2**number, LONGEST_WAIT))

    async def _sent(self, http: httpx.AsyncClient, content: bytes) -> int:
        # Signed anew at each try: an old signature is not taken.
        headers = self._secret.headers(content, at=self._clock.now())
        try:
            answer = await http.post(self._notify, content=content, headers=dict(headers))
        except httpx.HTTPError:
            return 0
        return answer.status_code
