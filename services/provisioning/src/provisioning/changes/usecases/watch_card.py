"""Watch for a new card's first appearance in the network: then its change is in force."""

from kernel.clock import Clock
from provisioning.changes.domain.events import CardSeen
from provisioning.changes.ports import AwaitedCard, UnitOfWork
from provisioning.elements.domain.answers import Shown
from provisioning.elements.domain.commands import ReadNumber
from provisioning.elements.domain.subscription import Record
from provisioning.elements.ports import Element

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 3600.0
MOST_DOUBLINGS = 13


async def watch_card(card: AwaitedCard, *, uow: UnitOfWork, element: Element, clock: Clock) -> bool:
    """Look once; tell whether it was seen, and say so once."""
    exchange = await element.tell(ReadNumber(card.msisdn), None)
    match exchange.answer:
        case Shown(record=Record(imsi=card.imsi, serving_node=node)) if node:
            async with uow:
                await say_seen([card.imsi], uow=uow, clock=clock)
            return True
        case _:
            await uow.cards.postpone(card, seconds=pause_seconds(card.tries))
            return False


async def say_seen(imsis: list[str], *, uow: UnitOfWork, clock: Clock) -> None:
    """Say of those of these cards that were awaited that the network has met them."""
    now = clock.now()
    seen = [
        CardSeen(card.subscriber_id, card.msisdn, card.imsi, now)
        for card in await uow.cards.seen(imsis)
    ]
    if seen:
        await uow.publish(seen, now=now)


def pause_seconds(tries: int) -> float:
    """Return how long until the next look: doubling, an hour at most."""
    return min(FIRST_PAUSE * 2.0 ** min(tries, MOST_DOUBLINGS), LONGEST_PAUSE)
