"""The secrets of one operator: made once, kept in files that only their owner can read."""

import base64
import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from launch.private_file import write_privately

KEY_BYTES = 32
RANDOM_KEYS = ("call", "personal-data", "blind-index", "vault", "voucher", "payment-provider")
SIGNING_KEY = "token-signing-key.pem"
KEY_SET = "token-keys.json"
ELEMENT_PASSWORD = "element-password"  # noqa: S105  # a file's name


@dataclass(frozen=True, slots=True)
class KeyFiles:
    """Where the secrets are."""

    folder: Path

    @classmethod
    def make(cls, folder: Path) -> "KeyFiles":
        """Make what is missing; what is there is never changed: data is encrypted with it."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        files = cls(folder.absolute())
        for name in RANDOM_KEYS:
            _write_once(files.key(name), secrets.token_hex(KEY_BYTES))
        _write_once(files.element_password, secrets.token_urlsafe(12))
        if not files.signing_key.exists():
            _make_signing_key(files)
        return files

    def key(self, name: str) -> Path:
        """Return the file of a random key: 64 hexadecimal digits."""
        return self.folder / f"{name}.key"

    @property
    def element_password(self) -> Path:
        """What provisioning signs in with at the pretend HLR."""
        return self.folder / ELEMENT_PASSWORD

    @property
    def signing_key(self) -> Path:
        """The private key of the development issuer, PEM, for ES256 (RFC 7518)."""
        return self.folder / SIGNING_KEY

    @property
    def key_set(self) -> Path:
        """The public keys tokens are verified with, a JSON Web Key Set (RFC 7517)."""
        return self.folder / KEY_SET


def _write_once(path: Path, text: str) -> None:
    if not path.exists():
        write_privately(path, text)


def _make_signing_key(files: KeyFiles) -> None:
    """Make the key pair; the key set is written first, so a crash leaves no half pair."""
    private = ec.generate_private_key(ec.SECP256R1())
    point = private.public_key().public_numbers()
    key = {
        "kty": "EC",
        "crv": "P-256",
        "use": "sig",
        "alg": "ES256",
        "kid": secrets.token_hex(8),
        "x": _coordinate(point.x),
        "y": _coordinate(point.y),
    }
    write_privately(files.key_set, json.dumps({"keys": [key]}))
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    write_privately(files.signing_key, pem.decode())


def _coordinate(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(KEY_BYTES, "big")).rstrip(b"=").decode()
