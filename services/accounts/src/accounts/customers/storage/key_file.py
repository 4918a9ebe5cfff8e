"""The keys of accounts, read from files; there are no others and no defaults."""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from runtime.errors import Misconfigured

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class PersonalKeys:
    """AES-256 keys by their id; new data is sealed with the current one."""

    current: str
    keys: Mapping[str, bytes] = field(repr=False)


def read_personal_keys(path: Path) -> PersonalKeys:
    """Read keys of 64 hexadecimal digits, a line each, of which the first seals.

    Or JSON `{"current": id, "keys": {id: base64}}`. Raises `Misconfigured` with what to do.
    """
    text = _read(path, "BOSS_PERSONAL_DATA_KEY_FILE")
    if not text.startswith("{"):
        lines = {
            _name_of(key): key for key in (_from_hex(one, path) for one in text.split() or [""])
        }
        return PersonalKeys(next(iter(lines)), lines)
    try:
        content = json.loads(text)
        keys = {name: base64.b64decode(key, validate=True) for name, key in content["keys"].items()}
        current = str(content["current"])
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as error:
        sentence = f'{path}: write {{"current": id, "keys": {{id: base64}}}}.'
        raise Misconfigured(sentence) from error
    if current not in keys or any(len(key) != KEY_BYTES for key in keys.values()):
        raise Misconfigured(f"{path}: each key has {KEY_BYTES} bytes, and current is one of them.")
    return PersonalKeys(current, keys)


def read_blind_key(path: Path) -> bytes:
    """Read the HMAC key of the blind index; raises `Misconfigured`."""
    return _from_hex(_read(path, "BOSS_BLIND_INDEX_KEY_FILE"), path)


def _read(path: Path, variable: str) -> str:
    try:
        return path.read_text().strip()
    except OSError as error:
        sentence = f"{path} cannot be read ({error.strerror}); name a key file in {variable}."
        raise Misconfigured(sentence) from error


def _name_of(key: bytes) -> str:
    return hashlib.sha256(b"key id " + key).hexdigest()[:8]


def _from_hex(text: str, path: Path) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise Misconfigured(f"{path} does not hold {2 * KEY_BYTES} hexadecimal digits.")
    return key
