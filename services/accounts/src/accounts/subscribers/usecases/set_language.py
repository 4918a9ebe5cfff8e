"""Say in which language who has a number is written to (rules 2.13)."""

from datetime import datetime

from accounts.subscribers.domain.language import ChosenLanguage, LanguageChosen
from accounts.subscribers.domain.steps import SetLanguage
from accounts.subscribers.ports import UnitOfWork
from accounts.subscribers.usecases.find_subscriber import find_subscriber


async def set_language(step: SetLanguage, *, order_id: str, now: datetime, uow: UnitOfWork) -> None:
    """Raises `NO_SUCH_SUBSCRIBER`; the subscriber is locked, so that choices follow each other."""
    subscriber = await find_subscriber(step.subscriber_id, order_id=order_id, uow=uow)
    chosen = (await uow.languages.get(subscriber.id)).chosen(step.language)
    await _save(chosen, order_id=order_id, now=now, uow=uow)


async def language_before(
    step: SetLanguage, *, order_id: str, now: datetime, uow: UnitOfWork
) -> None:
    """It is the one before again, or none."""
    subscriber = await find_subscriber(step.subscriber_id, order_id=order_id, uow=uow)
    taken_back = (await uow.languages.get(subscriber.id)).taken_back()
    await _save(taken_back, order_id=order_id, now=now, uow=uow)


async def _save(chosen: ChosenLanguage, *, order_id: str, now: datetime, uow: UnitOfWork) -> None:
    await uow.languages.save(chosen)
    await uow.publish([LanguageChosen(chosen, order_id, now)], now=now)
