"""One method of one path: who may, what answers, and what documents it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from gateway.domain.roles import Act
from gateway.rest.grammar.attributes import Attributes
from gateway.rest.request.api_request import ApiRequest
from kernel.caller import Caller

Answer = Callable[[ApiRequest], Awaitable[Response]]
PAGE = ("fields", "offset", "limit")
"""Query parameters of a list that its service pages."""
SORTED = (*PAGE, "sort")
"""Of a list that is here as a whole."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What operations stand under in the reference people read."""

    name: str
    about: str

    @property
    def shown(self) -> Mapping[str, str]:
        """Return it as OpenAPI has it."""
        return {"name": self.name, "description": self.about}


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """One method of one path."""

    method: str
    path: str
    act: Act
    answer: Answer
    summary: str
    takes: str = ""
    """Name of the body's schema in the OpenAPI document."""
    gives: str = ""
    gives_waiting: str = ""
    """Schema of its 202, where that is another one: what has begun and is not done yet."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What its fields are called here, by what the services call them."""
    asks: tuple[str, ...] = ()
    """Names of the query parameters it reads itself."""
    filters: Attributes = field(default_factory=dict)
    """Attributes by which its list is filtered and, where it is, sorted."""
    answers: tuple[int, ...] = ()
    """Statuses it answers with beside those of its method; see `path_answers`."""
    of_things: frozenset[str] = frozenset()
    """Names in its body that would be claims about who asks elsewhere, and are not here."""
    caller: Callable[[Request], Caller] | None = None
    """Who calls where nobody signs in, and what is sent is signed by itself."""
    heading: Heading | None = None
    """Where it stands in the reference, if not where its API does."""
