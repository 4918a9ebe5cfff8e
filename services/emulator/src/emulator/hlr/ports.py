"""What the HLR needs from outside."""

from collections.abc import Callable, Sequence
from typing import Protocol

from emulator.hlr.domain.log_entry import LogEntry
from emulator.hlr.domain.subject import Subject
from emulator.hlr.domain.subscription import Key, Ranges, Subscription
from kernel.transaction import Transaction


class KeyStore(Protocol):
    """The authentication centre: keys, apart from subscriptions."""

    async def get(self, imsi: str) -> Key | None: ...
    async def add(self, key: Key) -> None:
        """Raises CommandRefused KI_EXISTS."""
        ...

    async def delete(self, imsi: str) -> bool:
        """Return whether they are gone; a subscription keeps the keys it stands on."""
        ...

    async def advance(self, imsi: str, *, vectors: int) -> Key | None:
        """Return the key before so many sequence numbers were taken; None: no keys or no number."""
        ...

    async def set_sequence(self, imsi: str, *, sqn: int) -> None: ...


class Hlr(Protocol):
    """Subscriptions. Adding and replacing raise CommandRefused: IMSI_IN_USE, ISDN_IN_USE,
    KI_MISSING, RECORD_LOCKED."""

    async def get(self, subject: Subject) -> Subscription | None: ...
    async def get_for_update(self, subject: Subject) -> Subscription | None:
        """Lock it until the transaction ends."""
        ...

    async def page(self, *, after: str, count: int) -> Sequence[Subscription]: ...
    async def is_full(self, capacity: int) -> bool: ...
    async def add(self, subscription: Subscription) -> None: ...
    async def replace(self, imsi: str, *, by: Subscription) -> None: ...
    async def delete(self, imsi: str) -> None: ...
    async def log(self, entry: LogEntry) -> None: ...


class HomeNetwork(Protocol):
    """What is fixed about this HLR, and where chance comes from."""

    @property
    def ranges(self) -> Ranges: ...
    @property
    def random_octets(self) -> Callable[[int], bytes]: ...


class UnitOfWork(Transaction, Protocol):
    """One transaction per `async with`."""

    @property
    def keys(self) -> KeyStore: ...
    @property
    def hlr(self) -> Hlr: ...
