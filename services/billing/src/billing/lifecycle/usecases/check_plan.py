"""Ask whether an account may have another plan beside all else it has (rules 7.1, R-PC-2)."""

from collections.abc import Collection
from datetime import datetime

from billing.accounts.domain.account import Account
from billing.accounts.domain.lines import cards_held
from billing.allowances.usecases.end_with_plan import ending, packs_after
from billing.catalogue.domain.catalogue import Catalogue, Offering
from billing.catalogue.domain.sale import Buyer, lacking
from billing.payments.ports.unit_of_work import UnitOfWork
from kernel.civil import civil_date
from kernel.errors import NotAllowed, Refusal

_FIELD = "offering"


async def check_may_have(code: str, account: Account, *, uow: UnitOfWork, now: datetime) -> None:
    """Raise what speaks against their changing to this plan, by the catalogue of today.

    What `check_sale` raises, where packs that end with the old plan are not in the way;
    `PLAN_NOT_SELLABLE`, `PAYMENT_TYPE_NOT_ALLOWED`, `SUB_CARD_LIMIT_EXCEEDED`, and
    `OFFER_DEPENDENCY` for a sub-card that does not go with it.
    """
    catalogue = (await uow.catalogues.all()).on(civil_date(now))
    packs = await packs_after(account, now, uow=uow)
    gone = ending(packs, account.offering, code, rules=catalogue.sale)
    kept = frozenset(one.offering for one in packs) - gone
    cards = frozenset(one.offering for one in cards_held(account))
    customer = await uow.accounts.customers.get(account.customer_id)
    buyer = Buyer(
        on=civil_date(now),
        holds=kept | cards,
        segment=customer.segment,
        region=customer.region,
    )
    plan = catalogue.sold_to(buyer, code)
    if plan.is_sub_card:
        raise Refusal("PLAN_NOT_SELLABLE", "A sub-card is no plan.", field=_FIELD)
    if plan.payment_type is not account.payment_type:
        sentence = "This is not for their way of paying."
        raise NotAllowed("PAYMENT_TYPE_NOT_ALLOWED", sentence, field=_FIELD)
    _check_cards(plan, cards, len(cards_held(account)), catalogue=catalogue, beside={code, *kept})


def _check_cards(
    plan: Offering,
    cards: Collection[str],
    count: int,
    *,
    catalogue: Catalogue,
    beside: Collection[str],
) -> None:
    if count > plan.sub_cards:
        sentence = f"This plan has room for {plan.sub_cards} sub-cards; there are {count}."
        raise Refusal("SUB_CARD_LIMIT_EXCEEDED", sentence, field=_FIELD)
    if against := sorted(lacking(cards, rules=catalogue.sale, beside=beside)):
        sentence = f"{', '.join(against)} does not go with this plan."
        raise Refusal("OFFER_DEPENDENCY", sentence, field=_FIELD)
