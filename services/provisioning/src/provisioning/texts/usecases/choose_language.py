"""Keep in which language subscribers are written to, as accounts says it."""

from collections.abc import Sequence

from provisioning.texts.domain.language import Choice
from provisioning.texts.ports import UnitOfWork


async def choose_languages(choices: Sequence[Choice], *, uow: UnitOfWork) -> None:
    """What is asked for from now on is written so; an older choice changes nothing."""
    async with uow:
        for choice in choices:
            await uow.subscribers.choose(choice)
