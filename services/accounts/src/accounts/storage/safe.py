"""What is personal at rest: sealed with AES-GCM, found by a blind index (DESIGN.md, section 9)."""

import hashlib
import hmac
import json
import os
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from accounts.domain.customer import Person
from accounts.domain.identity_paper import IdentityPaper, PaperType
from accounts.storage.key_file import PersonalKeys

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
        plain = json.dumps(words, ensure_ascii=False).encode()
        nonce, current = os.urandom(NONCE_BYTES), self.keys.current
        sealed = AESGCM(self.keys.keys[current]).encrypt(nonce, plain, customer_id.encode())
        return current, nonce + sealed

    def seal_text(self, text_id: str, text: str) -> tuple[str, bytes]:
        """Return the id of the key used, and nonce and ciphertext of what a person typed."""
        nonce, current = os.urandom(NONCE_BYTES), self.keys.current
        sealed = AESGCM(self.keys.keys[current]).encrypt(nonce, text.encode(), text_id.encode())
        return current, nonce + sealed

    def open_text(self, text_id: str, *, key_id: str, sealed: bytes) -> str:
        """Return what was sealed; raises LookupError where the key is not in the key file."""
        nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        return AESGCM(self.keys.keys[key_id]).decrypt(nonce, rest, text_id.encode()).decode()

    def open(
        self, customer_id: str, *, key_id: str, sealed: bytes, paper_type: str
    ) -> tuple[Person, IdentityPaper]:
        """Return what was sealed; raises LookupError where the key is not in the key file."""
        key = self.keys.keys[key_id]
        nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        words = json.loads(AESGCM(key).decrypt(nonce, rest, customer_id.encode()))
        name, contact_phone, address, number = words
        return Person(name, contact_phone, address), IdentityPaper(PaperType(paper_type), number)
