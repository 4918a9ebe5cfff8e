"""End a pack when its time is over, and buy it again where she wants that and can pay."""

from datetime import datetime

from billing.accounts.domain.account import Account, AccountState
from billing.accounts.domain.events import SmsRequested
from billing.accounts.ports import ByAccount
from billing.allowances.domain.allowance import Allowance
from billing.catalogue.domain.pack import Pack
from billing.packs.domain.events import DatapackExpired
from billing.packs.domain.purchase import Purchase
from billing.packs.ports import Desk
from billing.packs.usecases.buy_pack import can_pay, take_pack
from billing.packs.usecases.relate_pack import check_relations
from kernel.civil import civil_date
from kernel.errors import Refusal


async def end_pack(key: str, *, desk: Desk, now: datetime) -> None:
    """Say that it is over; the next one begins where it ends. One given back ended before.

    `now` is the moment that was set for it, however late it comes.
    """
    account_id, _, allowance_id = key.partition("/")
    async with desk:
        account = await desk.accounts.take(ByAccount(account_id))
        found = await desk.allowances.find(allowance_id)
        if account is None or found is None or found.valid_to != now:
            return
        expired = DatapackExpired(
            account_id=account.id,
            subscriber_id=account.subscriber_id,
            allowance=found,
            given_back=None,
            occurred_at=now,
        )
        await desk.publish([expired], now=now)
        if found.renews and account.state is AccountState.OPEN:
            await _renew(found, account, desk=desk, now=now)


async def _renew(found: Allowance, account: Account, *, desk: Desk, now: datetime) -> None:
    catalogue = (await desk.shelf.all()).on(civil_date(found.valid_to))
    pack = catalogue.packs.get(found.offering)
    if pack is not None and await _may_renew(pack, account, desk=desk, now=now):
        purchase = Purchase(account.id, found.id, found.valid_to, renews=True)
        await take_pack(pack, purchase, account=account, desk=desk, now=now)
        return
    text = SmsRequested(
        subscriber_id=account.subscriber_id,
        template="pack_not_renewed",
        parameters={"name": found.name, "price_fen": str(found.price)},
        occurred_at=now,
    )
    await desk.publish([text], now=now)


async def _may_renew(pack: Pack, account: Account, *, desk: Desk, now: datetime) -> bool:
    if not pack.sellable or account.keeps_number:
        return False
    try:
        await check_relations(pack, account, desk=desk, now=now)
    except Refusal:
        return False
    return await can_pay(pack, account, desk=desk, now=now)
