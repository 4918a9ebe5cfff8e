"""What provisioning consumes of texts: that somebody is to be told something."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from boss import topics
from boss.billing.v1.events_pb2 import SmsRequested
from kernel.clock import Clock
from provisioning.texts.domain.language import Language
from provisioning.texts.domain.template import Templates
from provisioning.texts.ports import UnitOfWork
from provisioning.texts.usecases.ask_texts import ask_texts
from provisioning.texts.wire.texts import asked_text
from runtime.messaging.listener import Heard, Listener


@dataclass(frozen=True, slots=True)
class TextsRequested:
    """Keeps what is to be sent; nothing is sent here."""

    units: Callable[[], UnitOfWork]
    templates: Templates
    language: Language
    clock: Clock

    async def keep(self, batch: Sequence[Heard]) -> None:
        await ask_texts(
            [asked_text(received) for received in batch],
            uow=self.units(),
            templates=self.templates,
            language=self.language,
            now=self.clock.now(),
        )


def listener(requested: TextsRequested) -> Listener:
    """Return the consumer: each text is a fact of its own, so none waits behind a bad one."""
    handlers: Any = {SmsRequested: requested.keep}
    return Listener(topics.SMS_REQUESTED, handlers, in_order=False)
