"""What the acts at the vault need from outside."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from kernel.transaction import Transaction
from provisioning.vault.domain.audited import Audited
from provisioning.vault.domain.authentication import CardKeys, Shut
from provisioning.vault.domain.puk import Puk, PukGrant


class Vault(Protocol):
    async def load(self, cards: Sequence[CardKeys]) -> int:
        """Keep what is new; answers how many. Raises KEYS_DIFFER where a card has others."""
        ...

    async def has(self, imsi: str) -> bool: ...

    async def keys_of(self, imsis: Sequence[str]) -> Mapping[str, CardKeys]:
        """Return the keys of those cards that the vault knows; raises KEY_NOT_HERE."""
        ...

    async def opened(self, imsis: Sequence[str]) -> Mapping[str, CardKeys | Shut]:
        """Return the same, and of a card whose keys do not open, why: it stops no other."""
        ...


class Puks(Protocol):
    """PUKs of cards, and the orders that let one be read."""

    async def load(self, puks: Sequence[Puk]) -> None:
        """Keep what is new. Raises KEYS_DIFFER where a card has another."""
        ...

    async def has(self, imsi: str) -> bool: ...
    async def get(self, imsi: str) -> Puk | None: ...
    async def grant(self, grant: PukGrant) -> None: ...
    async def granted(self, order_id: str) -> PukGrant | None: ...
    async def take_back(self, order_id: str) -> None: ...


class Profiles(Protocol):
    """Whose cards are, as the network has them: an area above this one knows."""

    async def has_card(self, subscriber_id: str, imsi: str) -> bool: ...


class Steps(Protocol):
    """What is remembered of the steps that orders asked for."""

    async def are_new(self, order_id: str, digests: Mapping[int, str]) -> frozenset[int]:
        """Raises STEP_TAKEN_BACK where the order gave one up before it came."""
        ...

    async def are_to_be_undone(self, order_id: str, numbers: Sequence[int]) -> frozenset[int]: ...


class UnitOfWork(Transaction, Protocol):
    """One transaction per `async with`; for one caller at a time."""

    @property
    def vault(self) -> Vault: ...

    @property
    def puks(self) -> Puks: ...

    @property
    def profiles(self) -> Profiles: ...

    @property
    def steps(self) -> Steps: ...

    async def publish(self, events: Sequence[Audited], *, now: datetime) -> None: ...
