"""A text as its row has it."""

from provisioning.texts.domain.text_message import TextInHand, TextState
from provisioning.texts.ports import Seal
from provisioning.texts.tables import TEXT_MESSAGE
from provisioning.vault.domain.authentication import Shut
from provisioning.vault.domain.sealed import Sealed
from runtime.database.connection import Row

_C = TEXT_MESSAGE.c
SEALED = (_C.key_id, _C.nonce, _C.sealed)
IN_HAND = (
    _C.id, _C.turn, _C.subscriber_id, _C.msisdn, _C.state, _C.is_urgent, _C.is_secret,
    _C.expires_at, _C.sendings, _C.tries, _C.order_id, _C.traceparent, *SEALED,
)  # fmt: skip


def in_hand(row: Row, *, seal: Seal) -> TextInHand:
    return TextInHand(
        id=row.id,
        turn=row.turn,
        subscriber_id=row.subscriber_id,
        msisdn=row.msisdn,
        words=words_of(row, seal=seal),
        state=TextState(row.state),
        is_urgent=row.is_urgent,
        is_secret=row.is_secret,
        expires_at=row.expires_at,
        sendings=row.sendings,
        tries=row.tries,
        order_id=row.order_id,
        traceparent=row.traceparent,
    )


def words_of(row: Row, *, seal: Seal) -> str | Shut:
    """Return the words; empty where they are kept no longer, or why they do not open."""
    if row.sealed is None:
        return ""
    kept = Sealed(row.key_id, bytes(row.nonce), bytes(row.sealed))
    words = seal.tried_octets(kept, bound_to=row.id)
    return words if isinstance(words, Shut) else words.decode()
