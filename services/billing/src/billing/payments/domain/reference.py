"""References: what a channel calls a payment, which is paid once of it (R-PAY-1).

Whoever pads a field, or writes it in full-width letters, means the same and would pay twice: so
there is one way to write one.
"""

import re

from kernel.errors import Invalid

LONGEST = 128
_REFERENCE = re.compile(r"[!-~](?:[ -~]*[!-~])?")


def check_reference(text: str, *, field: str) -> None:
    """Raise `FIELD_MISSING` or `FIELD_NOT_VALID`: printable ASCII without blanks at its ends."""
    if not text:
        raise Invalid("FIELD_MISSING", "Say what you call it.", field=field)
    if len(text) > LONGEST or not _REFERENCE.fullmatch(text):
        sentence = f"Say this in 1 to {LONGEST} characters of ASCII, without blanks at its ends."
        raise Invalid("FIELD_NOT_VALID", sentence, field=field)


def check_partner(text: str, *, field: str) -> None:
    """Raise `FIELD_NOT_VALID` unless it may be who collected: a name as a token says it."""
    if len(text) > LONGEST or not text.isprintable() or text != text.strip():
        sentence = f"Say this in 1 to {LONGEST} printable characters, without blanks at its ends."
        raise Invalid("FIELD_NOT_VALID", sentence, field=field)
