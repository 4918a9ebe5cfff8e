"""The statuses a path answers with: those of its method, of what it takes, and its own."""

from gateway.rest.door.path import Path

EVERYBODY = (400, 401, 403, 429, 500, 503)
"""What any request may be told: see `problems`."""
CHANGING = (404, 408, 409, 413, 422)


def good_answers(path: Path) -> tuple[int, ...]:
    """Return the statuses of what was done, the usual one first."""
    usual = 201 if path.method == "POST" else 200
    part = (206,) if "limit" in path.asks else ()
    own = tuple(one for one in path.answers if one < 300)
    waiting = (202,) if path.gives_waiting else ()
    return tuple(dict.fromkeys((*(own or (usual,)), *waiting, *part)))


def refusals(path: Path) -> tuple[int, ...]:
    """Return the statuses of what was refused, in their order."""
    own = tuple(one for one in path.answers if one >= 300)
    asked = (404, 422) if path.method == "GET" else CHANGING
    written = () if path.method == "GET" or path.caller else (415,)
    return tuple(sorted({*EVERYBODY, *asked, *written, *own}))
