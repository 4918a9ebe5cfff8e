"""Every status a test sees is one that the OpenAPI document tells of that operation."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx


def seen_by(document: Mapping[str, Any]) -> Callable[[httpx.Response], Awaitable[None]]:
    """Return what looks at each answer; what is no path of ours is nothing to it."""
    shapes = [
        (re.compile(re.sub(r"{\w+}", "[^/]+", path)), methods)
        for path, methods in document["paths"].items()
    ]

    async def look(response: httpx.Response) -> None:
        request = response.request
        for shape, methods in shapes:
            told = methods.get(request.method.lower())
            if told and shape.fullmatch(request.url.path):
                assert str(response.status_code) in told["responses"], (request, response)

    return look
