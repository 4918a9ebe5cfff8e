"""Follow what accounts say of a subscriber: their number, and who the customer is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from billing.accounts.domain.lines import card_of
from billing.accounts.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriberSeen:
    """What billing needs to know of them, at this version."""

    subscriber_id: str
    version: int
    msisdn: str
    customer_id: str


async def follow_subscribers(
    seen: Sequence[SubscriberSeen], *, uow: UnitOfWork, now: datetime
) -> None:
    """Remember the newest of each; what is older than what is known is passed over."""
    newest = {one.subscriber_id: one for one in sorted(seen, key=lambda one: one.version)}
    async with uow:
        accounts = await uow.accounts.get_paying_for_update(set(newest))
        changed = []
        for subscriber_id, account in accounts.items():
            subscriber = newest[subscriber_id]
            if (card := card_of(account, subscriber_id)) is not None:
                if subscriber.version > card.subscriber_version:
                    msisdn = subscriber.msisdn or card.msisdn
                    version = subscriber.version
                    await uow.accounts.cards.save(
                        replace(card, subscriber_version=version, msisdn=msisdn)
                    )
            elif subscriber.version > account.subscriber_version:
                changed.append(
                    replace(
                        account,
                        subscriber_version=subscriber.version,
                        msisdn=subscriber.msisdn or account.msisdn,
                        customer_id=subscriber.customer_id or account.customer_id,
                    )
                )
        await uow.accounts.save(changed)
