"""What the use cases need from outside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from emulator.domain.call_record import CallRecord, RecordFile, Use
from emulator.domain.commands import Subject
from emulator.domain.credit import Credit
from emulator.domain.dialled_number import Dialling
from emulator.domain.log_entry import LogEntry
from emulator.domain.profile import Profile
from emulator.domain.subscription import Key, Ranges, Subscription
from emulator.domain.text_message import TextMessage
from emulator.domain.traffic import Cause
from emulator.domain.visitor import Visitor


class KeyStore(Protocol):
    """The authentication centre: keys, apart from subscriptions."""

    async def find(self, imsi: str) -> Key | None: ...
    async def add(self, key: Key) -> None:
        """Raises CommandRefused KI_EXISTS."""
        ...

    async def remove(self, imsi: str) -> bool:
        """Return whether they are gone; a subscription keeps the keys it stands on."""
        ...

    async def advance(self, imsi: str, *, vectors: int) -> Key | None:
        """Return the key before so many sequence numbers were taken; None: no keys or no number."""
        ...

    async def set_sequence(self, imsi: str, *, sqn: int) -> None: ...


class Hlr(Protocol):
    """Subscriptions. Adding and replacing raise CommandRefused: IMSI_IN_USE, ISDN_IN_USE,
    KI_MISSING, RECORD_LOCKED."""

    async def find(self, subject: Subject) -> Subscription | None: ...
    async def take(self, subject: Subject) -> Subscription | None:
        """Find it and lock it until the transaction ends."""
        ...

    async def serves(self, isdn: str) -> bool: ...
    async def page(self, *, after: str, count: int) -> Sequence[Subscription]: ...
    async def is_full(self, capacity: int) -> bool: ...
    async def add(self, subscription: Subscription) -> None: ...
    async def replace(self, imsi: str, *, by: Subscription) -> None: ...
    async def remove(self, imsi: str) -> None: ...
    async def log(self, entry: LogEntry) -> None: ...


class Switch(Protocol):
    """Who is attached, as the switch believes."""

    async def find(self, imsi: str) -> Visitor | None: ...
    async def find_number(self, isdn: str) -> Visitor | None:
        """Return who attached last with this number."""
        ...

    async def admit(self, visitor: Visitor) -> None: ...
    async def tell(self, imsi: str, *, profile: Profile) -> None:
        """Replace its copy of a profile, where it has one (InsertData)."""
        ...

    async def forget(self, imsi: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class MadeCall:
    peer: str
    seconds: int
    started_at: datetime
    cause: Cause


class Handsets(Protocol):
    async def card(self, imsi: str) -> Key | None: ...
    async def keep_card(self, card: Key) -> None: ...
    async def keep_call(self, imsi: str, *, call: MadeCall) -> None: ...
    async def calls(self, imsi: str) -> Sequence[MadeCall]: ...


class TextStore(Protocol):
    async def keep(self, message: TextMessage) -> None: ...
    async def take_waiting(self, isdn: str) -> Sequence[TextMessage]: ...
    async def inbox(self, imsi: str) -> Sequence[TextMessage]: ...


class RecordStore(Protocol):
    async def write(self, record: CallRecord) -> None: ...
    async def begin_files(self, *, records: int, milliseconds: int) -> None:
        """Begin files of so many records each, and one where the oldest is so old."""
        ...

    async def open_files(self) -> Sequence[int]:
        """Return the sequence numbers of files that were begun and not closed."""
        ...

    async def take_file(self, sequence: int) -> RecordFile | None:
        """Return a file that is not closed, locked; None where it is, or somebody has it."""
        ...

    async def close_file(self, sequence: int) -> None: ...
    async def is_empty(self) -> bool: ...


class Desk(Protocol):
    """One transaction over the whole pretend network."""

    @property
    def keys(self) -> KeyStore: ...
    @property
    def hlr(self) -> Hlr: ...
    @property
    def switch(self) -> Switch: ...
    @property
    def handsets(self) -> Handsets: ...
    @property
    def texts(self) -> TextStore: ...
    @property
    def records(self) -> RecordStore: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class RecordFolder(Protocol):
    """Where files of call records are fetched from."""

    async def put(self, file: RecordFile) -> None:
        """Write a file and close it by rename; a file of this name that is there stays."""
        ...


class Charging(Protocol):
    """Whoever charges: asked before somebody is let through, told what was used."""

    async def begin(self, use: Use, *, by: Visitor, at: datetime) -> Credit:
        """Ask for all of a use, as it goes on; never raises: without an answer policy decides."""
        ...

    async def end(self, credit: Credit, *, units: int, record_id: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Network:
    """What is fixed about this network, and where chance comes from."""

    ranges: Ranges
    plan: Dialling
    switch_name: str
    new_id: Callable[[], str]
    random_octets: Callable[[int], bytes]
    charging: Charging
    partial_seconds: int = 7200
    """After so many seconds of a call its record is written, and a further one begun."""
