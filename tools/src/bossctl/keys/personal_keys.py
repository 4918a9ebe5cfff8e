"""The key file of accounts: one key, or several by name of which one is current."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from bossctl.keys import content
from bossctl.keys.content import Content
from bossctl.keys.stages import Act, Rotation, Seals, Stage
from bossctl.outcome import Unsuccessful

KEY = "personal-data.key"


@dataclass(frozen=True, slots=True)
class Named:
    """Keys by name, the oldest first."""

    current: str
    keys: Mapping[str, str]

    @classmethod
    def read(cls, now: Content) -> "Named":
        """Read either form of the file; raises Unsuccessful for another one."""
        text = now.get(KEY, b"").decode().strip()
        try:
            if text.startswith("{"):
                said = json.loads(text)
                return cls(str(said["current"]), dict(said["keys"]))
            first, *others = (bytes.fromhex(word) for word in text.split())
        except (ValueError, KeyError, TypeError) as problem:
            raise Unsuccessful(f"The Secret's {KEY} is no key file of accounts.") from problem
        # The first seals; of those of before it does not matter which is older.
        return cls(_name_of(first), {_name_of(one): _shown(one) for one in (*others, first)})

    def put_into(self, now: Content) -> Content:
        said = {"current": self.current, "keys": dict(self.keys)}
        return {**now, KEY: json.dumps(said).encode()}


def another(now: Content, given: Content) -> Content:
    """Add a new key that is not used yet."""
    named = Named.read(now)
    octets = bytes.fromhex((given.get(KEY) or content.a_key()).decode())
    return Named(named.current, {**named.keys, _name_of(octets): _shown(octets)}).put_into(now)


def used(now: Content, _: Content) -> Content:
    """Let the newest key be the current one."""
    named = Named.read(now)
    return Named(list(named.keys)[-1], named.keys).put_into(now)


def alone(now: Content, _: Content) -> Content:
    """Keep the current key."""
    named = Named.read(now)
    return Named(named.current, {named.current: named.keys[named.current]}).put_into(now)


def rotation() -> Rotation:
    """Return how it is exchanged."""
    return Rotation(
        seals=Seals("accounts", lambda now: Named.read(now).current),
        stages=(
            Stage(says="the new key is known beside the old one", change=another),
            Stage(says="the new key seals, the old one still opens", change=used),
            Stage(says="the new key is alone", change=alone, act=Act.RESEAL),
        ),
    )


def _name_of(octets: bytes) -> str:
    """Return the name accounts gives to a key that is alone in its file."""
    return hashlib.sha256(b"key id " + octets).hexdigest()[:8]


def _shown(octets: bytes) -> str:
    return base64.b64encode(octets).decode()
