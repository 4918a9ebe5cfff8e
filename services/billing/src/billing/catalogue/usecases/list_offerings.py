"""What is sold on a day: to whoever fits, or to one customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from billing.accounts.ports import Customers
from billing.accounts.usecases.find_account import sees_all
from billing.catalogue.domain.catalogue import Catalogue, Offering
from kernel.caller import Caller
from kernel.errors import NotAllowed


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingsAsked:
    """Through which channel and for whom; empty: for all of them."""

    channel: str
    customer_id: str
    caller: Caller


async def list_offerings(
    asked: OfferingsAsked, *, catalogue: Catalogue, on: date, customers: Customers
) -> Sequence[Offering]:
    """Return plans and sub-cards; raises `NOT_YOURS` where a customer asks for another."""
    hers, channel = asked.customer_id, asked.channel
    if hers and not sees_all(asked.caller) and asked.caller.customer_id != hers:
        raise NotAllowed("NOT_YOURS", "This is not yours.")
    to = await customers.get(hers) if hers else None
    return [
        one
        for one in catalogue.offerings.values()
        if catalogue.is_sold(one.code, on=on, to=to) and (not channel or channel in one.channels)
    ]
