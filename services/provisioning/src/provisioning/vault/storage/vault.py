"""The vault: Ki and OPc of every card, sealed with AES-GCM under a key that has a name."""

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import ARRAY, Text, any_, bindparam, exists, select, text

from kernel.errors import Refusal
from provisioning.vault.domain.authentication import KEY_OCTETS, CardKeys, Shut
from provisioning.vault.domain.sealed import Sealed
from provisioning.vault.tables import CARD_KEY
from runtime.database.database import Database

_NONCE_OCTETS = 12
Opened = TypeVar("Opened")
_KEYS = select(CARD_KEY).where(CARD_KEY.c.imsi == any_(bindparam("imsis", type_=ARRAY(Text))))
_ADD = text("""
INSERT INTO card_key (imsi, key_id, nonce, sealed)
SELECT * FROM unnest(
    CAST(:imsis AS text[]), CAST(:key_ids AS text[]), CAST(:nonces AS bytea[]),
    CAST(:sealed AS bytea[]))
ON CONFLICT (imsi) DO NOTHING
""")
_HAS = select(exists().where(CARD_KEY.c.imsi == bindparam("imsi")))


@dataclass(frozen=True, slots=True)
class SealedKeys:
    """The keys of a card as they are kept: a row of the vault."""

    imsi: str
    key_id: str
    nonce: bytes
    sealed: bytes


class Seal:
    """Seals with the first key, opens with any; the IMSI is bound to what is sealed for it."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        """Take keys of 32 octets, the newest first. Raises ValueError where there is none."""
        if not keys:
            raise ValueError("no key to seal with")
        self._ciphers = {_name(key): AESGCM(key) for key in keys}
        self.key_id = _name(keys[0])

    def close(self, keys: CardKeys) -> SealedKeys:
        nonce = os.urandom(_NONCE_OCTETS)
        cipher = self._ciphers[self.key_id]
        sealed = cipher.encrypt(nonce, keys.ki + keys.opc, keys.imsi.encode())
        return SealedKeys(keys.imsi, self.key_id, nonce, sealed)

    def open(self, kept: SealedKeys) -> CardKeys:
        """Raises KEY_NOT_HERE where it was sealed with a key that this process does not have."""
        plain = self._cipher(kept.key_id).decrypt(kept.nonce, kept.sealed, kept.imsi.encode())
        return CardKeys(kept.imsi, plain[:KEY_OCTETS], plain[KEY_OCTETS:])

    def close_octets(self, octets: bytes, *, bound_to: str) -> Sealed:
        """Seal what is no key, bound to the id of its row."""
        nonce = os.urandom(_NONCE_OCTETS)
        cipher = self._ciphers[self.key_id]
        return Sealed(self.key_id, nonce, cipher.encrypt(nonce, octets, bound_to.encode()))

    def open_octets(self, kept: Sealed, *, bound_to: str) -> bytes:
        """Raises KEY_NOT_HERE where it was sealed with a key that this process does not have."""
        return self._cipher(kept.key_id).decrypt(kept.nonce, kept.sealed, bound_to.encode())

    def _cipher(self, key_id: str) -> AESGCM:
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise Refusal("KEY_NOT_HERE", f"The vault needs its key {key_id}.")
        return cipher

    def tried(self, kept: SealedKeys) -> CardKeys | Shut:
        """Open it, or say why not."""
        damaged = Shut("KEYS_DAMAGED", "The vault's row of this card is damaged.", for_good=True)
        return _tried(partial(self.open, kept), damaged=damaged)

    def tried_octets(self, kept: Sealed, *, bound_to: str) -> bytes | Shut:
        """Open what is no key, or say why not."""
        damaged = Shut("ROW_DAMAGED", "It is not what was sealed.", for_good=True)
        return _tried(partial(self.open_octets, kept, bound_to=bound_to), damaged=damaged)


def _tried(opening: Callable[[], Opened], *, damaged: Shut) -> Opened | Shut:
    try:
        return opening()
    except Refusal as refusal:
        return Shut(refusal.code, refusal.sentence, for_good=False)
    except (InvalidTag, ValueError):
        # The cipher raises ValueError where the nonce has no length of a nonce.
        return damaged


class SealedVault:
    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    async def load(self, cards: Sequence[CardKeys]) -> int:
        """Keep what is new; answers how many. Raises KEYS_DIFFER where a card has others.

        And KEY_NOT_HERE or KEYS_DAMAGED where nobody can tell.
        """
        async with self._database.transaction() as connection:
            known = await self.opened([card.imsi for card in cards])
            for place, card in enumerate(cards):
                _must_be(card, known.get(card.imsi, card), field=f"cards[{place}].imsi")
            fresh = [self._seal.close(card) for card in cards if card.imsi not in known]
            added = await connection.execute(
                _ADD,
                imsis=[key.imsi for key in fresh],
                key_ids=[key.key_id for key in fresh],
                nonces=[key.nonce for key in fresh],
                sealed=[key.sealed for key in fresh],
            )
        return added.rowcount

    async def has(self, imsi: str) -> bool:
        return bool((await self._database.execute(_HAS, imsi=imsi)).scalar_one())

    async def keys_of(self, imsis: Sequence[str]) -> Mapping[str, CardKeys]:
        """Return the keys of those cards that the vault knows; raises KEY_NOT_HERE."""
        return {kept.imsi: self._seal.open(kept) for kept in await self._kept(imsis)}

    async def opened(self, imsis: Sequence[str]) -> Mapping[str, CardKeys | Shut]:
        """Return the same, and of a card whose keys do not open, why: it stops no other."""
        return {kept.imsi: self._seal.tried(kept) for kept in await self._kept(imsis)}

    async def _kept(self, imsis: Sequence[str]) -> Sequence[SealedKeys]:
        wanted = [imsi for imsi in imsis if imsi]
        if not wanted:
            return ()
        return [SealedKeys(**row) for row in await self._database.execute(_KEYS, imsis=wanted)]


def _must_be(card: CardKeys, known: CardKeys | Shut, *, field: str) -> None:
    if isinstance(known, Shut):
        raise Refusal(known.code, known.sentence, field=field)
    if known != card:
        raise Refusal("KEYS_DIFFER", "The vault has other keys for this card.", field=field)


def _name(key: bytes) -> str:
    return hashlib.sha256(b"kaitong vault " + key).hexdigest()[:8]
