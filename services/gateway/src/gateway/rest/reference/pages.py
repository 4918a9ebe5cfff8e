"""The pages a person reads the API with: Swagger UI at /docs, from files of our own image alone."""

from collections.abc import Mapping
from importlib import resources

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kaitong API</title>
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="docs/swagger-ui.js"></script>
<script src="docs/begin.js"></script>
</body>
</html>
"""
BEGIN = """window.ui = SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  docExpansion: "none",
  filter: true,
  persistAuthorization: false,
  validatorUrl: null,
});
"""
# Swagger UI writes styles into the page, and its signs are data; nothing comes from elsewhere.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
A_DAY = {"Cache-Control": "public, max-age=86400"}
SCRIPT, STYLE = "text/javascript", "text/css"


def api_pages() -> tuple[Route, ...]:
    """Return the routes of the page and what it loads; nobody has to sign in to read it."""
    bundle = resources.files("offapi")
    return (
        Route("/docs", _page),
        Route("/docs/", _without_slash),
        _file("/docs/begin.js", BEGIN.encode(), SCRIPT),
        _file("/docs/swagger-ui.js", (bundle / "swagger_bundle.js").read_bytes(), SCRIPT),
        _file("/docs/swagger-ui.css", (bundle / "swagger_style.css").read_bytes(), STYLE),
    )


async def _page(request: Request) -> Response:
    del request
    return HTMLResponse(PAGE, headers=HEADERS)


async def _without_slash(request: Request) -> Response:
    """Lead to the page, whose files are beside it; also where we stand behind a longer path."""
    del request
    return Response(status_code=308, headers={"Location": "../docs"})


def _file(path: str, content: bytes, kind: str) -> Route:
    async def answer(request: Request) -> Response:
        del request
        return Response(content, media_type=kind, headers={**HEADERS, **A_DAY})

    return Route(path, answer)
