"""An API: its paths with all that belongs to them, as its folder gives it to the door."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from gateway.rest.door.path import Heading, Path
from gateway.rest.grammar.body_rules import NOTHING, Body

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """What one folder answers, takes and shows."""

    heading: Heading
    """Under which its operations stand, where a path names no other."""
    paths: tuple[Path, ...]
    schemas: Mapping[str, Any] = field(default_factory=dict)
    """Shapes of what it takes and gives, by name."""
    bodies: Mapping[str, Body] = field(default_factory=dict)
    """What each body it takes may say, by the name of its shape."""
    examples: Mapping[str, Any] = field(default_factory=dict)
    """One body of each shape it takes."""
    base: str = ""
    """How its paths begin, of an API of TM Forum's."""
    not_offered: Mapping[str, str] = field(default_factory=dict)
    """Resources below its base that are not there at all, and why: 501."""
    unchanged: str = ""
    """Why what is there cannot be made or changed with other methods: 405."""


@dataclass(frozen=True, slots=True)
class Apis:
    """All APIs of a door, their tables joined; a name means one thing in all of them."""

    every: tuple[Api, ...]

    @property
    def paths(self) -> tuple[Path, ...]:
        """Return every path; raises `ValueError` for a method of one that two answer."""
        paths = tuple(path for api in self.every for path in api.paths)
        counted = Counter((path.method, path.path) for path in paths)
        if twice := [f"{method} {path}" for (method, path), times in counted.items() if times > 1]:
            raise ValueError(f"Two answer {', '.join(twice)}.")
        return paths

    @property
    def schemas(self) -> Mapping[str, Any]:
        """Return every shape by name; raises `ValueError` for a name with two meanings."""
        return _joined(api.schemas for api in self.every)

    @property
    def bodies(self) -> Mapping[str, Body]:
        """Return what bodies may say, by shape; raises as `schemas` does."""
        return {"": NOTHING, **_joined(api.bodies for api in self.every)}

    @property
    def examples(self) -> Mapping[str, Any]:
        """Return a body for each shape; raises as `schemas` does."""
        return _joined(api.examples for api in self.every)

    @property
    def operations(self) -> Iterator[tuple[Path, Heading]]:
        """Return every path with the heading it stands under."""
        for api in self.every:
            for path in api.paths:
                yield path, path.heading or api.heading


def _joined(tables: Iterable[Mapping[str, T]]) -> dict[str, T]:
    joined: dict[str, T] = {}
    for table in tables:
        for name, value in table.items():
            if joined.setdefault(name, value) != value:
                raise ValueError(f"{name} means two things in two APIs: name one otherwise.")
    return joined
