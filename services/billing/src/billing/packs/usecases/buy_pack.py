"""Buy a pack (流量包): from the balance, at once, and again when it ends where they want that."""

from dataclasses import dataclass, replace
from datetime import datetime

from billing.accounts.domain.account import MILLIFEN, Account, AccountState
from billing.accounts.domain.due import END_PACK
from billing.accounts.domain.events import AuditRecorded
from billing.accounts.domain.proration import month_of
from billing.accounts.ports import Payee
from billing.accounts.usecases.find_account import may_see
from billing.accounts.usecases.take_account import card_meant, check_state, unknown
from billing.allowances.domain.allowance import Allowance
from billing.allowances.usecases.grant_allowances import grant_months, granted_until
from billing.catalogue.domain.catalogue import Catalogue
from billing.catalogue.domain.pack import Pack
from billing.charging.usecases.judge_use import check_number
from billing.charging.usecases.reserve_units import left_of
from billing.ledger.domain.entry import PACK_CHARGED, Cause, Why, entry_of
from billing.ledger.usecases.post_entries import Booking, book
from billing.packs.domain.events import DatapackPurchased
from billing.packs.domain.purchase import Purchase, bought
from billing.packs.ports import UnitOfWork
from billing.packs.usecases.relate_pack import check_relations, replace_others
from kernel.caller import Caller
from kernel.civil import civil_date
from kernel.errors import Invalid, NotAllowed, Refusal
from kernel.ids import derived_id
from kernel.money import fen

_SYSTEM = "system"
_IN_SERVICE = frozenset({AccountState.OPEN})


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyPack:
    """Who buys which pack through which channel; `renews` None: as the catalogue says."""

    request_id: str
    user: Payee
    pack: str
    renews: bool | None
    caller: Caller
    channel: str


@dataclass(frozen=True, slots=True)
class Bought:
    """What was bought, and the account after it."""

    allowance: Allowance
    account: Account


async def buy_pack(asked: BuyPack, *, uow: UnitOfWork, now: datetime) -> Bought:
    """Take its price and let them use it from now on.

    Raises `NOT_YOURS`, `ACCOUNT_UNKNOWN`, `STATE_NOT_ALLOWED`, `SUBSCRIBER_STOPPED`,
    what `check_number` raises,
    `PACK_UNKNOWN`, `PACK_NOT_SELLABLE`, `CHANNEL_NOT_ALLOWED`, `PACK_HAD_ALREADY`,
    `PACK_NOT_RENEWABLE`, what `check_relations` raises, `INSUFFICIENT_BALANCE`.
    """
    async with uow:
        account = await _buyer(asked, uow=uow)
        catalogues = await uow.catalogues.all()
        pack = _sold(asked, catalogues.on(civil_date(now)))
        if pack.once and await uow.allowances.has_had(account.id, offering=pack.code):
            raise Refusal("PACK_HAD_ALREADY", "Nobody has this pack twice.", field="pack")
        await check_relations(pack, account, uow=uow, now=now)
        if not await can_pay(pack, account, uow=uow, now=now):
            sentence = "The balance does not cover this pack."
            raise Refusal("INSUFFICIENT_BALANCE", sentence, field="pack")
        renews = pack.renews if asked.renews is None else asked.renews
        purchase = Purchase(account.id, asked.request_id, now, renews)
        account = await grant_months(account, catalogues=catalogues, uow=uow, now=now)
        await replace_others(pack, account, uow=uow, now=now)
        await uow.publish([_audited(account, pack, now=now)], now=now)
        return await take_pack(pack, purchase, account=account, uow=uow, now=now)


async def can_pay(pack: Pack, account: Account, *, uow: UnitOfWork, now: datetime) -> bool:
    """Tell whether what is left beside calls under way covers it."""
    left = await left_of(account, uow=uow, now=now)
    return pack.price.minor * MILLIFEN <= left


async def take_pack(
    pack: Pack, purchase: Purchase, *, account: Account, uow: UnitOfWork, now: datetime
) -> Bought:
    """Charge a pack and keep it, until its timer ends it."""
    made = bought(pack, purchase)
    allowance = replace(made, id=derived_id("pack", made.id))
    account = await granted_until(account, month_of(now), uow=uow)
    await uow.allowances.add([allowance])
    key = f"{account.id}/{allowance.id}"
    await uow.timers.schedule(END_PACK, key=key, at=allowance.valid_to)
    purchased = DatapackPurchased(
        account_id=account.id,
        subscriber_id=account.subscriber_id,
        allowance=allowance,
        occurred_at=now,
    )
    await uow.publish([purchased], now=now)
    entries = entry_of(
        PACK_CHARGED,
        fen(allowance.price),
        account_id=account.id,
        cause=Cause(Why.PACK, allowance.id),
        at=now,
    )
    (booked,) = await book([Booking(account, entries)], uow=uow, now=now)
    return Bought(allowance, booked)


async def _buyer(asked: BuyPack, *, uow: UnitOfWork) -> Account:
    account = await uow.accounts.get_for_update(asked.user)
    if not may_see(account, caller=asked.caller):
        raise NotAllowed("NOT_YOURS", "This is not yours.")
    if account is None:
        raise unknown()
    check_state(account, states=_IN_SERVICE)
    card = card_meant(account, asked.user)
    check_number(account, card)
    if (card or account).barred_since is not None:
        raise NotAllowed("SUBSCRIBER_STOPPED", "They are stopped both ways.")
    return account


def _sold(asked: BuyPack, catalogue: Catalogue) -> Pack:
    pack = catalogue.pack(asked.pack)
    if not pack.sellable:
        raise Refusal("PACK_NOT_SELLABLE", "This pack is not sold now.", field="pack")
    if asked.channel not in {*pack.channels, _SYSTEM}:
        sentence = f"This pack is sold through {', '.join(sorted(pack.channels))}."
        raise NotAllowed("CHANNEL_NOT_ALLOWED", sentence, field="pack")
    if pack.once and asked.renews:
        sentence = "What nobody has twice does not renew."
        raise Invalid("PACK_NOT_RENEWABLE", sentence, field="renews")
    return pack


def _audited(account: Account, pack: Pack, *, now: datetime) -> AuditRecorded:
    return AuditRecorded(
        action="pack.bought",
        object_id=f"account {account.id}",
        reason="",
        outcome=f"{pack.code} for {pack.price.minor} fen",
        at=now,
    )
