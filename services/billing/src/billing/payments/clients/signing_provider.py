"""A payment provider that shares a secret with us: what is said carries an HMAC (RFC 2104).

The link:          <page>?topUp=…&amount=<fen>&currency=CNY&expires=<RFC 3339>&signature=<hex>,
signed over        link.<topUp>.<amount>.<currency>.<expires>
The notification:  {"topUp", "transaction", "status": "paid" or "failed", "amount": <fen>,
                   "currency": "CNY"}
signed over        notification.<timestamp>.<content>

What else a notification says is signed, and not read. A name said twice is refused.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from billing.payments.domain.reference import check_reference
from billing.payments.domain.top_up import Notice, TopUp, TopUpAct
from billing.payments.ports.providers import Sent, not_signed
from kernel.errors import Invalid, NotAllowed
from kernel.money import CNY, fen

SCHEME = "v1="
LONGEST_WORD = 128
"""Characters of a transaction's name."""


@dataclass(frozen=True, slots=True)
class SigningProvider:
    """One provider, by its name in our settings; `tolerance` in seconds, either way.

    The first key signs links, any proves a notification: while a secret is exchanged there are two.
    """

    name: str
    page: str
    keys: Sequence[bytes] = field(repr=False)
    tolerance: int

    def pay_link(self, top_up: TopUp) -> str:
        """Return where the customer pays."""
        said = {
            "topUp": top_up.id,
            "amount": str(top_up.amount.minor),
            "currency": CNY,
            "expires": top_up.expires_at.astimezone(UTC).isoformat(),
        }
        signature = _seal(self.keys[0], ("link." + ".".join(said.values())).encode())
        return f"{self.page}?{urlencode({**said, 'signature': signature})}"

    def notice(self, sent: Sent, *, at: datetime) -> Notice:
        """Return what is said, once it is known who says it."""
        # The signature first: nobody else's content is read.
        signed = f"notification.{sent.timestamp}.".encode() + sent.content
        if not any(_is_signed(key, signed, sent.signature) for key in self.keys):
            raise not_signed()
        if abs(_seconds(sent.timestamp) - at.timestamp()) > self.tolerance:
            sentence = f"It was signed more than {self.tolerance} seconds ago: sign it again."
            raise NotAllowed("NOTIFICATION_TOO_OLD", sentence)
        return _notice(sent.content)


def _is_signed(key: bytes, signed: bytes, signature: str) -> bool:
    right = f"{SCHEME}{_seal(key, signed)}"
    return hmac.compare_digest(right.encode(), signature.encode())


def _seal(key: bytes, octets: bytes) -> str:
    return hmac.new(key, octets, hashlib.sha256).hexdigest()


def _seconds(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 12:
        raise not_signed()
    return int(text)


def _notice(content: bytes) -> Notice:
    try:
        said = json.loads(content, object_pairs_hook=_object_of)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise Invalid("FIELD_NOT_VALID", "The content is no JSON object.", field="content")
    if said.get("currency") != CNY:
        raise Invalid("FIELD_NOT_VALID", f"Amounts are in {CNY}.", field="currency")
    return Notice(
        top_up_id=_word(said, "topUp"),
        act=_act(said.get("status")),
        transaction=_transaction(said),
        amount=fen(_whole(said, "amount")),
    )


def _object_of(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Raise `FIELD_NOT_VALID` for a name said twice: which one was meant?"""
    said = dict(pairs)
    if len(said) < len(pairs):
        raise Invalid("FIELD_NOT_VALID", "A name is said twice.", field="content")
    return said


def _transaction(said: dict[str, Any]) -> str:
    """Return it as references are written: who pads it means the same."""
    transaction = _word(said, "transaction")
    check_reference(transaction, field="transaction")
    return transaction


def _act(status: object) -> TopUpAct:
    acts = {one.value: one for one in (TopUpAct.PAID, TopUpAct.REFUSED)}
    if not isinstance(status, str) or status not in acts:
        sentence = f"One of {', '.join(acts)}."
        raise Invalid("FIELD_NOT_VALID", sentence, field="status")
    return acts[status]


def _word(said: dict[str, Any], field: str) -> str:
    value = said.get(field)
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= LONGEST_WORD:
        sentence = f"A word of at most {LONGEST_WORD} characters belongs here."
        raise Invalid("FIELD_NOT_VALID", sentence, field=field)
    return value


def _whole(said: dict[str, Any], field: str) -> int:
    value = said.get(field)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Invalid("FIELD_NOT_VALID", "A whole number of fen belongs here.", field=field)
    return value
