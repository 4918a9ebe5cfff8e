"""What trying a catalogue needs from outside: all of it is only read."""

from collections.abc import Collection, Sequence
from typing import Protocol

from billing.accounts.domain.account import Account
from billing.allowances.ports import Held, Wanted
from billing.catalogue.domain.catalogue import Catalogues
from billing.catalogue.domain.catalogue_diff import Document
from billing.rating.domain.opening import Openings, SubscriberMonth
from billing.rating.ports.rerating import Differences


class Trial(Protocol):
    @property
    def differences(self) -> Differences: ...
    async def catalogues(self) -> Catalogues: ...
    async def document(self, version: int) -> Document:
        """Return all that a version says, also what its files left to say because it is usual."""
        ...

    async def accounts(self, *, after: str, limit: int) -> Sequence[Account]:
        """Return accounts in the order of the subscribers they pay for."""
        ...

    async def held(self, wanted: Collection[Wanted]) -> Held: ...
    async def openings(self, months: Collection[SubscriberMonth]) -> Openings: ...
