"""What is personal at rest: sealed with AES-GCM, found by a blind index (architecture 9)."""

import hashlib
import hmac
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from accounts.customers.domain.customer import Person
from accounts.customers.domain.identity_paper import IdentityPaper, PaperType
from accounts.customers.storage.key_file import PersonalKeys

NONCE_BYTES = 12
"""NIST SP 800-38D, 5.2.1.1."""


@dataclass(frozen=True, slots=True)
class Safe:
    """Seals and opens what is personal; each seal holds for one customer only."""

    keys: PersonalKeys
    blind_key: bytes = field(repr=False)

    def blind_index(self, paper: IdentityPaper) -> bytes:
        """Return the HMAC-SHA256 of the paper's identity: equal for equal papers, nothing else."""
        return hmac.digest(self.blind_key, paper.identity.encode(), hashlib.sha256)

    def seal(self, customer_id: str, person: Person, paper: IdentityPaper) -> tuple[str, bytes]:
        """Return the id of the key used, and nonce and ciphertext."""
        words = (person.name, person.contact_phone, person.address, paper.number)
        return self._sealed(customer_id, words)

    def seal_names(self, customer_id: str, person: Person) -> bytes | None:
        """Return the parts of a name, sealed with the key `seal` names; None where none is said.

        They have a seal of their own: the image before opens the other one, and knows four words.
        """
        if not (person.family_name or person.given_name):
            return None
        return self._sealed(customer_id, (person.family_name, person.given_name))[1]

    def open(
        self,
        customer_id: str,
        *,
        key_id: str,
        sealed: bytes,
        paper_type: str,
        sealed_names: bytes | None = None,
    ) -> tuple[Person, IdentityPaper]:
        """Return what was sealed; raises LookupError where the key is not in the key file."""
        name, contact_phone, address, number = self._opened(customer_id, key_id, sealed)
        family, given = (
            self._opened(customer_id, key_id, sealed_names) if sealed_names else ("", "")
        )
        person = Person(name, contact_phone, address, family, given)
        return person, IdentityPaper(PaperType(paper_type), number)

    def seal_text(self, text_id: str, text: str) -> tuple[str, bytes]:
        """Return the id of the key used, and nonce and ciphertext of what a person typed."""
        nonce, current = os.urandom(NONCE_BYTES), self.keys.current
        sealed = AESGCM(self.keys.keys[current]).encrypt(nonce, text.encode(), text_id.encode())
        return current, nonce + sealed

    def open_text(self, text_id: str, *, key_id: str, sealed: bytes) -> str:
        """Return what was sealed; raises LookupError where the key is not in the key file."""
        nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        return AESGCM(self.keys.keys[key_id]).decrypt(nonce, rest, text_id.encode()).decode()

    def _sealed(self, customer_id: str, words: Sequence[str]) -> tuple[str, bytes]:
        return self.seal_text(customer_id, json.dumps(words, ensure_ascii=False))

    def _opened(self, customer_id: str, key_id: str, sealed: bytes) -> Sequence[str]:
        words: Sequence[str] = json.loads(self.open_text(customer_id, key_id=key_id, sealed=sealed))
        return words
