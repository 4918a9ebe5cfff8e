"""Writes one object as a template: conditions where it differs, values where they say it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import assert_never

import yaml

from chart.merging import Either, Listed, Mapped, Node, Same, Seen, opened
from chart.slots import ADDRESSES_OF_A_RELEASE, MARKS, Place, Slot, slot_at

Lines = Iterator[str]
STEP = "  "
PLAIN = re.compile(r"[A-Za-z0-9_./:$()-]+$")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the pen is: in which object, how deep, and in which renderings."""

    place: Place
    depth: int
    among: Seen

    def into(self, key: str, seen: Seen) -> Spot:
        place = replace(self.place, path=(*self.place.path, key))
        return Spot(place, self.depth + 1, seen)

    @property
    def margin(self) -> str:
        return STEP * self.depth


@dataclass(slots=True)
class Pen:
    """Writes, and remembers which values were asked for and what stands there without them."""

    condition: Callable[[Seen, Seen], str]
    values: dict[tuple[str, ...], tuple[Slot, object]] = field(default_factory=dict)
    more: Callable[[Spot, Node], Lines] = lambda _, __: iter(())
    """What a chart adds to a mapping beside what kustomize has."""

    def mapping(self, spot: Spot, node: Mapped) -> Lines:
        for key, seen, entry in node.entries:
            yield from self._when(seen, spot, self._entry(spot, key, seen, entry))
        yield from self.more(spot, node)

    def _when(self, seen: Seen, spot: Spot, lines: Lines) -> Lines:
        if seen == spot.among:
            yield from lines
            return
        yield f"{spot.margin}{{{{- if {self.condition(seen, spot.among)} }}}}"
        yield from lines
        yield f"{spot.margin}{{{{- end }}}}"

    def _entry(self, spot: Spot, key: str, seen: Seen, node: Node) -> Lines:
        inner = spot.into(key, seen)
        slot = slot_at(inner.place, node.value) if isinstance(node, Same) else None
        slot = slot or _address_of(inner, node)
        name = f"{spot.margin}{_key(key)}:"
        if slot is None:
            yield from self._value(name, inner, node)
            return
        yield from self._slot(name, inner, slot, node)

    def _slot(self, name: str, spot: Spot, slot: Slot, node: Node) -> Lines:
        value = f".Values.{'.'.join(slot.value)}"
        default = node.value if isinstance(node, Same) else None
        match slot.way:
            case "if said":
                self._remember(slot, "")
                yield f"{name[: len(name) - len(name.lstrip())]}{{{{- if {value} }}}}"
                yield f"{name} {{{{ {value} | quote }}}}"
                yield f"{name[: len(name) - len(name.lstrip())]}{{{{- else }}}}"
                yield from self._value(name, spot, node)
                yield f"{name[: len(name) - len(name.lstrip())]}{{{{- end }}}}"
            case "image":
                self._remember(slot, "")
                image = f'include "kaitong.image" (list . "{slot.value[-1]}")'
                yield f"{name} {{{{ {image} | quote }}}}"
            case "tree":
                self._remember(slot, default)
                yield f"{name} {{{{- toYaml {value} | nindent {2 * spot.depth} }}}}"
            case "number":
                self._remember(slot, default)
                yield f"{name} {{{{ {value} | int }}}}"
            case "text":
                self._remember(slot, default)
                yield f"{name} {{{{ {value} | quote }}}}"
            case _:
                assert_never(slot.way)

    def _remember(self, slot: Slot, default: object) -> None:
        known = self.values.setdefault(slot.value, (slot, default))
        if known[1] != default:
            raise ValueError(f"{'.'.join(slot.value)} is {known[1]} here and {default} there")

    def _value(self, name: str, spot: Spot, node: Node) -> Lines:
        match opened(node, spot.among):
            case Mapped() as mapped:
                yield from self._mapped(name, spot, mapped)
            case Listed() as listed:
                yield from self._listed(name, spot, listed)
            case Either(choices):
                yield from self._either(name, spot, choices)
            case Same(value):
                yield f"{name} {scalar(value, spot.depth)}"
            case never:
                assert_never(never)

    def _mapped(self, name: str, spot: Spot, node: Mapped) -> Lines:
        lines = list(self.mapping(spot, node))
        if all(seen != spot.among for _, seen, _ in node.entries):
            lines = [*lines]
            yield from self._maybe_empty(name, spot, lines, node.entries, "{}")
            return
        yield name
        yield from lines

    def _listed(self, name: str, spot: Spot, node: Listed) -> Lines:
        lines: list[str] = []
        for number, (seen, item) in enumerate(node.items):
            lines += self._when(
                seen, replace(spot, depth=spot.depth - 1), self._item(spot, number, seen, item)
            )
        if all(seen != spot.among for seen, _ in node.items):
            entries = tuple((str(i), seen, one) for i, (seen, one) in enumerate(node.items))
            yield from self._maybe_empty(name, spot, lines, entries, "[]")
            return
        yield name
        yield from lines

    def _maybe_empty(
        self,
        name: str,
        spot: Spot,
        lines: list[str],
        entries: tuple[tuple[str, Seen, Node], ...],
        empty: str,
    ) -> Lines:
        """Write what may have nothing in it: then it is said so."""
        something = frozenset().union(*(seen for _, seen, _ in entries))
        if something == spot.among:
            yield name
            yield from lines
            return
        margin = name[: len(name) - len(name.lstrip())]
        yield f"{margin}{{{{- if {self.condition(something, spot.among)} }}}}"
        yield name
        yield from lines
        yield f"{margin}{{{{- else }}}}"
        yield f"{name} {empty}"
        yield f"{margin}{{{{- end }}}}"

    def _item(self, spot: Spot, number: int, seen: Seen, node: Node) -> Lines:
        inner = replace(spot.into(_name_of(node, number), seen), depth=spot.depth)
        margin = STEP * (spot.depth - 1)
        opened_node = opened(node, seen)
        match opened_node:
            case Mapped() as mapped:
                lines = list(self.mapping(inner, mapped))
                if lines[0].lstrip().startswith("{{"):
                    yield f"{margin}-"
                    yield from lines
                    return
                yield f"{margin}- {lines[0].lstrip()}"
                yield from lines[1:]
            case Listed():
                raise ValueError(f"{spot.place} has a list in a list")
            case Either(choices):
                yield from self._either(f"{margin}-", inner, choices)
            case Same(value):
                yield f"{margin}- {scalar(value, spot.depth)}"
            case _:
                assert_never(opened_node)

    def _either(self, name: str, spot: Spot, choices: tuple[tuple[Seen, Node], ...]) -> Lines:
        margin = name[: len(name) - len(name.lstrip())]
        *conditional, (last_seen, last) = choices
        rest = spot.among
        for number, (seen, choice) in enumerate(conditional):
            word = "else if" if number else "if"
            yield f"{margin}{{{{- {word} {self.condition(seen, rest)} }}}}"
            yield from self._value(name, replace(spot, among=seen), choice)
            rest -= seen
        yield f"{margin}{{{{- else }}}}"
        yield from self._value(name, replace(spot, among=last_seen), last)
        yield f"{margin}{{{{- end }}}}"


def _address_of(spot: Spot, node: Node) -> Slot | None:
    """Return the slot of an address that differs from choice to choice."""
    slot = slot_at(spot.place, None) if isinstance(node, Either) else None
    return slot if slot and slot.way == "if said" else None


def _name_of(node: Node, number: int) -> str:
    match node:
        case Same(dict() as value) if isinstance(value.get("name"), str):
            return str(value["name"])
        case Mapped(entries):
            for key, _, entry in entries:
                if key == "name" and isinstance(entry, Same):
                    return str(entry.value)
            return str(number)
        case Same() | Listed() | Either():
            return str(number)
        case _:
            assert_never(node)


def _key(key: str) -> str:
    return key if PLAIN.match(key) else json.dumps(key)


def scalar(value: object, depth: int) -> str:
    """Write a value that has no parts; what looks like a template is kept as it is."""
    if isinstance(value, str):
        return _text(value, depth)
    return json.dumps(value)


def _text(value: str, depth: int) -> str:
    escaped = value.replace("{{", '{{ "{{" }}')
    lines = value.splitlines()
    if len(lines) > 1 and _is_block(value):
        ending = {True: "", False: "-"}[value.endswith("\n")]
        margin = STEP * depth
        block = "".join(f"\n{margin}{line}" if line else "\n" for line in escaped.splitlines())
        return f"|{ending}{_marked(block)}"
    if _is_plain(value):
        return _marked(value)
    return _marked(_quoted(value))


def _quoted(value: str) -> str:
    """Quote for YAML; braces of a template inside are kept from Helm."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("{{", '{{ "{{" }}')


def _is_block(value: str) -> bool:
    lines = value.splitlines()
    is_clean = all(line == line.rstrip() and "\t" not in line for line in lines)
    return (
        is_clean and not lines[0].startswith(" ") and bool(lines[-1]) and not value.endswith("\n\n")
    )


@cache
def _is_plain(value: str) -> bool:
    if not PLAIN.match(value) or any(mark in value for mark in MARKS):
        return False
    return bool(yaml.safe_load(f"- {value}") == [value])


def _marked(text: str) -> str:
    for mark, expression in MARKS.items():
        text = text.replace(mark, expression)
    return ADDRESSES_OF_A_RELEASE.sub(r"{{ .Values.addresses.\g<name> }}", text)
