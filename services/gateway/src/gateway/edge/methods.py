"""The methods of one path behind one route: HEAD, OPTIONS, and an `Allow` that names them all."""

from collections.abc import Awaitable, Callable, Iterable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.edge.limits import CountedStream
from gateway.edge.not_offered import no_such_method
from gateway.edge.problems import problem
from runtime.http.access import seen

Endpoint = Callable[[Request], Awaitable[Response]]
EVERY_METHOD = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT")


def together(routes: Iterable[Route]) -> list[Route]:
    """Return one route for each path, which knows all of its methods."""
    by_path: dict[str, dict[str, Endpoint]] = {}
    for route in routes:
        for method in route.methods or ():
            if method != "HEAD":
                by_path.setdefault(route.path, {})[method] = route.endpoint
    return [
        Route(path, _answering(path, endpoints), methods=list(EVERY_METHOD))
        for path, endpoints in by_path.items()
    ]


def _answering(path: str, endpoints: Mapping[str, Endpoint]) -> Endpoint:
    more = {"GET": ("GET", "HEAD")}
    allowed = [one for method in endpoints for one in more.get(method, (method,))]
    allow = {"Allow": ", ".join(sorted({*allowed, "OPTIONS"}))}

    async def answer(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=allow)
        asked = "GET" if request.method == "HEAD" else request.method
        if asked not in endpoints:
            refusal = no_such_method(request.method, request.url.path)
            said = seen(request.scope)
            said.route, said.refused = path, refusal.code
            return problem(refusal, headers=allow)
        response = await endpoints[asked](request)
        return _head_of(response) if request.method == "HEAD" else response

    return answer


def _head_of(response: Response) -> Response:
    """Return what goes before a body, without it: a stream would never end for nobody."""
    if isinstance(response, CountedStream):
        response.unread()
    return Response(status_code=response.status_code, headers=dict(response.headers))
