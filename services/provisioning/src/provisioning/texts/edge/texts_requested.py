"""What provisioning consumes of texts: that somebody is to be told something."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from boss import topics
from boss.accounts.v1.events_pb2 import LanguageChosen
from boss.billing.v1.events_pb2 import SmsRequested
from boss.orders.v1.events_pb2 import OrderFulfilled
from kernel.clock import Clock
from provisioning.texts.domain.language import Language
from provisioning.texts.domain.template import Templates
from provisioning.texts.ports import UnitOfWork
from provisioning.texts.usecases.ask_texts import AskedText, ask_texts
from provisioning.texts.usecases.choose_language import choose_languages
from provisioning.texts.wire.texts import asked_text, choice_of, texts_after
from runtime.messaging.listener import Listener, Received


@dataclass(frozen=True, slots=True)
class TextsRequested:
    """Keeps what is to be sent; nothing is sent here."""

    units: Callable[[], UnitOfWork]
    templates: Templates
    language: Language
    clock: Clock

    async def keep(self, batch: Sequence[Received]) -> None:
        """Keep what services have asked for."""
        await self._ask([asked_text(received) for received in batch])

    async def keep_after_orders(self, batch: Sequence[Received]) -> None:
        """Keep what is told because an order was fulfilled."""
        await self._ask(
            [one for received in batch for one in texts_after(received, self.templates)]
        )

    async def choose_languages(self, batch: Sequence[Received]) -> None:
        """Keep in which language subscribers are written to."""
        await choose_languages([choice_of(one) for one in batch], uow=self.units())

    async def _ask(self, asked: Sequence[AskedText]) -> None:
        if not asked:
            return
        await ask_texts(
            asked,
            uow=self.units(),
            templates=self.templates,
            language=self.language,
            now=self.clock.now(),
        )


def listeners(requested: TextsRequested) -> Sequence[Listener]:
    """Return the consumers: each text is a fact of its own, so none waits behind a bad one."""
    asked: Any = {SmsRequested: requested.keep}
    chosen: Any = {LanguageChosen: requested.choose_languages}
    fulfilled: Any = {OrderFulfilled: requested.keep_after_orders}
    return (
        Listener(topics.LANGUAGE_CHOSEN, chosen, levels=True),
        Listener(topics.SMS_REQUESTED, asked, in_order=False),
        Listener(topics.ORDER_FULFILLED, fulfilled, in_order=False),
    )
