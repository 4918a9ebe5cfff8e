"""An answer is given only to what is honoured whole, and tells a customer nothing of others.

Every path goes through here, so that no one of them can forget it.
"""

from dataclasses import replace

from starlette.responses import Response

from gateway.domain.roles import Others
from gateway.rest.door.path import Path
from gateway.rest.grammar.body_rules import Body
from gateway.rest.grammar.query_rules import check_query
from gateway.rest.request.api_request import ApiRequest, nothing_said, query_of
from kernel.errors import NotAllowed, NotFound, Refusal

CHANGING = frozenset({"POST", "PATCH"})
SOLD = frozenset({"NO_SUCH_PROCESS", "PACK_UNKNOWN"})
"""What is not there for anybody, as it stands in the catalogue: a field of the request."""
OF_ANOTHER = frozenset({"NOT_YOURS", "NOT_SAME_CUSTOMER"})


def honoured(path: Path, *, takes: Body) -> Path:
    """Return the path with an answer that refuses what it would overlook."""

    async def answer(request: ApiRequest) -> Response:
        checked = replace(request, takes=takes, filters=path.filters)
        check_query(query_of(checked), asks=path.asks, filters=path.filters)
        if path.method in CHANGING and not path.takes:
            await nothing_said(checked)
        try:
            return await path.answer(checked)
        except Refusal as refusal:
            is_hidden = path.act.others is Others.HIDDEN and not request.actor.staff
            if is_hidden and _tells_of_others(refusal):
                raise not_yours() from None
            raise

    return replace(path, answer=answer)


def not_yours() -> NotAllowed:
    """Return the one answer about what is another's and about what is not there at all."""
    return NotAllowed("NOT_YOURS", "This is not yours, or it is not there.")


def _tells_of_others(refusal: Refusal) -> bool:
    if refusal.code in OF_ANOTHER:
        # With a field it is about what was said of oneself, whatever there is.
        return not refusal.field
    return isinstance(refusal, NotFound) and refusal.code not in SOLD
