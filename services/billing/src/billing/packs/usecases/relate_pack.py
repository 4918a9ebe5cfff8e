"""Ask what a pack is related to where it is bought and bought again (rules 7.1)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from billing.accounts.domain.account import Account
from billing.accounts.domain.plans import offering_at
from billing.allowances.domain.allowance import Allowance, Source
from billing.allowances.ports import Wanted
from billing.catalogue.domain.pack import Pack
from billing.catalogue.domain.sale import Buyer, Rules, check_sale, replaced_by
from billing.packs.ports import UnitOfWork
from kernel.civil import civil_date
from kernel.errors import Refusal

_KINDS = ("voice", "sms", "mms", "data")


async def check_relations(pack: Pack, account: Account, *, uow: UnitOfWork, now: datetime) -> None:
    """Raise what speaks against their having this beside what they have.

    `PACK_NOT_SELLABLE` (not on this day), `PAYMENT_TYPE_NOT_ALLOWED`, `SEGMENT_NOT_ALLOWED`,
    `REGION_NOT_ALLOWED`, `OFFER_DEPENDENCY`, `OFFER_CONFLICT`.
    """
    today, rules = civil_date(now), await _rules(uow, now=now)
    if not rules:
        return
    rule = rules.get(pack.code)
    if rule is not None and not rule.is_sold_on(today):
        raise Refusal("PACK_NOT_SELLABLE", "This pack is not sold on this day.", field="pack")
    packs = await _packs(account, uow=uow, now=now)
    holds = frozenset({offering_at(account, now), *(one.offering for one in packs)}) - {pack.code}
    buyer = Buyer(on=today, payment_type=account.payment_type, holds=holds)
    if rule is not None and rule.asks_who:
        customer = await uow.accounts.customers.get(account.customer_id)
        buyer = replace(buyer, segment=customer.segment, region=customer.region)
    check_sale(pack.code, rules=rules, buyer=buyer, field="pack")


async def replace_others(pack: Pack, account: Account, *, uow: UnitOfWork, now: datetime) -> None:
    """Let what it replaces be used to its end and not be bought again."""
    rules = await _rules(uow, now=now)
    if pack.code not in rules:
        return
    packs = await _packs(account, uow=uow, now=now)
    gone = replaced_by(pack.code, rules=rules, holds=[one.offering for one in packs])
    ending = [replace(one, renews=False) for one in packs if one.offering in gone and one.renews]
    if ending:
        await uow.allowances.save(ending)


async def _rules(uow: UnitOfWork, *, now: datetime) -> Rules:
    return (await uow.catalogues.all()).on(civil_date(now)).sale


async def _packs(account: Account, *, uow: UnitOfWork, now: datetime) -> Sequence[Allowance]:
    wanted = [Wanted(account.id, kind, now) for kind in _KINDS]
    held = await uow.allowances.held(wanted)
    # Also one that begins after `now`: it was bought while this act waited for the account.
    return [one for one in held.allowances if one.source is Source.PACK]
