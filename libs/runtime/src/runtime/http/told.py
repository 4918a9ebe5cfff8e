"""What a refusal over REST looks like, whoever at the door says it (TMF630 v4, 3.4)."""

import json
from collections.abc import Mapping
from http import HTTPStatus


def error_told(status: int, code: str, sentence: str, *, field: str = "") -> Mapping[str, str]:
    """Return a refusal as an object; code and reason are mandatory, `field` is ours."""
    said = {"@type": "Error", "code": code, "reason": sentence, "message": sentence}
    blamed = {"field": field} if field else {}
    return {**said, "status": str(int(status)), **blamed}


def error_body(status: HTTPStatus, code: str, sentence: str, *, field: str = "") -> bytes:
    """Return what the web door itself says no with."""
    return json.dumps(error_told(status, code, sentence, field=field)).encode()
