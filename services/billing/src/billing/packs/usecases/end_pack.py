"""End a pack when its time is over, and buy it again where they want that and can pay."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from billing.accounts.domain.account import Account, AccountState
from billing.accounts.domain.events import SmsRequested
from billing.accounts.domain.waiver import is_anybody_served
from billing.accounts.ports import ByAccount
from billing.allowances.domain.allowance import Allowance
from billing.catalogue.domain.pack import Pack
from billing.packs.domain.events import DatapackExpired
from billing.packs.domain.purchase import Purchase
from billing.packs.ports import UnitOfWork
from billing.packs.usecases.buy_pack import can_pay, take_pack
from billing.packs.usecases.relate_pack import check_relations
from kernel.civil import civil_date
from kernel.errors import Refusal

A_MOMENT = timedelta(microseconds=1)


async def end_pack(key: str, *, uow: UnitOfWork, now: datetime) -> None:
    """Say that it is over; the next one begins where it ends. One given back ended before.

    `now` is the moment that was set for it, however late it comes.
    """
    account_id, _, allowance_id = key.partition("/")
    async with uow:
        account = await uow.accounts.get_for_update(ByAccount(account_id))
        bought = await uow.allowances.get(allowance_id)
        if account is None or bought is None or bought.valid_to != now:
            return
        expired = DatapackExpired(
            account_id=account.id,
            subscriber_id=account.subscriber_id,
            allowance=bought,
            given_back=None,
            occurred_at=now,
        )
        await uow.publish([expired], now=now)
        if account.state is not AccountState.OPEN:
            return
        if bought.renews:
            await _renew(bought, account, uow=uow, now=now)
            return
        await uow.publish(
            [_text(account, {"name": bought.name}, text="pack_ended", now=now)], now=now
        )


async def _renew(bought: Allowance, account: Account, *, uow: UnitOfWork, now: datetime) -> None:
    catalogue = (await uow.catalogues.all()).on(civil_date(bought.valid_to))
    pack = catalogue.packs.get(bought.offering)
    if pack is not None and await _may_renew(pack, account, uow=uow, now=now):
        purchase = Purchase(account.id, bought.id, bought.valid_to, renews=True)
        again = (await take_pack(pack, purchase, account=account, uow=uow, now=now)).allowance
        told = _priced(again) | {"valid_to": civil_date(again.valid_to - A_MOMENT).isoformat()}
        await uow.publish([_text(account, told, text="pack_renewed", now=now)], now=now)
        return
    told = _priced(bought)
    await uow.publish([_text(account, told, text="pack_not_renewed", now=now)], now=now)


def _priced(pack: Allowance) -> dict[str, str]:
    return {"name": pack.name, "price_fen": str(pack.price)}


def _text(account: Account, told: Mapping[str, str], *, text: str, now: datetime) -> SmsRequested:
    return SmsRequested(
        subscriber_id=account.subscriber_id,
        template=text,
        parameters=told,
        occurred_at=now,
    )


async def _may_renew(pack: Pack, account: Account, *, uow: UnitOfWork, now: datetime) -> bool:
    if not pack.sellable or not is_anybody_served(account):
        return False
    try:
        await check_relations(pack, account, uow=uow, now=now)
    except Refusal:
        return False
    return await can_pay(pack, account, uow=uow, now=now)
