"""What somebody has who bought a pack."""

from dataclasses import dataclass
from datetime import datetime

from billing.allowances.domain.allowance import Allowance, Source
from billing.catalogue.domain.pack import Pack
from kernel.civil import civil_date


@dataclass(frozen=True, slots=True)
class Purchase:
    """Who buys, what asked for it, from when on, and whether it is to be bought again."""

    account_id: str
    cause_id: str
    at: datetime
    renews: bool


def bought(pack: Pack, purchase: Purchase) -> Allowance:
    """Return what somebody has who bought it; its id is a word, the same for the same cause."""
    ends = pack.ends(civil_date(purchase.at))
    return Allowance(
        id=f"{purchase.account_id}/{purchase.cause_id}",
        account_id=purchase.account_id,
        offering=pack.code,
        name=pack.name,
        source=Source.PACK,
        included=pack.included,
        total=pack.included.units,
        valid_from=purchase.at,
        valid_to=ends,
        usable_to=ends,
        cause_id=purchase.cause_id,
        renews=purchase.renews,
        price=pack.price.minor,
    )
