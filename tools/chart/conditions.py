"""Finds under which switches something is there, from the choices in which it was seen."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from chart.components import NEEDS

ROWS_AT_RANDOM = 16
SEED = 9
"""The same rows every time: what is generated must not depend on luck."""


def choices(switches: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """Return choices that tell conditions of few switches from one another.

    None, all, each alone, all but each, and some at random; a switch brings what it needs.
    """
    everything = frozenset(switches)
    dice = random.Random(SEED)  # noqa: S311 - no secret
    rows = [frozenset[str](), everything]
    rows += [frozenset({one}) for one in switches]
    rows += [everything - {one} for one in switches]
    for _ in range(ROWS_AT_RANDOM):
        rows.append(frozenset(one for one in switches if dice.random() < 0.5))
    return tuple(dict.fromkeys(with_needs(row) for row in rows))


def with_needs(turned_on: frozenset[str]) -> frozenset[str]:
    needed = {other for one in turned_on for other in NEEDS.get(one, ())}
    return turned_on | needed


@dataclass(frozen=True)
class Conditions:
    """All conditions of up to three switches, and in which choices each holds."""

    switches: tuple[str, ...]
    rows: tuple[frozenset[str], ...]

    @property
    def everywhere(self) -> frozenset[int]:
        return frozenset(range(len(self.rows)))

    def of(self, seen: frozenset[int], among: frozenset[int]) -> str:
        """Return the simplest condition that holds in `seen` and in no other row of `among`."""
        for condition, holds in self._known.items():
            if holds & among == seen:
                return condition
        raise ValueError(f"no simple condition holds in {[sorted(self.rows[i]) for i in seen]}")

    @cached_property
    def _known(self) -> Mapping[str, frozenset[int]]:
        known: dict[str, frozenset[int]] = {}
        for condition, holds in self._all():
            known.setdefault(condition, holds)
        return known

    def _all(self) -> Iterator[tuple[str, frozenset[int]]]:
        single = [*self._literals()]
        yield from single
        for number in (2, 3):
            for some in combinations(single, number):
                words = " ".join(condition for condition, _ in some)
                sets = [holds for _, holds in some]
                yield f"(and {words})", frozenset.intersection(*sets)
                yield f"(or {words})", frozenset.union(*sets)

    def _literals(self) -> Iterator[tuple[str, frozenset[int]]]:
        for switch in self.switches:
            on = frozenset(i for i, row in enumerate(self.rows) if switch in row)
            yield f".Values.components.{switch}", on
        for switch in self.switches:
            on = frozenset(i for i, row in enumerate(self.rows) if switch in row)
            yield f"(not .Values.components.{switch})", self.everywhere - on
