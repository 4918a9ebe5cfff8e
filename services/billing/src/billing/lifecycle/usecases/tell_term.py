"""Tell them whose number is kept that the term is about to be over, and that it is (R-VS-5).

`boss.sms-requested.v1` carries the template and its parameters; the SMS door sends it.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from billing.accounts.domain.account import Account
from billing.accounts.domain.due import KEEPING_ENDS
from billing.accounts.domain.events import SmsRequested
from billing.accounts.domain.kept import Kept
from billing.accounts.domain.lines import card_of
from billing.accounts.ports import ByAccount
from billing.credit.usecases.price_return import price_return
from billing.lifecycle.domain.steps import StartKeeping
from billing.payments.ports.unit_of_work import UnitOfWork
from kernel.civil import civil_date

TOLD_BEFORE = timedelta(days=7)
ENDS_SOON = "keeping_ends_soon"
OVER = "keeping_over"
OVER_IN_ARREARS = "keeping_over_in_arrears"
"""The number stays stopped until what is owed is paid."""


async def tell_before(
    account: Account, step: StartKeeping, *, uow: UnitOfWork, now: datetime
) -> None:
    """Have them told a week before the term is over, by a text that is theirs alone."""
    if step.until is None:
        return
    who = step.subscriber_id or account.subscriber_id
    key = f"{account.id}/{who}/{step.until.isoformat()}"
    await uow.timers.schedule(KEEPING_ENDS, key=key, at=max(now, step.until - TOLD_BEFORE))


async def keeping_ends(key: str, *, uow: UnitOfWork, now: datetime) -> None:
    """Tell them, unless this term is over or another one began meanwhile."""
    account_id, who, term = key.split("/")
    async with uow:
        account = await uow.accounts.get_for_update(ByAccount(account_id))
        kept = None if account is None else _kept_of(account, who)
        if account is None or kept is None or not kept.is_wished or kept.term is None:
            return
        if kept.term == datetime.fromisoformat(term):
            await uow.publish([_text(ENDS_SOON, account, kept, of=who, now=now)], now=now)


async def tell_then(
    account: Account, kept: Kept, *, uow: UnitOfWork, now: datetime, of: str = ""
) -> None:
    """Tell them what the end of the term has led to; who came back before it knows."""
    if kept.term is None or now < kept.term:
        return
    template = OVER if account.standing.since is None else OVER_IN_ARREARS
    who = of or account.subscriber_id
    lifted = account if of else replace(account, kept=kept.lifted_at(now))
    back = await price_return(lifted, catalogues=uow.catalogues, now=now)
    text = _text(template, account, kept, of=who, now=now)
    if back.minor:
        text = replace(text, parameters={**text.parameters, "back_fen": str(back.minor)})
    await uow.publish([text], now=now)


def _kept_of(account: Account, subscriber_id: str) -> Kept | None:
    card = card_of(account, subscriber_id)
    return account.kept if card is None else card.kept


def _text(template: str, account: Account, kept: Kept, *, of: str, now: datetime) -> SmsRequested:
    ends_on = "" if kept.term is None else civil_date(kept.term).isoformat()
    return SmsRequested(
        subscriber_id=of,
        template=template,
        parameters={
            "ends_on": ends_on,
            "balance_fen": str(account.balance.minor),
            "owes_fen": str(account.owes.minor),
        },
        occurred_at=now,
    )
