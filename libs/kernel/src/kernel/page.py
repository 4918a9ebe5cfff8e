"""A page of a long list, and how one is read from what was asked."""

from dataclasses import dataclass

from kernel.errors import Invalid

LARGEST_PAGE = 1000
USUAL_PAGE = 20


@dataclass(frozen=True, slots=True)
class Page:
    """So many things of a list, after the first `offset`."""

    offset: int
    limit: int


def page_of(offset: int, limit: int) -> Page:
    """Read a page; raises `Invalid` with `offset` or `limit`."""
    if offset < 0:
        raise Invalid("FIELD_NOT_VALID", "Pages count from 0.", field="offset")
    return Page(offset, limit_of(limit, usual=USUAL_PAGE))


def limit_of(limit: int, *, usual: int) -> int:
    """Read how many are wanted, 0 for as many as is usual; raises `Invalid` with `limit`."""
    if not 0 <= limit <= LARGEST_PAGE:
        raise Invalid("FIELD_NOT_VALID", f"At most {LARGEST_PAGE}.", field="limit")
    return limit or usual
