"""References: what a channel calls a payment, which is paid once of it (R-PAY-1).

Whoever pads a field, or writes it in full-width letters, means the same and would pay twice: so
there is one way to write one.
"""

import re

from kernel.errors import Invalid

LONGEST = 128
_REFERENCE = re.compile(r"[!-~](?:[ -~]*[!-~])?")


def check_reference(text: str, *, field: str) -> None:
    """Raise `INVALID_ARGUMENT` unless it is printable ASCII without blanks at its ends."""
    if len(text) > LONGEST or not _REFERENCE.fullmatch(text):
        sentence = f"Say this in 1 to {LONGEST} characters of ASCII, without blanks at its ends."
        raise Invalid("INVALID_ARGUMENT", sentence, field=field)


def check_partner(text: str, *, field: str) -> None:
    """Raise `INVALID_ARGUMENT` unless it may be who collected: a name as a token says it."""
    if len(text) > LONGEST or not text.isprintable() or text != text.strip():
        sentence = f"Say this in 1 to {LONGEST} printable characters, without blanks at its ends."
        raise Invalid("INVALID_ARGUMENT", sentence, field=field)
