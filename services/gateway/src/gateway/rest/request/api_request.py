"""One request: who asks, its body, its page, and the id that makes it safe to repeat."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse

from gateway.rest.grammar.attributes import Attributes
from gateway.rest.grammar.body_rules import NOTHING, Body, check_body
from gateway.rest.grammar.claims import check_claims, repeats_token
from gateway.rest.grammar.exact_json import ExactResponse, read_exactly, read_plainly
from gateway.rest.grammar.media_types import check_is_json
from gateway.rest.grammar.query_rules import Condition, conditions_of
from kernel.caller import Caller
from kernel.errors import Invalid, NotAllowed, NotFound, Refusal
from kernel.ids import derived_id, new_id

LARGEST_BODY = 256 * 1024
"""Bytes."""
LONGEST_KEY = 200
LONGEST_TEXT = 1000
"""Characters."""
LARGEST_PAGE = 100
USUAL_PAGE = 20


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is asked for (TMF630 v4, 4.4)."""

    offset: int
    limit: int


@dataclass(frozen=True, slots=True)
class ApiRequest:
    """A request of somebody who signed in and may ask."""

    http: Request
    actor: Caller
    of_things: frozenset[str] = frozenset()
    """Names in the body that are said of a thing here, and not of who asks."""
    takes: Body = NOTHING
    """What its body may say."""
    filters: Attributes = field(default_factory=dict)
    """What the list it asks for can be filtered by."""

    def path(self, name: str) -> str:
        """Return a part of the path; raises `FIELD_NOT_VALID`."""
        return _readable(str(self.http.path_params[name]), name)

    @property
    def id_in_path(self) -> str:
        """Return the id of the path; raises `RESOURCE_NOT_FOUND` for what is no id of ours."""
        return id_of_ours(self.path("id"))

    def asked(self, name: str) -> str:
        """Return a query parameter, or nothing; raises `FIELD_NOT_VALID`."""
        return _readable(self.http.query_params.get(name, ""), name)

    @property
    def own_customer(self) -> str:
        """Return whose things only this actor may see; empty for people of the operator.

        Raises `NOT_YOURS` for somebody who is no customer either.
        """
        if self.actor.staff:
            return ""
        if not self.actor.customer_id:
            raise NotAllowed("NOT_YOURS", "Your token names no customer: nothing here is yours.")
        return self.actor.customer_id

    def is_theirs(self, customer_id: str) -> None:
        """Let pass what belongs to the one who asks; raises `NOT_YOURS`."""
        if self.own_customer and self.own_customer != customer_id:
            raise NotAllowed("NOT_YOURS", "This belongs to somebody else.")

    @property
    def request_id(self) -> str:
        """Return the id of the command: the same for the same actor and Idempotency-Key."""
        key = self.http.headers.get("idempotency-key")
        if key is None:
            return new_id()
        if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
            sentence = f"A key is printable and has 1 to {LONGEST_KEY} characters."
            raise Invalid("FIELD_NOT_VALID", sentence, field="Idempotency-Key")
        return derived_id("rest", self.actor.id, key)

    @property
    def page(self) -> Page:
        """Return offset and limit; raises `FIELD_NOT_VALID`."""
        offset = whole(self.asked("offset") or "0", field="offset", most=1_000_000)
        said = self.asked("limit") or str(USUAL_PAGE)
        limit = whole(said, field="limit", least=1, most=LARGEST_PAGE)
        return Page(offset, limit)

    async def body(self) -> dict[str, Any]:
        """Return the JSON object sent.

        Raises `NOT_JSON`, `TOO_LARGE`, `MEDIA_TYPE_NOT_TAKEN`, as `check_claims` for what
        contradicts the token, and as `check_body` for what is not honoured.
        """
        return self._checked(_object_in(await self._json(), read=read_plainly))

    async def exact_body(self) -> dict[str, Any]:
        """Return the JSON object sent, its decimals exact; raises as `body` does."""
        return self._checked(_object_in(await self._json(), read=read_exactly))

    async def _json(self) -> bytes:
        content = await self.octets()
        if content:
            check_is_json(self.http.headers.get("content-type"), content)
        return content

    def _checked(self, said: dict[str, Any]) -> dict[str, Any]:
        check_claims(said, self.actor, besides=self.of_things)
        # What repeats the token changes nothing, wherever it is said.
        rest = {
            name: value
            for name, value in said.items()
            if name in self.takes.taken or not repeats_token(name, value)
        }
        check_body(rest, self.takes)
        return said

    async def octets(self, *, most: int = LARGEST_BODY) -> bytes:
        """Return the body as it came; raises `TOO_LARGE`."""
        content = bytearray()
        async for piece in self.http.stream():
            content += piece
            if len(content) > most:
                raise Refusal("TOO_LARGE", f"The body has more than {most} bytes.")
        return bytes(content)


def query_of(request: ApiRequest) -> Sequence[tuple[str, str]]:
    """Return the parameters as they came; raises `FIELD_NOT_VALID` for what nobody can read."""
    pairs = request.http.query_params.multi_items()
    return [(_readable(name, "query"), _readable(value, name)) for name, value in pairs]


def conditions(request: ApiRequest, known: Iterable[str] = ()) -> list[Condition]:
    """Return what is asked of attributes, but for what is `known` to have been looked up."""
    return conditions_of(query_of(request), filters=request.filters, known=known)


async def nothing_said(request: ApiRequest) -> None:
    """Let pass a body that is empty, or an empty object; raises as `ApiRequest.body` does."""
    if content := await request._json():
        request._checked(_object_in(content, read=read_plainly))


def id_of_ours(said: str) -> str:
    """Return an id as we write it; raises `RESOURCE_NOT_FOUND` for what is none of ours."""
    try:
        return str(UUID(said))
    except ValueError:
        raise NotFound("RESOURCE_NOT_FOUND", "There is none with this id.", field="id") from None


def whole(text: str, *, field: str, most: int, least: int = 0) -> int:
    """Read a whole number; raises `FIELD_NOT_VALID`."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= 9
    if not is_number or not least <= int(text) <= most:
        sentence = f"A whole number from {least} to {most} belongs here."
        raise Invalid("FIELD_NOT_VALID", sentence, field=field)
    return int(text)


def text(body: Mapping[str, Any], field: str, *, needed: str = "yes", within: str = "") -> str:
    """Read a string of a body, empty where nothing is said and nothing is needed.

    Raises `FIELD_MISSING` where it does not stand there, and `FIELD_NOT_VALID` with its path where
    it does: a blank text says nothing, and what it would stand for nobody knows.
    """
    value, where = body.get(field), f"{within}{field}"
    if value is None and needed == "yes":
        raise missing(where)
    if value is None:
        return ""
    if isinstance(value, str) and not value.strip():
        todo = "say something" if needed == "yes" else "leave it out"
        raise Invalid("FIELD_NOT_VALID", f"{where} is blank: {todo}.", field=where)
    return _readable(value, where)


def missing(where: str) -> Invalid:
    return Invalid("FIELD_MISSING", f"{where} is missing.", field=where)


def whole_number(
    body: Mapping[str, Any], field: str, *, least: int, most: int, of: str = ""
) -> int:
    """Read a whole number of a body; raises `FIELD_MISSING` or `FIELD_NOT_VALID`."""
    number = body.get(field)
    if number is None:
        raise missing(field)
    if not is_whole(number) or not least <= number <= most:
        sentence = f"A whole number{of} from {least} to {most} belongs here."
        raise Invalid("FIELD_NOT_VALID", sentence, field=field)
    return int(number)


def is_whole(number: object) -> bool:
    """Tell whether it is written as a whole number: 3, and not 3.0, "3" or true."""
    return isinstance(number, int) and not isinstance(number, bool)


def objects(body: Mapping[str, Any], field: str) -> Sequence[Mapping[str, Any]]:
    """Read a list of objects of a body; raises `FIELD_NOT_VALID`."""
    value = body.get(field, [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise Invalid("FIELD_NOT_VALID", f"{field} is not a list of objects.", field=field)
    return value


def texts(body: Mapping[str, Any], field: str) -> list[str]:
    """Read a list of strings of a body; raises `FIELD_NOT_VALID`."""
    value = body.get(field, [])
    if not isinstance(value, list):
        raise Invalid("FIELD_NOT_VALID", f"{field} is not a list of strings.", field=field)
    if "" in value:
        raise Invalid("FIELD_NOT_VALID", f"{field} holds an empty text.", field=field)
    return [_readable(one, field) for one in value]


def part(body: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    """Read an object within a body, empty where there is none; raises `FIELD_NOT_VALID`."""
    value = body.get(field, {})
    if not isinstance(value, dict):
        raise Invalid("FIELD_NOT_VALID", f"{field} is not an object.", field=field)
    return value


def listed(
    rows: Sequence[Mapping[str, Any]], *, total: int | None, fields: str = ""
) -> JSONResponse:
    """Answer a page of a list (TMF630: counts in headers, 206 where there is more).

    `total` is None where there are more than anybody waits for to be counted.
    """
    shown = [chosen(row, fields=fields) for row in rows]
    is_whole = total is not None and len(rows) >= total
    return counted(shown, total=total, status=200 if is_whole else 206)


def counted(rows: Sequence[Mapping[str, Any]], *, total: int | None, status: int) -> JSONResponse:
    """Answer rows with how many there are here and, where that is known, in all."""
    headers = {"X-Result-Count": str(len(rows))}
    if total is not None:
        headers["X-Total-Count"] = str(total)
    return ExactResponse(rows, status_code=status, headers=headers)


def chosen(row: Mapping[str, Any], *, fields: str) -> Mapping[str, Any]:
    """Keep the attributes asked for with `fields=a,b`, and those that name it (TMF630)."""
    if not fields:
        return row
    kept = {"id", "href", "@type", *fields.split(",")}
    return {name: value for name, value in row.items() if name in kept}


def _object_in(content: bytes, *, read: Callable[[bytes], Any]) -> dict[str, Any]:
    try:
        body = read(content)
    except (ValueError, RecursionError) as error:
        raise Refusal("NOT_JSON", "The body is not JSON.") from error
    if not isinstance(body, dict):
        raise Refusal("NOT_JSON", "The body is not a JSON object.")
    return body


def _readable(value: object, where: str) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise Invalid("FIELD_NOT_VALID", f"{where} is not a printable string.", field=where)
    if len(value) > LONGEST_TEXT:
        sentence = f"{where} is longer than {LONGEST_TEXT} characters."
        raise Invalid("FIELD_NOT_VALID", sentence, field=where)
    return value
