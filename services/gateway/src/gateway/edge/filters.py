"""Lists filtered and sorted by the attributes of what is in them (TMF630 v4, 4.3 to 4.5)."""

from collections.abc import Sequence

from starlette.responses import Response

from gateway.edge.asking import LONGEST_TEXT, USUAL_PAGE, Asking, listed
from gateway.edge.attributes import Row, compare, has, sort_key, values
from kernel.errors import Invalid

ABOUT_THE_LIST = frozenset({"fields", "offset", "limit", "sort"})
"""Query parameters that are no attribute."""
OPERATORS = frozenset({"eq", "gt", "gte", "lt", "lte"})
"""Written behind an attribute: `lastUpdate.gte=2026-01-01`."""
NOT_OFFERED = frozenset({"regex", "ne"})


def filtered(
    rows: Sequence[Row], asking: Asking, *, known: Sequence[str] = (), usual: int = USUAL_PAGE
) -> Response:
    """Answer the page asked for of those that have what is asked for, but for what is `known`.

    Where no limit is said, a page has up to `usual` of them.

    Raises `FIELD_NOT_VALID` for what cannot be compared or sorted by.
    """
    found = list(rows)
    for name in sorted(set(asking.http.query_params) - ABOUT_THE_LIST - set(known)):
        found = [row for row in found if _fits(row, name, asking.asked(name))]
    found = _sorted(found, asking.asked("sort"))
    page = asking.page
    limit = page.limit if asking.asked("limit") else usual
    shown = found[page.offset : page.offset + limit]
    return listed(shown, total=len(found), fields=asking.asked("fields"))


def refuse_other_filters(asking: Asking, *, known: Sequence[str]) -> None:
    """Raise `FIELD_NOT_VALID` for a filter a list does not have: it would show too much."""
    about = ABOUT_THE_LIST - {"sort"}
    for name in asking.http.query_params:
        if name not in about and name not in known:
            sentence = f"This list is filtered by {', '.join(known)} alone."
            raise Invalid("FIELD_NOT_VALID", sentence, field=name[:LONGEST_TEXT])


def _fits(row: Row, name: str, wanted: str) -> bool:
    """Tell whether a row has one of the values wanted, or one that compares as wanted."""
    attribute, _, operator = name.rpartition(".")
    if operator in NOT_OFFERED:
        sentence = f"Lists are filtered by {', '.join(sorted(OPERATORS))}."
        raise Invalid("FIELD_NOT_VALID", sentence, field=name[:LONGEST_TEXT])
    if operator in OPERATORS - {"eq"} and attribute:
        return any(
            compare(value, wanted, operator=operator, field=name)
            for value in values(row, attribute.split("."))
        )
    plain = attribute if operator == "eq" and attribute else name
    return has(row, plain.split("."), frozenset(wanted.split(",")))


def _sorted(rows: list[Row], said: str) -> list[Row]:
    """Sort by `-lastUpdate,name`: the first name counts most, a minus means the greatest first."""
    # A plus means nothing, and comes as the blank it stands for in a query.
    names = [one.strip().removeprefix("+").strip() for one in said.split(",") if said]
    for name in reversed(names):
        way = name.removeprefix("-").split(".")
        if not all(way):
            raise Invalid("FIELD_NOT_VALID", "Sort by attributes: -lastUpdate,name.", field="sort")
        rows = _sorted_by(rows, way, greatest_first=name.startswith("-"))
    return rows


def _sorted_by(rows: list[Row], way: Sequence[str], *, greatest_first: bool) -> list[Row]:
    """Sort by one attribute; those that have none come last, either way."""
    there: list[Row] = []
    missing: list[Row] = []
    for row in rows:
        (there if any(True for _ in values(row, way)) else missing).append(row)
    return sorted(there, key=lambda row: sort_key(row, way), reverse=greatest_first) + missing
