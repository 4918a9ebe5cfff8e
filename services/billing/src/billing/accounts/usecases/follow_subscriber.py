"""Follow what accounts say of a subscriber: their number, and whether it is served.

Whose it is they do not say: an account is its customer's for good, and another customer has another
account (过户).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from billing.accounts.domain.account import Account, months_of
from billing.accounts.domain.level import Barring
from billing.accounts.domain.lines import card_of
from billing.accounts.domain.sub_card import SubCard
from billing.accounts.domain.waiver import in_service_again
from billing.accounts.domain.window import window_seen
from billing.accounts.ports import UnitOfWork
from billing.accounts.usecases.charge_when_back import charge_card_when_back, charge_when_back


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriberSeen:
    """What billing needs to know of them, at this version."""

    subscriber_id: str
    version: int
    msisdn: str
    barring: Barring | None = None
    """By the network, for whatever reason; None: nothing was said of it."""
    open_until: datetime | None = None
    """Then a window ends in which they are open though money is owed; None: none is open."""
    at: datetime | None = None
    """When it became so; None: nobody said."""


async def follow_subscribers(
    seen: Sequence[SubscriberSeen], *, uow: UnitOfWork, now: datetime
) -> None:
    """Remember the newest of each; what is older than what is known is passed over."""
    newest = {one.subscriber_id: one for one in sorted(seen, key=lambda one: one.version)}
    async with uow:
        accounts = await uow.accounts.get_paying_for_update(set(newest))
        changed: list[tuple[Account, Account]] = []
        for subscriber_id, account in accounts.items():
            subscriber = newest[subscriber_id]
            if (card := card_of(account, subscriber_id)) is not None:
                if subscriber.version > card.subscriber_version:
                    after_it = _card_after(card, subscriber, account=account, now=now)
                    await uow.accounts.cards.save(after_it)
                    await charge_card_when_back(
                        account, after=after_it, before=card, uow=uow, now=now
                    )
            elif subscriber.version > account.subscriber_version:
                changed.append((account, _after(account, subscriber, now=now)))
        await uow.accounts.save([after for _, after in changed])
        for before, after in changed:
            if months_of(after) != months_of(before):
                await uow.accounts.save_months([after])
            if before.barred_since is not None:
                await charge_when_back(after, before=before, uow=uow, now=now)


def _after(account: Account, seen: SubscriberSeen, *, now: datetime) -> Account:
    barred_since = _barred_since(account.barred_since, seen, account=account, now=now)
    after = replace(
        account,
        subscriber_version=seen.version,
        msisdn=seen.msisdn or account.msisdn,
        barred_since=barred_since,
        barring=account.barring if seen.barring is None else seen.barring,
        window=window_seen(account.window, seen.open_until, spendable=account.spendable),
    )
    is_back = account.barred_since is not None and barred_since is None
    return in_service_again(after, before=account, now=now) if is_back else after


def _card_after(card: SubCard, seen: SubscriberSeen, *, account: Account, now: datetime) -> SubCard:
    return replace(
        card,
        subscriber_version=seen.version,
        msisdn=seen.msisdn or card.msisdn,
        barred_since=_barred_since(card.barred_since, seen, account=account, now=now),
        barring=card.barring if seen.barring is None else seen.barring,
        window=window_seen(card.window, seen.open_until, spendable=account.spendable),
    )


def _barred_since(
    known: datetime | None, seen: SubscriberSeen, *, account: Account, now: datetime
) -> datetime | None:
    if seen.barring is None:
        return known
    if seen.barring is not Barring.TWO_WAY:
        return None
    since = seen.at or now
    # Who is stopped for arrears is so from the first step on.
    return known or min(since, account.standing.since or since)
