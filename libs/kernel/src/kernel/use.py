"""The grammar of a use: what the record of one call, text, message or data session may say.

Said once for both ends: mediation refuses at the file what does not fit, and billing refuses the
same of whatever it hears, so that nothing is let through by one that the other cannot take.
"""

import re
from collections.abc import Mapping
from typing import Protocol

KINDS: Mapping[str, str] = {
    "voice": "duration_seconds",
    "sms": "count",
    "mms": "count",
    "data": "octets",
    "item": "amount_fen",
}
"""Each kind of use, and the field that says how much it was."""
ROAM_TYPES = ("home", "domestic", "international")
ROAM_TYPES_BEFORE: Mapping[str, str] = {"": "home", "intl": "international"}
"""As records of earlier versions say it, and what it means."""
MOST: Mapping[str, int] = {
    "duration_seconds": 31 * 86_400,
    "count": 1000,
    "octets": 2**50,
    "amount_fen": 10**8,
}
"""A month of talking, the parts of the longest text: more of what is charged was never used."""
MOMENTS = range(946_684_800, 4_102_444_800)
"""Unix seconds of the years 2000 to 2099: no clock of a switch shows another one."""
LONGEST_PEER, LONGEST_MAIL = 100, 254
"""An access point has 100 octets (3GPP TS 23.003, 9.1), a mail address 254 (RFC 5321, 4.5.3)."""
_TEXTS: Mapping[str, str] = {
    "record_id": r"[!-~]{1,200}",
    "kind": "|".join(KINDS),
    "msisdn": r"[0-9]{8,15}",
    "peer": rf"[!-~]{{1,{LONGEST_MAIL}}}",
    "roam_type": "|".join((*ROAM_TYPES, *ROAM_TYPES_BEFORE)),
    "visited_plmn": r"(?:[0-9]{5,6})?",
    "element": r"[!-~]{0,64}",
    "session_id": r"[!-~]{0,200}",
}
"""What one text field may hold. Msisdn: ITU-T E.164; a network: mobile country and network code."""
LARGEST = 2**63 - 1
_NUMBERS: Mapping[str, int] = {
    "duration_seconds": 2**31 - 1,
    "count": 2**31 - 1,
    "octets": 2**50,
    "file_seq": LARGEST,
    "record_seq": LARGEST,
    "rating_group": 2**32 - 1,
    "partial": 1_000_000,
    "alike": 2**31 - 1,
}
"""The most a number may be; none is below zero. Rating groups are Unsigned32 (RFC 8506, 8.29)."""
_FORMS = {name: re.compile(form) for name, form in _TEXTS.items()}
_FORM = re.compile("\n".join(f"(?:{form})" for form in _TEXTS.values()))
"""All of them at once: a record is looked at as a whole, for there are many."""
_RECORD_ID = _FORMS["record_id"]


class Words(Protocol):
    """What a record says in text."""

    @property
    def record_id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def msisdn(self) -> str: ...
    @property
    def peer(self) -> str:
        """Who was called or written to, or the access point of data."""
        ...

    @property
    def roam_type(self) -> str: ...
    @property
    def visited_plmn(self) -> str: ...
    @property
    def element(self) -> str:
        """Which switch wrote it; empty where nobody says."""
        ...

    @property
    def session_id(self) -> str: ...


class Numbers(Protocol):
    """What a record says in numbers."""

    @property
    def duration_seconds(self) -> int: ...
    @property
    def count(self) -> int: ...
    @property
    def octets(self) -> int: ...
    @property
    def file_seq(self) -> int: ...
    @property
    def record_seq(self) -> int: ...
    @property
    def rating_group(self) -> int: ...
    @property
    def partial(self) -> int:
        """Of a call or session in several records: which of them it is, from 1 on."""
        ...

    @property
    def alike(self) -> int:
        """How many uses that are alike stand before it in its file."""
        ...


class Use(Words, Numbers, Protocol):
    """A record as it is read from a file, or heard of."""


def misfit(use: Use) -> str | None:
    """Return the field that does not fit; None where all of them do. Moments: `is_moment`."""
    peer, kind = use.peer, use.kind
    texts = (
        f"{use.record_id}\n{kind}\n{use.msisdn}\n{peer}\n{use.roam_type}\n{use.visited_plmn}"
        f"\n{use.element}\n{use.session_id}"
    )
    if not _FORM.fullmatch(texts):
        return _wrong_text(use)
    if len(peer) > LONGEST_PEER and not is_peer(peer, kind=kind):
        return "peer"
    quantity = KINDS[kind]
    if not 0 <= getattr(use, quantity) <= MOST[quantity]:
        return quantity
    return _wrong_number(use)


def is_moment(seconds: int) -> bool:
    """Tell whether a use may have begun in this second of Unix time."""
    return seconds in MOMENTS


def is_peer(peer: str, *, kind: str) -> bool:
    """Tell whether this can be reached by such a use: only messages go to mail addresses."""
    longest = LONGEST_MAIL if kind == "mms" else LONGEST_PEER
    return len(peer) <= longest and _FORMS["peer"].fullmatch(peer) is not None


def is_record_id(text: str) -> bool:
    """Tell whether a record may have this id."""
    return _RECORD_ID.fullmatch(text) is not None


def is_network(plmn: str) -> bool:
    """Tell whether this names a network abroad, or none."""
    return _FORMS["visited_plmn"].fullmatch(plmn) is not None


def is_element(name: str) -> bool:
    """Tell whether an element may be called so."""
    return bool(name) and _FORMS["element"].fullmatch(name) is not None


def _wrong_text(use: Use) -> str | None:
    return next(
        (name for name, form in _FORMS.items() if not form.fullmatch(getattr(use, name))), None
    )


def _wrong_number(use: Use) -> str | None:
    # Nearly all are small: one number tells so of several, each of its bits is one of theirs.
    small = use.duration_seconds | use.count | use.partial | use.alike | use.rating_group
    fits = 0 <= small < _SMALL and 0 <= use.octets <= _OCTETS
    if fits and 0 <= use.file_seq <= LARGEST and 0 <= use.record_seq <= LARGEST:
        return None
    return next(
        (name for name, most in _NUMBERS.items() if not 0 <= getattr(use, name) <= most), None
    )


_SMALL, _OCTETS = 2**19, _NUMBERS["octets"]
"""Less than the most of any of them."""
