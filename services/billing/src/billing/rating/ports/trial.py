"""What trying a catalogue needs from outside: all of it is only read."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from billing.accounts.ports import AccountReads
from billing.allowances.ports import Held, Wanted
from billing.catalogue.ports import CatalogueReads, Documents
from billing.rating.domain.opening import Openings, SubscriberMonth
from billing.rating.ports.rerating import Differences


class HeldAllowances(Protocol):
    async def held(self, wanted: Collection[Wanted]) -> Held: ...


class KnownOpenings(Protocol):
    async def of(self, months: Collection[SubscriberMonth]) -> Openings: ...


@dataclass(frozen=True, slots=True)
class Trial:
    """Where that is read."""

    catalogues: CatalogueReads
    documents: Documents
    accounts: AccountReads
    allowances: HeldAllowances
    openings: KnownOpenings
    differences: Differences
