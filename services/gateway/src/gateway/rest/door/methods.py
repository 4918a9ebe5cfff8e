"""The methods of one path behind one route: HEAD, OPTIONS, and an `Allow` that names them all."""

from collections.abc import Iterable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.rest.door.limits import CallerLimits, CountedStream, Endpoint, open_to_all
from gateway.rest.door.not_offered import NotOffered
from gateway.rest.door.problems import problem
from runtime.http.access import seen


def together(
    routes: Iterable[Route], limits: CallerLimits, *, not_offered: NotOffered
) -> list[Route]:
    """Return one route for each path, which knows all of its methods."""
    by_path: dict[str, dict[str, Endpoint]] = {}
    for route in routes:
        for method in route.methods or ():
            if method != "HEAD":
                by_path.setdefault(route.path, {})[method] = route.endpoint
    return [
        _EveryMethod(path, _answering(path, endpoints, limits, not_offered))
        for path, endpoints in by_path.items()
    ]


class _EveryMethod(Route):
    """A path that is asked with whatever method somebody writes, and says itself which it has."""

    def __init__(self, path: str, endpoint: Endpoint) -> None:
        super().__init__(path, endpoint)
        self.methods = None


def _answering(
    path: str, endpoints: Mapping[str, Endpoint], limits: CallerLimits, not_offered: NotOffered
) -> Endpoint:
    more = {"GET": ("GET", "HEAD")}
    allowed = [one for method in endpoints for one in more.get(method, (method,))]
    allow = {"Allow": ", ".join(sorted({*allowed, "OPTIONS"}))}

    async def tell(request: Request) -> Response:
        seen(request.scope).route = path
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=allow)
        refusal = not_offered.method(request.method, request.url.path)
        seen(request.scope).refused = refusal.code
        return problem(refusal, headers=allow)

    told = open_to_all(tell, limits)

    async def answer(request: Request) -> Response:
        asked = "GET" if request.method == "HEAD" else request.method
        if asked not in endpoints:
            return await told(request)
        response = await endpoints[asked](request)
        return _head_of(response) if request.method == "HEAD" else response

    return answer


def _head_of(response: Response) -> Response:
    """Return what goes before a body, without it: a stream would never end for nobody."""
    if isinstance(response, CountedStream):
        response.unread()
    return Response(status_code=response.status_code, headers=dict(response.headers))
