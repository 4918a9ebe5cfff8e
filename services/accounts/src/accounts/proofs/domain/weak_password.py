"""Passwords anybody could guess (rules 2.17, R-PW-1 and R-PW-2)."""

import re
from itertools import pairwise

from kernel.errors import Invalid, Refusal

DIGITS = 6
_FIELD = "new_password"
_LETTER = re.compile("[A-Z]")


def must_be_strong(new: str, *, msisdn: str, paper_number: str) -> None:
    """Raise `FIELD_NOT_VALID` for what is not six digits, `PASSWORD_WEAK` for what is guessed.

    Letters of a paper count as 0, too: other operators made first passwords of it so.
    """
    must_be_password(new, field=_FIELD)
    if is_weak(new, msisdn=msisdn, paper_number=paper_number):
        sentence = "Not six equal digits, not a run, no part of the number or the paper."
        raise Refusal("PASSWORD_WEAK", sentence, field=_FIELD)


def must_be_password(said: str, *, field: str) -> None:
    """Raise `FIELD_NOT_VALID` for what is not six digits: no password is, and no guess."""
    if len(said) != DIGITS or not (said.isascii() and said.isdecimal()):
        raise Invalid("FIELD_NOT_VALID", "A password is six digits.", field=field)


def is_weak(digits: str, *, msisdn: str, paper_number: str) -> bool:
    """Tell whether anybody could guess these six digits."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(digits)}
    is_run = len(steps) == 1 and steps <= {0, 1, 9}
    known = (msisdn, paper_number, _LETTER.sub("0", paper_number.upper()))
    return is_run or any(digits in one for one in known)
