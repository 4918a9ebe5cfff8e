"""Reads out of an overlay what values make the chart the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chart.components import camel
from chart.objects import Writer, settings_of
from chart.rendering import Rendered
from chart.slots import Place, Slot, slot_at

Values = dict[str, object]
Said = Iterator[tuple[tuple[str, ...], object]]


def nested(flat: Mapping[tuple[str, ...], object]) -> Values:
    values: Values = {}
    for path, value in sorted(flat.items()):
        inner = values
        for step in path[:-1]:
            following = inner.setdefault(step, {})
            assert isinstance(following, dict)  # noqa: S101 - paths do not end inside others
            inner = following
        inner[path[-1]] = value
    return values


def settings_in(overlay: Rendered) -> dict[tuple[str, ...], object]:
    """Return all settings an overlay comes to, as values say them."""
    settings: dict[tuple[str, ...], object] = {}
    for (kind, name, _), manifest in overlay.objects.items():
        owner = settings_of(name) if kind == "ConfigMap" else None
        data = manifest.get("data")
        if owner and isinstance(data, dict):
            settings |= {("settings", camel(owner), str(key)): value for key, value in data.items()}
    return settings


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads from an overlay as it is rendered what values make the chart the same."""

    writer: Writer
    row: int
    """The rendering that has the components of the overlay, and nothing of its own."""

    def values(self, overlay: Rendered) -> dict[tuple[str, ...], object]:
        """Raises ValueError where the overlay says what no value says."""
        plain = self.writer.rows[self.row].objects
        if plain.keys() != overlay.objects.keys():
            odd = sorted(plain.keys() ^ overlay.objects.keys())
            raise ValueError(f"no component has, or only components have: {odd}")
        values: dict[tuple[str, ...], object] = {}
        for name, manifest in overlay.objects.items():
            values |= dict(_differences(Place(name[0], name[1], ()), plain[name], manifest))
        return values


def _differences(place: Place, plain: object, said: object) -> Said:
    if plain == said:
        return
    if said is not None and (slot := slot_at(place, plain)):
        yield _at(slot, said)
        return
    setting = _setting(place)
    if setting and isinstance(said, str):
        yield setting, said
        return
    if isinstance(plain, dict) and isinstance(said, dict):
        for key in sorted(plain.keys() | said.keys()):
            yield from _differences(_into(place, key), plain.get(key), said.get(key))
        return
    if isinstance(plain, list) and isinstance(said, list) and len(plain) == len(said):
        for number, (before, after) in enumerate(zip(plain, said, strict=True)):
            name = before.get("name", number) if isinstance(before, dict) else number
            yield from _differences(_into(place, str(name)), before, after)
        return
    where = f"{place.kind} {place.name}, {'.'.join(place.path)}"
    raise ValueError(f"{where}: an overlay says {said!r}, and no value of the chart does")


def _into(place: Place, key: str) -> Place:
    return Place(place.kind, place.name, (*place.path, key))


def _at(slot: Slot, said: object) -> tuple[tuple[str, ...], object]:
    if slot.way == "image":
        raise ValueError(f"an overlay has an image of its own: {said}")
    return slot.value, said


def _setting(place: Place) -> tuple[str, ...] | None:
    if place.kind != "ConfigMap" or place.path[:1] != ("data",) or len(place.path) != 2:
        return None
    owner = settings_of(place.name)
    return ("settings", camel(owner), place.path[1]) if owner else None
