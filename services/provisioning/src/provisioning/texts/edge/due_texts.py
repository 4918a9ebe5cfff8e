"""Texts that are due: sent one by one, and ended when they are worth nothing any more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from prometheus_client import Counter

from kernel.errors import Stale
from provisioning.texts.domain.text_message import TextInHand
from provisioning.texts.ports import UnitOfWork
from provisioning.texts.usecases.send_text import Sending, send_text
from runtime.telemetry.tracing import span

MOST_EXPIRED = 500
WORKED_ON = Counter(
    "kaitong_texts_worked_on", "Stretches of work on texts, by their end", ["state"]
)
EXPIRED = Counter("kaitong_texts_expired", "Texts nobody tries to send any more", ["reason"])


class Readings(Protocol):
    """What the tables say."""

    async def on_the_way(self) -> int: ...

    async def next_due(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class DueTexts:
    """A work of the runtime."""

    units: Callable[[], UnitOfWork]
    sending: Sending
    readings: Readings
    at_once: int = 64
    name: str = "texts"

    async def due(self) -> Sequence[TextInHand]:
        """Claim what may be sent now, the urgent first; end what is worth nothing any more."""
        uow, now = self.units(), self.sending.clock.now()
        for reason, number in (await uow.texts.expire(MOST_EXPIRED, now=now)).items():
            EXPIRED.labels(reason).inc(number)
        return await uow.texts.claim(self.at_once, now=now)

    async def carry_out(self, item: TextInHand) -> None:
        """Send one text under the trace it was asked for in."""
        with span("send text", traceparent=item.traceparent, order_id=item.order_id):
            try:
                state = await send_text(item, uow=self.units(), sending=self.sending)
            except Stale:
                # Its receipt came before the answer to its submission.
                WORKED_ON.labels("receipt_first").inc()
                return
            WORKED_ON.labels(state.value).inc()

    async def next_due(self) -> datetime | None:
        """Answer when the quiet hours are over for the first that waits, or it is too late."""
        return await self.readings.next_due()

    async def is_quiet(self) -> bool:
        """Tell whether none is being handed over or could be."""
        return not await self.readings.on_the_way()
