"""What the web door itself says no with, in the form of every other refusal (TMF630 v4, 3.4)."""

import json
from http import HTTPStatus


def error_body(status: HTTPStatus, code: str, sentence: str) -> bytes:
    """Return the body of a refusal."""
    said = {"@type": "Error", "code": code, "reason": sentence, "message": sentence}
    return json.dumps({**said, "status": str(status.value)}).encode()
