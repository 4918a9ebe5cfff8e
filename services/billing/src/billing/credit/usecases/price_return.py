"""Say what brings somebody back, with what a month without a fee costs from today on (T20, 7.6)."""

from datetime import datetime

from billing.accounts.domain.account import Account
from billing.accounts.domain.balance_book import SPENDABLE
from billing.accounts.domain.coming_back import brings_back
from billing.accounts.domain.ledger_account import total
from billing.accounts.domain.level import Level
from billing.catalogue.domain.catalogue import Catalogue
from billing.catalogue.ports import CatalogueReads
from billing.charging.usecases.charge_month import fee_when_back
from billing.ledger.domain.books import settled
from kernel.civil import civil_date
from kernel.money import Money, fen


async def price_return(account: Account, *, catalogues: CatalogueReads, now: datetime) -> Money:
    """Return the smallest payment that has them served and kept so; none where nobody stops them.

    Raises `NO_CATALOGUE`.
    """
    if account.standing.level is Level.NONE:
        return fen(0)
    return return_priced(account, catalogue=(await catalogues.all()).on(civil_date(now)), now=now)


def return_priced(account: Account, *, catalogue: Catalogue, now: datetime) -> Money:
    """Return the same by the catalogue of that day."""
    entries = fee_when_back(account, catalogue=catalogue, now=now)
    taken = (one.credited_to(*SPENDABLE) for one in settled(entries, account.books))
    return brings_back(account, fee=-total(taken), now=now)
