"""Call records: what the switch let through, and what cannot be said of one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, auto

from kernel.use import KINDS
from kernel.value import named_value, value


class UsageKind(StrEnum):
    VOICE = auto()
    SMS = auto()
    MMS = auto()
    DATA = auto()
    ITEM = auto()
    """What a third party sells and the operator charges (代收费)."""


@named_value
class UsageRecord:
    """One use, as the grammar of `kernel.use` allows it.

    `octets` is the volume of a data session or the size of a message; the peer of data is its
    access point.
    """

    record_id: str
    """The element's own; under which it is said is for `identity` to tell."""
    kind: UsageKind
    msisdn: str
    imsi: str
    peer: str
    started_at: datetime
    """Of a call or session in several records: when the whole of it began."""
    duration_seconds: int
    count: int
    """The parts of a long text, or the recipients of a message."""
    roam_type: str
    cell: str
    file_seq: int
    record_seq: int
    """Its place in the file, or its number at the element; 0: it has none."""
    octets: int = 0
    amount_fen: int = 0
    """Of an item: what it is sold for."""
    rating_group: int = 0
    message_id: str = ""
    """As the MMS centre named a message; the records of its recipients share it."""
    visited_plmn: str = ""
    """Abroad: the network that served it (3GPP TS 23.003); empty where the switch did not say."""
    element: str = ""
    partial: int = 0
    """Which of the records of one call or session this is, from 1 on; 0: it is the only one."""
    session_id: str = ""
    alike: int = 0
    """So many uses that are alike stand before it in its file."""
    line: int = 0

    @property
    def quantity(self) -> int:
        units: int = getattr(self, KINDS[self.kind])
        return units

    @property
    def likeness(self) -> str:
        """Two records of an element with the same are one use, unless one file has both.

        Where they were belongs to it, for that decides the price. No word has a line feed.
        """
        return (
            f"{self.started_at.timestamp()}\n{self.element}\n{self.kind}\n{self.msisdn}"
            f"\n{self.peer}\n{self.quantity}\n{self.roam_type}\n{self.visited_plmn}"
            f"\n{self.rating_group}\n{self.partial}"
        )

    @property
    def mark(self) -> str:
        """What tells records apart that an element gives one id: their group and part."""
        return f"{self.rating_group}/{self.partial}"


class Flaw(StrEnum):
    """Why a line of a file is refused."""

    NOT_READABLE = "NOT_READABLE"
    LINE_TOO_LONG = "LINE_TOO_LONG"
    FIELD_MISSING = "FIELD_MISSING"
    FIELD_INVALID = "FIELD_INVALID"
    FIELD_TWICE = "FIELD_TWICE"
    KIND_NOT_RATED = "KIND_NOT_RATED"
    """Being called or written to costs nothing."""
    CARD_UNKNOWN = "CARD_UNKNOWN"
    SAID_BEFORE = "SAID_BEFORE"
    ID_REUSED = "ID_REUSED"
    """Another use of this element was said under the same id: a person decides."""
    FRAME_REFUSED = "FRAME_REFUSED"
    """Its header is missing or was refused: nobody knows whose it is."""
    ELEMENT_DIFFERS = "ELEMENT_DIFFERS"
    """The header says another element than the one whose folder the file lies in."""
    HEADER_MISSING = "HEADER_MISSING"
    TRAILER_MISSING = "TRAILER_MISSING"
    COUNT_DIFFERS = "COUNT_DIFFERS"
    NUMBER_DIFFERS = "NUMBER_DIFFERS"
    """It names another number than its card has: said for whom the card is of, and noted."""


NOTED = frozenset({Flaw.NUMBER_DIFFERS})
"""Of lines that are said all the same: somebody may look at them."""


@value
class RefusedLine:
    """Line numbers begin with one; the field is named as the file does."""

    line: int
    flaw: Flaw
    record_id: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """By which a file is known again while it lies in the folder: another one has other marks."""

    inode: int
    octets: int
    changed_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFile:
    """A closed file as it was read; `lines` is how many records it holds, good and bad."""

    name: str
    file_seq: int
    records: tuple[UsageRecord, ...]
    refused: tuple[RefusedLine, ...]
    more_refused: Mapping[Flaw, int] = field(default_factory=dict)
    """Beside these: lines that are counted and not kept one by one."""
    element: str = ""
    frame_flaws: int = 0
    """So many of the refused lines are headers and trailers, or lack them, and no records."""
    digest: bytes = b""
    """SHA-256 of its content: the same name may come with another one."""
    stated: int | None = None
    """How many records its trailers say it has; None where none was read."""
    mark: Mark | None = None

    @property
    def lines(self) -> int:
        refused = len(self.refused) + sum(self.more_refused.values())
        return len(self.records) + refused - self.frame_flaws

    def refused_of(self, reasons: Counter[Flaw]) -> int:
        """Count the records that are not said, of what is counted by reason."""
        noted = sum(reasons[flaw] for flaw in NOTED)
        return reasons.total() - noted - self.frame_flaws

    def reasons(self, beside: Sequence[RefusedLine]) -> Counter[Flaw]:
        """Count by reason what its reading refused, and these lines beside, noted ones too."""
        return Counter(one.flaw for one in (*self.refused, *beside)) + Counter(self.more_refused)
