"""Which allowance pays how much of what was used, whatever came first (rules 7.4).

Uses that may draw on the same allowances, in the same order, between the same beginnings and
ends, are a class. Only the sum of each class is kept. What every allowance has paid is a function
of these sums: class by class, the earlier ones first, each takes what is left in the order of its
allowances. So a use that comes late takes what it would have taken in its time, and a unit more of
use is a unit more paid or a unit more beyond, never less of either: what a record costs is the
difference it makes.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from billing.allowances.domain.allowance import Allowance, fits
from billing.allowances.domain.usage import ToDraw, UsageRecord

Key = tuple[datetime, int, int, str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassOfUse:
    """What was used alike; `since` is where the interval it lies in begins."""

    account_id: str
    subscriber_id: str
    kind: str
    since: datetime
    tariff: str
    """The row that prices what is beyond, by its code and its version of the catalogue."""
    catalogue: int
    draws_on: tuple[str, ...]
    """Ids of allowances, in the order in which they pay."""
    used: int = 0
    drawn: tuple[int, ...] = ()
    """What each of them paid."""

    @property
    def overage(self) -> int:
        """What no allowance paid."""
        return self.used - sum(self.drawn)

    @property
    def key(self) -> Key:
        """Return what makes it this class, in the order in which classes take.

        In one interval those with the fewest allowances take first, so that no allowance is spent
        on a use that had another one.
        """
        few = len(self.draws_on)
        return self.since, few, self.catalogue, self.tariff, self.subscriber_id, self.draws_on


@dataclass(frozen=True, slots=True)
class Overage:
    """How much more of a class is beyond all allowances than before."""

    of: ClassOfUse
    """As it is now."""
    before: int

    @property
    def more(self) -> int:
        return self.of.overage - self.before


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a use took: so many units of each allowance, and what is beyond them."""

    paid: Mapping[str, int]
    overage: tuple[Overage, ...]


class Drawing:
    """The allowances of one account for one kind of use, and the classes that draw on them.

    `classes`: all from the month of the earliest use to be added on.
    """

    def __init__(self, allowances: Iterable[Allowance], classes: Iterable[ClassOfUse]) -> None:
        self.allowances = {one.id: one for one in allowances}
        self._used = {one.id: one.used for one in self.allowances.values()}
        self._classes = {one.key: one for one in classes}
        ends = {
            moment
            for one in self.allowances.values()
            for moment in (one.valid_from, one.valid_to, one.usable_to)
        }
        self._ends = sorted(ends)
        self._changed: set[Key] = set()

    @property
    def classes(self) -> Sequence[ClassOfUse]:
        return list(self._classes.values())

    @property
    def changed_classes(self) -> Sequence[ClassOfUse]:
        return [one for key, one in self._classes.items() if key in self._changed]

    @property
    def changed_allowances(self) -> Sequence[tuple[Allowance, Allowance]]:
        """Return what has paid, each as it was and as it is now."""
        return [
            (one, replace(one, used=self._used[one.id]))
            for one in self.allowances.values()
            if one.used != self._used[one.id]
        ]

    def copy(self) -> "Drawing":
        """Return one that can be asked without changing this."""
        now = [replace(one, used=self._used[one.id]) for one in self.allowances.values()]
        return Drawing(now, self._classes.values())

    def class_of(self, record: UsageRecord, priced: ToDraw, *, begun: datetime) -> ClassOfUse:
        """Return the class a record belongs to, with nothing used; it may draw on nothing.

        `begun`: since when what is beyond is counted together with what is beyond of this record.
        """
        at = record.started_at
        fitting = [
            one
            for one in self.allowances.values()
            if one.is_usable(at, offering=priced.offering) and fits(one.included, record, priced)
        ]
        fitting.sort(key=lambda one: one.rank_at(at))
        return ClassOfUse(
            account_id=priced.account_id,
            subscriber_id=record.subscriber_id,
            kind=record.kind,
            since=self._since(at, begun=begun),
            tariff=priced.row.tariff.code,
            catalogue=priced.catalogue,
            draws_on=tuple(one.id for one in fitting),
            drawn=(0,) * len(fitting),
        )

    def add(self, use: ClassOfUse, units: int) -> Drawn:
        """Let so many units more of this class take what they take."""
        first = self._classes.get(use.key, use)
        later = sorted(key for key in self._classes if key > use.key)
        line = [first, *(self._classes[key] for key in later)]
        before = dict(self._used)
        for use_class in line:
            self._give_back(use_class)
        overage = []
        for was in line:
            now = self._taken(was, used=was.used + units if was is first else was.used)
            if now is not was:
                self._classes[now.key] = now
                self._changed.add(now.key)
            if now.overage != was.overage:
                overage.append(Overage(now, was.overage))
        paid = {one: now - before[one] for one, now in self._used.items() if now != before[one]}
        return Drawn(paid, tuple(overage))

    def _give_back(self, use_class: ClassOfUse) -> None:
        for allowance, units in zip(use_class.draws_on, use_class.drawn, strict=True):
            if units:
                self._used[allowance] -= units

    def _taken(self, use_class: ClassOfUse, *, used: int) -> ClassOfUse:
        """Let a class that has given back take from its allowances in their order."""
        needed, drawn = used, []
        for allowance in use_class.draws_on:
            part = min(needed, self._left(allowance))
            if part:
                self._used[allowance] += part
            needed -= part
            drawn.append(part)
        taken = tuple(drawn)
        if (used, taken) == (use_class.used, use_class.drawn):
            return use_class
        return replace(use_class, used=used, drawn=taken)

    def _left(self, allowance: str) -> int:
        """Return what is left of it; of one given back in the moment it began nothing is known."""
        known = self.allowances.get(allowance)
        return max(0, known.total - self._used[allowance]) if known is not None else 0

    def _since(self, moment: datetime, *, begun: datetime) -> datetime:
        """Return when the interval began in which no allowance begins or ends."""
        place = bisect_right(self._ends, moment)
        return max(begun, self._ends[place - 1]) if place else begun


def given_back(
    allowances: Iterable[Allowance], classes: Iterable[ClassOfUse]
) -> Sequence[Allowance]:
    """Return the allowances as they are without what these classes drew."""
    used: dict[str, int] = {}
    for use_class in classes:
        for allowance, units in zip(use_class.draws_on, use_class.drawn, strict=True):
            used[allowance] = used.get(allowance, 0) + units
    return [replace(one, used=one.used - used.get(one.id, 0)) for one in allowances]
