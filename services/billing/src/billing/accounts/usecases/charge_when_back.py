"""Have the rest of a month charged that had no fee, when they are in service again (rules 7.6)."""

from datetime import datetime
from typing import Protocol

from billing.accounts.domain.account import Account
from billing.accounts.domain.due import CARD_RESUMED, MONTHLY, RESUMED, month_key
from billing.accounts.domain.proration import next_charge_at
from billing.accounts.domain.sub_card import SubCard
from billing.accounts.domain.waiver import is_card_waived, is_opened, owes_rest_of_month
from billing.accounts.ports import Timers


class Scheduling(Protocol):
    """What sets timers in its transaction."""

    @property
    def timers(self) -> Timers: ...


async def charge_card_when_back(
    account: Account, *, after: SubCard, before: SubCard, uow: Scheduling, now: datetime
) -> None:
    """Set the timer of what the rest of this month costs of a card that is served again."""
    is_back = before.barred_since is not None and after.barred_since is None
    if is_back and after.is_in_service and is_card_waived(before, now=now):
        key = f"{month_key(account.id, at=now)}/{after.subscriber_id}"
        await uow.timers.schedule(CARD_RESUMED, key=key, at=now)


async def charge_when_back(
    account: Account, *, before: Account, uow: Scheduling, now: datetime
) -> None:
    """Set the timers of what is to be charged; `account` is as `in_service_again` has made it."""
    if not is_opened(account, before=before, now=now):
        return
    if owes_rest_of_month(before, now=now):
        await uow.timers.schedule(RESUMED, key=month_key(account.id, at=now), at=now)
    if account.charged_month != before.charged_month:
        following = next_charge_at(now)
        key = month_key(account.id, at=following)
        await uow.timers.schedule(MONTHLY, key=key, at=following)
