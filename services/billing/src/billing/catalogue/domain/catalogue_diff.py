"""Compare two documents of the catalogue, whatever sections they have: what is said otherwise.

A list of things with codes is compared thing by thing, a list of words as a set, anything else
place by place.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, assert_never

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"
Document: TypeAlias = Mapping[str, Json]
_NOTHING = object()
_CODE = "code"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing said otherwise, each side as JSON; None where a side says nothing."""

    section: str
    code: str
    field: str
    loaded: str | None
    proposed: str | None


def changes(loaded: Document, proposed: Document) -> list[Change]:
    """Return what `proposed` says otherwise, by section and code."""
    differences = []
    for section in sorted({*loaded, *proposed}):
        before = _by_code(loaded.get(section))
        after = _by_code(proposed.get(section))
        for code in sorted({*before, *after}):
            pair = (before.get(code, _NOTHING), after.get(code, _NOTHING))
            for field, old, new in _differing(*pair, at=()):
                differences.append(Change(section, code, ".".join(field), _said(old), _said(new)))
    return differences


def _by_code(section: Json) -> Mapping[str, object]:
    match section:
        case None:
            return {}
        case str() | int():
            return {"": section}
        case Mapping():
            return section
        case Sequence():
            return _list_by_code(section)
        case _:
            assert_never(section)


def _list_by_code(section: Sequence[Json]) -> Mapping[str, object]:
    if all(isinstance(one, Mapping) and _CODE in one for one in section):
        return {str(one[_CODE]): one for one in section if isinstance(one, Mapping)}
    if _is_words(section):
        return {str(one): one for one in section}
    return {"": section}


_Place = tuple[str, ...]


def _differing(old: object, new: object, *, at: _Place) -> Iterator[tuple[_Place, object, object]]:
    """Go down while both sides have places."""
    before, after = _places(old), _places(new)
    if before is not None and after is not None:
        for name in sorted({*before, *after}):
            pair = (before.get(name, _NOTHING), after.get(name, _NOTHING))
            yield from _differing(*pair, at=(*at, name))
    elif _comparable(old) != _comparable(new):
        yield at, old, new


def _places(value: object) -> Mapping[str, object] | None:
    """Return what stands at which name or number; None for what is compared as it is."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, list | tuple) and value and not _is_words(value):
        return {str(place): one for place, one in enumerate(value)}
    return None


def _is_words(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)


def _comparable(value: object) -> object:
    return sorted(value) if isinstance(value, list | tuple) and _is_words(value) else value


def _said(value: object) -> str | None:
    if value is _NOTHING:
        return None
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
