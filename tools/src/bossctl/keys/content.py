"""What is in each Secret: made at random, or given by whoever shares it with us."""

import base64
import secrets
from collections.abc import Mapping
from pathlib import Path

from bossctl.cluster.kubernetes import Manifest
from bossctl.outcome import Misused

KEY_OCTETS = 32
RANDOM_KEYS = ("call", "personal-data", "blind-index", "vault", "voucher", "payment-provider")
DATABASE = "-database"
ELEMENT_PASSWORD, TOKEN_KEYS, BACKUP_STORE = "element-password", "token-keys", "backup-store"
GIVEN: Mapping[str, tuple[str, ...]] = {
    TOKEN_KEYS: ("token-keys.json",),
    BACKUP_STORE: ("access-key-id", "secret-access-key"),
}
"""What nobody can make up: it is agreed with somebody."""
Content = Mapping[str, bytes]


def a_key() -> bytes:
    """Return 32 random octets as every key file of ours has them, 64 hexadecimal digits."""
    return secrets.token_hex(KEY_OCTETS).encode()


def a_password() -> bytes:
    """Return a password of letters, digits, - and _: it stands in an address."""
    return secrets.token_urlsafe(24).encode()


def can_be_made(name: str) -> bool:
    return bool(_made(name))


def keys_of(name: str) -> frozenset[str]:
    """Return the keys a Secret of ours has; none where we do not know it."""
    if name in GIVEN:
        return frozenset(GIVEN[name])
    return frozenset(made(name)) if can_be_made(name) else frozenset()


def made(name: str) -> Content:
    """Return new content for a Secret; raises Misused where it must be given."""
    told = _made(name)
    if not told:
        raise Misused(f"What belongs into {name} must be given.")
    return told


def given(name: str, folder: Path | None) -> Content:
    """Return the files of `folder/<name>`, each a key; nothing where there is no such folder."""
    place = None if folder is None else folder / name
    if place is None or not place.is_dir():
        return {}
    return {file.name: _without_end(file) for file in sorted(place.iterdir()) if file.is_file()}


def manifest_of(name: str, content: Content, *, namespace: str) -> Manifest:
    """Return a Secret as Kubernetes takes it."""
    signs_in = name.endswith(DATABASE)
    metadata: dict[str, object] = {"name": name, "namespace": namespace}
    labels = {"app.kubernetes.io/part-of": "kaitong"}
    # CloudNativePG looks at a password again when its Secret changes, where it is told to.
    metadata["labels"] = {**labels, "cnpg.io/reload": "true"} if signs_in else labels
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": metadata,
        "type": "kubernetes.io/basic-auth" if signs_in else "Opaque",
        "data": encoded(content),
    }


def encoded(content: Content) -> Mapping[str, str]:
    return {key: base64.b64encode(value).decode() for key, value in sorted(content.items())}


def decoded(manifest: Manifest) -> Content:
    data = manifest.get("data")
    pairs = data.items() if isinstance(data, dict) else ()
    return {str(key): base64.b64decode(str(value)) for key, value in pairs}


def _made(name: str) -> Content:
    if name == ELEMENT_PASSWORD:
        return {ELEMENT_PASSWORD: secrets.token_urlsafe(12).encode()}
    if name.endswith(DATABASE):
        return {"username": name.removesuffix(DATABASE).encode(), "password": a_password()}
    key = name.removesuffix("-key")
    return {f"{key}.key": a_key()} if key in RANDOM_KEYS and key != name else {}


def _without_end(file: Path) -> bytes:
    """Return a file's content; the line's end an editor adds is none of it."""
    return file.read_bytes().rstrip(b"\r\n")
