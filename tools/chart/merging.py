"""Lays many renderings over each other: one tree that knows where each of its parts was seen."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

Seen = frozenset[int]
Tree = object


@dataclass(frozen=True, slots=True)
class Same:
    """Wherever it is, it is this."""

    value: Tree


@dataclass(frozen=True, slots=True)
class Mapped:
    """A mapping; each key with where it was seen."""

    entries: tuple[tuple[str, Seen, Node], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list; each item with where it was seen."""

    items: tuple[tuple[Seen, Node], ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of several, by where it is."""

    choices: tuple[tuple[Seen, Node], ...]


Node = Same | Mapped | Listed | Either


def merge(trees: Mapping[int, Tree]) -> Node:
    """Merge what was found at one place, by the number of its rendering."""
    values = list(trees.values())
    if all(_text(one) == _text(values[0]) for one in values):
        return Same(values[0])
    mappings = {i: one for i, one in trees.items() if isinstance(one, dict)}
    if len(mappings) == len(trees):
        return _mapped(mappings)
    lists = {i: one for i, one in trees.items() if isinstance(one, list)}
    if len(lists) == len(trees) and (listed := _listed(lists)):
        return listed
    return _either(trees)


def _mapped(trees: Mapping[int, dict[str, Tree]]) -> Node:
    keys = sorted({key for one in trees.values() for key in one})
    entries = []
    for key in keys:
        having = {i: one[key] for i, one in trees.items() if key in one}
        entries.append((key, frozenset(having), merge(having)))
    return Mapped(tuple(entries))


def _either(trees: Mapping[int, Tree]) -> Node:
    groups: dict[str, dict[int, Tree]] = {}
    for i, tree in trees.items():
        groups.setdefault(_text(tree), {})[i] = tree
    choices = ((frozenset(group), Same(next(iter(group.values())))) for group in groups.values())
    return Either(tuple(sorted(choices, key=lambda choice: (-len(choice[0]), sorted(choice[0])))))


def _listed(trees: Mapping[int, list[Tree]]) -> Listed | None:
    """Merge lists whose items have an order all of them agree on."""
    keyed = {i: _by_key(one) for i, one in trees.items()}
    if any(len(keyed[i]) != len(one) for i, one in trees.items()):
        return None
    order: list[str] = []
    for keys in sorted(keyed.values(), key=len, reverse=True):
        _weave(order, list(keys))
    if any([key for key in order if key in one] != list(one) for one in keyed.values()):
        return None
    items = []
    for key in order:
        having = {i: one[key] for i, one in keyed.items() if key in one}
        items.append((frozenset(having), merge(having)))
    return Listed(tuple(items))


def _weave(order: list[str], keys: list[str]) -> None:
    """Put keys into the order that are not in it yet, each after the one before it."""
    place = 0
    for key in keys:
        if key in order:
            place = order.index(key) + 1
        else:
            order.insert(place, key)
            place += 1


def _by_key(items: list[Tree]) -> dict[str, Tree]:
    return {_key(one): one for one in items}


def _key(item: Tree) -> str:
    if isinstance(item, dict) and isinstance(item.get("name"), str):
        return str(item["name"])
    return _text(item)


def _text(tree: Tree) -> str:
    return json.dumps(tree, sort_keys=True)


def opened(node: Node, everywhere: Seen) -> Node:
    """Return a mapping or list that is the same everywhere as one whose parts can be looked at."""
    if not isinstance(node, Same):
        return node
    if isinstance(node.value, dict) and node.value:
        return Mapped(tuple((key, everywhere, Same(one)) for key, one in node.value.items()))
    if isinstance(node.value, list) and node.value:
        return Listed(tuple((everywhere, Same(one)) for one in node.value))
    return node


def parts(node: Node) -> Iterator[Node]:
    match node:
        case Mapped(entries):
            yield from (one for _, _, one in entries)
        case Listed(items):
            yield from (one for _, one in items)
        case Either(choices):
            yield from (one for _, one in choices)
        case Same():
            return
        case _:
            assert_never(node)
