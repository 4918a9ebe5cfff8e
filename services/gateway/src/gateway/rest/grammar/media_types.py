"""What a body is written in: JSON in UTF-8 (RFC 8259, 8.1), and nothing that is taken for it."""

import json
from email.message import Message

from kernel.errors import Invalid

JSON, SUFFIX, UTF8 = "application/json", "+json", "utf-8"


def check_is_json(content_type: str | None, content: bytes) -> None:
    """Let pass JSON in UTF-8, also where nobody says that it is; raises `MEDIA_TYPE_NOT_TAKEN`."""
    if content_type is not None:
        said = Message()
        said["Content-Type"] = content_type
        kind, charset = said.get_content_type(), said.get_param("charset", UTF8)
        is_json = kind == JSON or (kind.startswith("application/") and kind.endswith(SUFFIX))
        if not is_json or str(charset).lower() != UTF8:
            raise _not_taken()
    if not json.detect_encoding(content).startswith(UTF8):
        raise _not_taken()


def _not_taken() -> Invalid:
    sentence = "A body is JSON in UTF-8: Content-Type: application/json."
    return Invalid("MEDIA_TYPE_NOT_TAKEN", sentence, field="Content-Type")
