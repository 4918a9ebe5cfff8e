"""What the test keeps of Secrets, kept up while they are exchanged; also PostgreSQL's roles."""

import base64
from dataclasses import dataclass, field

from typing_extensions import override

from cluster.beside import Beside
from cluster.kubectl import Manifest
from cluster.telling import Wrong
from cluster.town import NAMESPACE, Town
from launch.private_file import write_privately

EVERY_SECONDS = 0.5
CALL_KEY = "call-key"
DATABASE = "-database"


@dataclass
class Follower(Beside):
    """Writes the call key as pods get it, and gives roles their passwords as CloudNativePG does."""

    town: Town
    passwords: dict[str, str] = field(default_factory=dict)
    given: int = 0

    @override
    def go_on(self) -> None:
        while not self.told_to_stop.wait(EVERY_SECONDS):
            self.follow()

    def follow(self) -> None:
        """Look once."""
        for one in self.town.kubectl.all("secrets", "-n", NAMESPACE):
            name = one["metadata"]["name"]
            if name == CALL_KEY:
                self._call_key(one)
            elif name.endswith(DATABASE):
                self._password(one)

    def _call_key(self, secret: Manifest) -> None:
        path = self.town.keys.key("call")
        if (now := _content(secret, "call.key")) != path.read_text():
            write_privately(path, now)

    def _password(self, secret: Manifest) -> None:
        role, word = _content(secret, "username"), _content(secret, "password")
        if self.passwords.setdefault(role, word) != word:
            if not word.replace("-", "").replace("_", "").isalnum():
                raise Wrong(f"a password of {role} has other signs than letters and digits")
            self.town.sql(f"ALTER ROLE {role} PASSWORD '{word}'")
            self.passwords[role] = word
            self.given += 1


def _content(secret: Manifest, key: str) -> str:
    return base64.b64decode(secret["data"][key]).decode()
