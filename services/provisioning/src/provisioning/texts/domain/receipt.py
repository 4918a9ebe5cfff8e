"""Whose receipt it is: centres spell the id of a message in more than one way.

Seen: the receipt says in decimals what the answer said in hexadecimals, leaves out zeros in front,
or names a message whose submission was answered without any id.
"""

from enum import StrEnum

NO_IDS = frozenset({"", "msg_id_not_implemented"})


class ReceiptIds(StrEnum):
    """How receipts spell the ids of answers."""

    SAME = "same"
    DECIMAL = "decimal"
    """Answers say hexadecimals."""
    HEXADECIMAL = "hexadecimal"
    """Answers say decimals."""


def key_of(message_id: str) -> str:
    """Return what two spellings of one id have in common; empty where it names nothing."""
    if message_id in NO_IDS:
        return ""
    return message_id.strip().lower().replace("-", "").lstrip("0") or "0"


def receipt_key_of(message_id: str, ids: ReceiptIds) -> str:
    """Return the same of an id as a receipt says it."""
    said = message_id.strip()
    try:
        if ids is ReceiptIds.DECIMAL:
            said = f"{int(said):x}"
        elif ids is ReceiptIds.HEXADECIMAL:
            said = f"{int(said, 16)}"
    except ValueError:
        return key_of(message_id)
    return key_of(said)
