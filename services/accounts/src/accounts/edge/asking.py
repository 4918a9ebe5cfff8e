"""Who asks, in accounts' own words, and pages that have an end."""

from accounts.domain.asker import Asker
from accounts.usecases.ports import Page
from kernel.caller import SYSTEM
from kernel.errors import Invalid
from runtime.rpc.calling import current_caller

LARGEST_PAGE = 1000
USUAL_PAGE = 20


def asker() -> Asker:
    """Return who stands behind the present call."""
    actor = current_caller()
    works_here = actor.staff or actor == SYSTEM
    return Asker(actor.id, actor.channel, actor.customer_id or "", works_here)


def page_of(offset: int, limit: int) -> Page:
    """Read a page; raises `Invalid` with `offset` or `limit`."""
    if offset < 0:
        raise Invalid("OFFSET_INVALID", "Pages count from 0.", field="offset")
    return Page(offset, limit_of(limit, usual=USUAL_PAGE))


def limit_of(limit: int, *, usual: int) -> int:
    """Read how many are wanted, 0 for as many as is usual; raises `Invalid` with `limit`."""
    if not 0 <= limit <= LARGEST_PAGE:
        raise Invalid("LIMIT_INVALID", f"At most {LARGEST_PAGE}.", field="limit")
    return limit or usual
