"""Which records of a file are uses that were not said before.

A use is known by its element and the element's own id for it. Records of one file are different
unless their id, or their number and all that makes them alike, is the same; records of other files
of the element that are alike are the same use. So of uses that are alike there are as many as the
file with most of them has, whatever came first and however often.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from kernel.value import value
from provisioning.mediation.domain.usage import Flaw, RefusedLine, UsageRecord


@value
class Known:
    """A use that was said; fields that are empty were not kept when it was."""

    element: str = ""
    mark: str = ""
    likeness: bytes = b""

    def is_same(self, record: UsageRecord) -> bool:
        """Tell whether a record under this name is of this use."""
        if not self.element:
            return True
        return (self.element, self.mark) == (record.element, record.mark)


@dataclass(frozen=True, slots=True)
class SortedOut:
    """What is to be said, under its name and with its place among its like; and what is not."""

    fresh: Sequence[UsageRecord]
    refused: Sequence[RefusedLine]


def likeness_of(record: UsageRecord) -> bytes:
    """Return what stands for all that makes records alike."""
    return blake2b(record.likeness.encode(), digest_size=16).digest()


def other_name(record: UsageRecord) -> str:
    """Return the name under which a use is said whose own id another use has."""
    words = "\n".join((record.element, record.record_id, record.mark))
    return f"use-{blake2b(words.encode(), digest_size=16).hexdigest()}"


def clashing(records: Sequence[UsageRecord], known: Mapping[str, Known]) -> Collection[str]:
    """Return the other names of records whose own id may be another use's."""
    seen: set[str] = set()
    names = set()
    for record in records:
        said = known.get(record.record_id)
        if record.record_id in seen or (said is not None and not said.is_same(record)):
            names.add(other_name(record))
        seen.add(record.record_id)
    return names


def sorted_out(
    records: Sequence[UsageRecord], *, known: Mapping[str, Known], alike: Mapping[bytes, int]
) -> SortedOut:
    """Tell what of one file is new; `alike`: how many uses of a likeness were said before."""
    file = _File(known)
    distinct: dict[bytes, list[_Named]] = defaultdict(list)
    refused = []
    for record in records:
        named = file.named(record)
        if named.flaw is None or named.counts:
            distinct[named.likeness].append(named)
        if named.flaw is not None:
            refused.append(_refused(record, named.flaw))
    fresh: list[UsageRecord] = []
    for likeness, every in distinct.items():
        said, more = _divided(every, before=alike.get(likeness, 0))
        fresh += said
        refused += [_refused(one.record, Flaw.SAID_BEFORE) for one in more]
    return SortedOut(sorted(fresh, key=lambda record: record.line), refused)


@value
class _Named:
    """A record with the name of its use, and why it is not new."""

    record: UsageRecord
    name: str
    likeness: bytes
    flaw: Flaw | None = None
    counts: bool = False
    """It is known from another file, and one of its like in this one."""


class _File:
    """Names the records of one file, one after the other."""

    def __init__(self, known: Mapping[str, Known]) -> None:
        self._known = known
        self._own: dict[str, _Named] = {}
        self._numbers: set[tuple[bytes, int]] = set()

    def named(self, record: UsageRecord) -> _Named:
        likeness = likeness_of(record)
        for name in _names(record):
            own, before = self._own.get(name), self._known.get(name)
            if own is not None and own.record.mark == record.mark:
                return _Named(record, name, likeness, _again(likeness, own.likeness))
            if own is None and before is None:
                return self._new(record, name, likeness)
            if own is None and before is not None and before.is_same(record):
                return self._from_before(record, name, likeness, before)
        return _Named(record, record.record_id, likeness, Flaw.ID_REUSED)

    def _new(self, record: UsageRecord, name: str, likeness: bytes) -> _Named:
        number = (likeness, record.record_seq)
        if record.record_seq and number in self._numbers:
            return _Named(record, name, likeness, Flaw.SAID_BEFORE)
        self._numbers.add(number)
        named = self._own[name] = _Named(record, name, likeness)
        return named

    def _from_before(
        self, record: UsageRecord, name: str, likeness: bytes, before: Known
    ) -> _Named:
        flaw = _again(likeness, before.likeness)
        self._numbers.add((likeness, record.record_seq))
        counts = flaw is Flaw.SAID_BEFORE
        named = self._own[name] = _Named(record, name, likeness, flaw, counts)
        return named


def _names(record: UsageRecord) -> Iterator[str]:
    yield record.record_id
    yield other_name(record)


def _again(likeness: bytes, before: bytes) -> Flaw:
    """One id for two contents is no repetition: something of them would be lost."""
    return Flaw.SAID_BEFORE if before in (b"", likeness) else Flaw.ID_REUSED


def _divided(
    every: Sequence[_Named], *, before: int
) -> tuple[Sequence[UsageRecord], Sequence[_Named]]:
    """Divide those of one likeness into new uses and those that were said before."""
    new = [one for one in every if one.flaw is None]
    more = min(len(new), max(0, len(every) - before))
    said = [
        replace(one.record, record_id=one.name, alike=before + place)
        for place, one in enumerate(new[:more])
    ]
    return said, new[more:]


def _refused(record: UsageRecord, flaw: Flaw) -> RefusedLine:
    return RefusedLine(record.line, flaw, record.record_id)
