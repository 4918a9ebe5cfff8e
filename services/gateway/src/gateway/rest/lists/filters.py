"""Lists filtered and sorted by the attributes of what is in them (TMF630 v4, 4.3 to 4.5)."""

from collections.abc import Sequence

from starlette.responses import Response

from gateway.rest.grammar.attributes import Kind, Row, sort_key, values
from gateway.rest.grammar.query_rules import kind_of
from gateway.rest.request.api_request import USUAL_PAGE, ApiRequest, conditions, listed
from kernel.errors import Invalid


def filtered(
    rows: Sequence[Row], request: ApiRequest, *, known: Sequence[str] = (), usual: int = USUAL_PAGE
) -> Response:
    """Answer the page asked for of those that have what is asked for, but for what is `known`.

    Where no limit is said, a page has up to `usual` of them.

    Raises `FIELD_NOT_VALID` for what cannot be compared or sorted by.
    """
    wanted = conditions(request, known)
    kept = [row for row in rows if all(one.holds(row) for one in wanted)]
    kept = _sorted(kept, request)
    page = request.page
    limit = page.limit if request.asked("limit") else usual
    shown = kept[page.offset : page.offset + limit]
    return listed(shown, total=len(kept), fields=request.asked("fields"))


def _sorted(rows: list[Row], request: ApiRequest) -> list[Row]:
    """Sort by `-lastUpdate,name`: the first name counts most, a minus means the greatest first."""
    said = request.asked("sort")
    # A plus means nothing, and comes as the blank it stands for in a query.
    names = [one.strip().removeprefix("+").strip() for one in said.split(",") if said]
    for name in reversed(names):
        attribute = name.removeprefix("-")
        kind = kind_of(attribute, request.filters)
        if kind is None:
            sentence = "Sort by attributes of the list: -lastUpdate,name."
            raise Invalid("FIELD_NOT_VALID", sentence, field="sort")
        rows = _sorted_by(rows, attribute.split("."), kind, greatest_first=name.startswith("-"))
    return rows


def _sorted_by(
    rows: list[Row], way: Sequence[str], kind: Kind, *, greatest_first: bool
) -> list[Row]:
    """Sort by one attribute; those that have none come last, either way."""
    there: list[Row] = []
    missing: list[Row] = []
    for row in rows:
        (there if any(True for _ in values(row, way)) else missing).append(row)
    return sorted(there, key=lambda row: sort_key(row, way, kind), reverse=greatest_first) + missing
