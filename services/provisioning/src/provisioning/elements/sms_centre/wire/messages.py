"""What we say to an SMS centre and what it answers. SMPP 3.4, chapters 4 and 5."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from provisioning.elements.domain.answers import NotNow
from provisioning.elements.domain.short_message import (
    DeliveryReceipt,
    Fate,
    ShortMessage,
    Submission,
    Taken,
    TurnedAway,
)
from provisioning.elements.sms_centre.wire.pdu import Fields, Tag, Unit, tagged, text_field

VERSION = 0x34
UNKNOWN, ALPHANUMERIC, INTERNATIONAL = 0, 5, 1
"""Types of number: 5.2.5."""
E164 = 1
STORE_AND_FORWARD = 3
"""The mode of a message, 5.2.12: asked for, whatever is the centre's default."""
RECEIPT_WANTED = 1
"""Delivered or not: 5.2.17."""
DEFAULT_ALPHABET, UCS2 = 0, 8
MOST_OCTETS = 140
"""Of one short message; what is longer goes as a payload, which the centre divides."""
SAME_IN_DEFAULT_ALPHABET = frozenset(
    "\n\r !\"#%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)
"""Letters whose octet is the same in ASCII and in 3GPP TS 23.038; with any other it is UCS-2."""
IS_RECEIPT = 0x04
_KIND_OF_MESSAGE = 0x3C

NOT_NOW = frozenset({
    0x00000001, 0x00000002, 0x00000004, 0x00000005, 0x00000008, 0x0000000D,
    0x00000014, 0x00000045, 0x00000058, 0x000000FE, 0x000000FF,
})  # fmt: skip
"""No fault of the message: queue full, throttled, a system error, not bound. 5.1.3."""
_FATES: Mapping[str, Fate] = {
    "DELIVRD": Fate.DELIVERED,
    "ACCEPTD": Fate.DELIVERED,
    "EXPIRED": Fate.EXPIRED,
    "DELETED": Fate.FAILED,
    "UNDELIV": Fate.FAILED,
    "REJECTD": Fate.FAILED,
    "UNKNOWN": Fate.FAILED,
}
"""Table of appendix B; ENROUTE is no end."""
_STATES: Mapping[int, str] = {
    2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 6: "ACCEPTD", 7: "UNKNOWN",
    8: "REJECTD",
}  # fmt: skip
"""5.2.28."""
_SAID = re.compile(r"(?i)\b(id|stat|err):\s*(\S*)")


@dataclass(frozen=True, slots=True)
class Account:
    """As whom we bind; of a longer password the first eight letters are said, all there is room
    for (5.2.2).
    """

    name: str
    password: str


def bind(account: Account) -> bytes:
    """Write the body of a bind (4.1.5)."""
    said = text_field(account.name[:15]) + text_field(account.password[:8]) + text_field("")
    return said + bytes([VERSION, UNKNOWN, UNKNOWN]) + text_field("")


def submit(message: ShortMessage, *, sender: str) -> bytes:
    """Write the body of a submission (4.4.1)."""
    coding, octets = written(message.words)
    is_long = len(octets) > MOST_OCTETS
    body = [
        text_field(""),
        _address(sender),
        bytes([INTERNATIONAL, E164]) + text_field(message.number),
        bytes([STORE_AND_FORWARD, 0, 0]),
        text_field(""),
        text_field(relative(message.valid)),
        bytes([RECEIPT_WANTED, 0, coding, 0]),
        b"\0" if is_long else bytes([len(octets)]) + octets,
        tagged(Tag.USER_MESSAGE_REFERENCE, message.reference.to_bytes(2, "big")),
    ]
    if is_long:
        body.append(tagged(Tag.MESSAGE_PAYLOAD, octets))
    return b"".join(body)


def written(words: str) -> tuple[int, bytes]:
    """Return the coding and the octets of a text."""
    if SAME_IN_DEFAULT_ALPHABET.issuperset(words):
        return DEFAULT_ALPHABET, words.encode("ascii")
    return UCS2, words.encode("utf-16-be")


def relative(valid: timedelta) -> str:
    """Write how long from now (7.1.1.2): no clock of ours has to agree with the centre's."""
    days, seconds = divmod(max(int(valid.total_seconds()), 1), 86_400)
    months, days = divmod(days, 30)
    hours, seconds = divmod(seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    return f"00{months:02}{days:02}{hours:02}{minutes:02}{seconds:02}000R"


def submission(answer: Unit) -> Submission:
    """Read the answer to a submission (4.4.2). Raises BadUnit."""
    if answer.status in NOT_NOW:
        return NotNow(code_of(answer.status))
    if answer.status:
        return TurnedAway(code_of(answer.status))
    return Taken(Fields(answer.body).text())


def receipt(delivery: Unit) -> DeliveryReceipt | None:
    """Read a delivery (4.6.1); None where it is no receipt, or not the last. Raises BadUnit."""
    fields = Fields(delivery.body)
    fields.text()
    fields.octets(2)
    number = fields.text()
    fields.octets(2)
    fields.text()
    kind = fields.octet()
    fields.octets(2)
    fields.text()
    fields.text()
    fields.octets(4)
    words = fields.octets(fields.octet())
    tags = fields.tags()
    if kind & _KIND_OF_MESSAGE != IS_RECEIPT:
        return None
    said = dict(_SAID.findall((words or tags.get(Tag.MESSAGE_PAYLOAD, b"")).decode("latin-1")))
    said = {name.lower(): value for name, value in said.items()}
    return _receipt(number, said, tags)


def _receipt(
    number: str, said: Mapping[str, str], tags: Mapping[int, bytes]
) -> DeliveryReceipt | None:
    state = tags.get(Tag.MESSAGE_STATE, b"")
    stated = (_STATES.get(state[0], "") if state else "") or said.get("stat", "").upper()
    fate = _FATES.get(stated)
    if fate is None:
        return None
    named = tags.get(Tag.RECEIPTED_MESSAGE_ID, b"").rstrip(b"\0").decode("latin-1")
    reference = tags.get(Tag.USER_MESSAGE_REFERENCE)
    error = said.get("err", "")
    return DeliveryReceipt(
        message_id=named or said.get("id", ""),
        number=number.lstrip("+"),
        fate=fate,
        code=f"{stated}_{error}" if error.strip("0") else stated,
        reference=int.from_bytes(reference, "big") if reference else None,
    )


def code_of(status: int) -> str:
    return f"SMPP_0x{status:08X}"


def _address(sender: str) -> bytes:
    is_number = sender.isdecimal()
    kind = bytes([UNKNOWN, E164]) if is_number else bytes([ALPHANUMERIC, UNKNOWN])
    return kind + text_field(sender[:20])
