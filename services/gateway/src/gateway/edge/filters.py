"""Lists that are filtered by the attributes of what is in them (TMF630 v4, 4.3)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from starlette.responses import Response

from gateway.edge.asking import LONGEST_TEXT, Asking, listed
from kernel.errors import Invalid

ABOUT_THE_LIST = frozenset({"fields", "offset", "limit"})
"""Query parameters that are no attribute."""

Row = Mapping[str, Any]


def filtered(rows: Sequence[Row], asking: Asking, *, known: Sequence[str] = ()) -> Response:
    """Answer the page asked for of those that have what is asked for, but for what is `known`."""
    names = set(asking.http.query_params) - ABOUT_THE_LIST - set(known)
    wanted = {name: frozenset(asking.asked(name).split(",")) for name in names}
    found = [row for row in rows if all(_has(row, name, wanted[name]) for name in wanted)]
    page = asking.page
    shown = found[page.offset : page.offset + page.limit]
    return listed(shown, total=len(found), fields=asking.asked("fields"))


def refuse_other_filters(asking: Asking, *, known: Sequence[str]) -> None:
    """Raise `FIELD_NOT_VALID` for a filter a list does not have: it would show too much."""
    for name in asking.http.query_params:
        if name not in ABOUT_THE_LIST and name not in known:
            sentence = f"This list is filtered by {', '.join(known)} alone."
            raise Invalid("FIELD_NOT_VALID", sentence, field=name[:LONGEST_TEXT])


def _has(row: Row, name: str, wanted: frozenset[str]) -> bool:
    return any(_said(value) in wanted for value in _values(row, name.split(".")))


def _values(value: Any, way: Sequence[str]) -> Iterator[Any]:
    """Go the way through objects, and through every one of a list."""
    if isinstance(value, list | tuple):
        for one in value:
            yield from _values(one, way)
    elif not way:
        yield value
    elif isinstance(value, Mapping) and way[0] in value:
        yield from _values(value[way[0]], way[1:])


def _said(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
