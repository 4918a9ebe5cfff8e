"""Lists a service pages: a page as it comes, or all looked through for an attribute (TMF630)."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from starlette.responses import Response

from gateway.rest.lists.filters import filtered
from gateway.rest.request.api_request import LARGEST_PAGE, ApiRequest, Page, conditions, listed
from kernel.errors import Invalid, NotAllowed, NotFound

MOST_LOOKED_THROUGH = 1000
"""Of a list that is filtered here: what is read of a service for one answer."""
T = TypeVar("T")
Row = dict[str, Any]
Fetch = Callable[[Page], Awaitable[tuple[Sequence[Row], int | None]]]
"""Returns a page and how many there are in all: None where its service counts no further."""


@dataclass(frozen=True, slots=True)
class LongList:
    """A list that its service alone can page."""

    known: tuple[str, ...] = field(default=())
    """Query parameters its service was asked with."""

    async def answer(self, request: ApiRequest, *, fetch: Fetch) -> Response:
        """Answer the page asked for; raises what `filtered` and `every_row` raise."""
        if not conditions(request, self.known):
            rows, total = await fetch(request.page)
            return listed(rows, total=total, fields=request.asked("fields"))
        # A page that is none is refused before anything is read.
        _ = request.page
        return filtered(await every_row(fetch), request, known=self.known)


def one_asked(request: ApiRequest, name: str) -> str:
    """Return the one value asked for; nothing where there are several: they are looked for here."""
    said = request.asked(name)
    return "" if "," in said else said


def pushed(request: ApiRequest, names: Sequence[str]) -> tuple[str, ...]:
    """Return which of these a service is asked with."""
    return tuple(name for name in names if one_asked(request, name))


def ids_said(request: ApiRequest, *, resource: str) -> list[str]:
    """Return the ids a query names, by `id` or by `href`; none where it names neither."""
    said = [one for one in request.asked("id").split(",") if one]
    hrefs = [one for one in request.asked("href").split(",") if one]
    said += [one.rpartition("/")[2] for one in hrefs if one.startswith(f"{resource}/")]
    return list(dict.fromkeys(said))


async def rows_named(ids: Sequence[str], read: Callable[[str], Awaitable[Row]]) -> list[Row]:
    """Read each of these; what is not there or another's is left out: a filter finds nothing."""
    rows = await asyncio.gather(*(unless_hidden(read(one)) for one in ids))
    return [one for one in rows if one is not None]


async def unless_hidden(row: Awaitable[T]) -> T | None:
    """Return what is read; None where it is not there or another's: a filter finds nothing then."""
    try:
        return await row
    except NotFound:
        return None
    except NotAllowed as refusal:
        if refusal.code != "NOT_YOURS":
            raise
        return None


async def every_row(fetch: Fetch) -> list[Row]:
    """Read a list to its end; raises `FIELD_NOT_VALID` where that is too far away."""
    rows: list[Row] = []
    total = 1
    while len(rows) < total:
        part, counted = await fetch(Page(len(rows), LARGEST_PAGE))
        if counted is None or counted > MOST_LOOKED_THROUGH:
            sentence = (
                f"More than {MOST_LOOKED_THROUGH} would have to be looked through: "
                "say whose, or ask without this filter."
            )
            raise Invalid("FIELD_NOT_VALID", sentence, field="relatedParty.id")
        if not part:
            break
        rows += part
        total = counted
    return rows
