"""The vault: Ki and OPc of every card, sealed with AES-GCM under a key that has a name."""

import hashlib
import os
from collections.abc import Mapping, Sequence

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kernel.errors import Refusal
from provisioning.vault.domain.authentication import KEY_OCTETS, CardKeys
from runtime.database.database import Database

_NONCE_OCTETS = 12
_KEYS = """
SELECT imsi, key_id, nonce, sealed FROM card_key WHERE imsi = ANY($1::text[])
"""
_ADD = """
INSERT INTO card_key (imsi, key_id, nonce, sealed)
SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[])
ON CONFLICT (imsi) DO NOTHING
"""
_HAS = "SELECT EXISTS (SELECT FROM card_key WHERE imsi = $1)"


class Seal:
    """Seals with the first key, opens with any; the IMSI is bound to what is sealed for it."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        """Take keys of 32 octets, the newest first. Raises ValueError where there is none."""
        if not keys:
            raise ValueError("no key to seal with")
        self._ciphers = {_name(key): AESGCM(key) for key in keys}
        self.key_id = _name(keys[0])

    def close(self, keys: CardKeys) -> tuple[str, str, bytes, bytes]:
        """Return IMSI, key id, nonce and what is sealed."""
        nonce = os.urandom(_NONCE_OCTETS)
        cipher = self._ciphers[self.key_id]
        sealed = cipher.encrypt(nonce, keys.ki + keys.opc, keys.imsi.encode())
        return keys.imsi, self.key_id, nonce, sealed

    def open(self, imsi: str, key_id: str, nonce: bytes, sealed: bytes) -> CardKeys:
        """Raises KEY_NOT_HERE where it was sealed with a key that this process does not have."""
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise Refusal("KEY_NOT_HERE", f"The vault needs its key {key_id}.")
        plain = cipher.decrypt(nonce, sealed, imsi.encode())
        return CardKeys(imsi, plain[:KEY_OCTETS], plain[KEY_OCTETS:])


class SealedVault:
    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    async def load(self, cards: Sequence[CardKeys]) -> int:
        """Keep what is new; answers how many. Raises KEYS_DIFFER where a card has others."""
        async with self._database.transaction() as connection:
            known = await self.keys_of([card.imsi for card in cards])
            for place, card in enumerate(cards):
                if known.get(card.imsi, card) != card:
                    raise Refusal(
                        "KEYS_DIFFER", "The vault has other keys for this card.",
                        field=f"cards[{place}].imsi",
                    )  # fmt: skip
            fresh = [self._seal.close(card) for card in cards if card.imsi not in known]
            columns = [[row[at] for row in fresh] for at in range(4)]
            added = await connection.exec_driver_sql(_ADD, tuple(columns))
        return added.rowcount

    async def has(self, imsi: str) -> bool:
        async with self._database.reading() as connection:
            return bool((await connection.exec_driver_sql(_HAS, (imsi,))).scalar_one())

    async def keys_of(self, imsis: Sequence[str]) -> Mapping[str, CardKeys]:
        """Return the keys of those cards that the vault knows."""
        wanted = [imsi for imsi in imsis if imsi]
        if not wanted:
            return {}
        async with self._database.reading() as connection:
            rows = (await connection.exec_driver_sql(_KEYS, (wanted,))).all()
        opened = (self._seal.open(one.imsi, one.key_id, one.nonce, one.sealed) for one in rows)
        return {keys.imsi: keys for keys in opened}


def _name(key: bytes) -> str:
    return hashlib.sha256(b"kaitong vault " + key).hexdigest()[:8]
