"""The REST door: the APIs behind it, and the OpenAPI document made from their paths."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gateway.rest.door.api import Apis
from gateway.rest.door.door import Door
from gateway.rest.door.honoured import honoured
from gateway.rest.door.limits import open_to_all
from gateway.rest.door.methods import together
from gateway.rest.door.not_offered import NotOffered
from gateway.rest.door.problems import problem, unexpected
from gateway.rest.reference.openapi import document
from gateway.rest.reference.pages import api_pages
from runtime.http.access import seen
from runtime.telemetry.logs import logger

_log = logger("rest")


def application(door: Door, apis: Apis) -> Starlette:
    """Return the ASGI application that answers these APIs."""
    told, limits = JSONResponse(document(apis)).body, door.limits
    not_offered, bodies = NotOffered.by(apis.every), apis.bodies

    async def openapi(request: Request) -> Response:
        del request
        return Response(told, media_type="application/json")

    async def alive(request: Request) -> Response:
        del request
        return JSONResponse({"status": "up"})

    read = (Route("/openapi.json", openapi), *api_pages())
    plain = [
        # Whoever balances load asks it of us, and must not be kept from it by others.
        Route("/health", alive),
        *(Route(route.path, open_to_all(route.endpoint, limits)) for route in read),
    ]
    ours = (door.route(honoured(path, takes=bodies[path.takes])) for path in apis.paths)
    routes = together((*plain, *ours), limits, not_offered=not_offered)

    async def nothing_there(request: Request) -> Response:
        refusal = not_offered.path(request.url.path)
        seen(request.scope).refused = refusal.code
        return problem(refusal)

    async def wrong_path(request: Request, error: Exception) -> Response:
        del error
        return await open_to_all(nothing_there, limits)(request)

    handlers = {HTTPException: wrong_path, Exception: _bug}
    answering = Starlette(routes=routes, exception_handlers=handlers)
    # A path that is almost one of ours is none: it gets the error of a wrong path, no redirect.
    answering.router.redirect_slashes = False
    return answering


async def _bug(request: Request, error: Exception) -> Response:
    _log.error("a request failed", route=seen(request.scope).route, exc_info=error)
    return unexpected()
