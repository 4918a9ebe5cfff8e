"""The secrets of one operator in containers: files its user can read, in a folder nobody enters."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from launch.key_files import KeyFiles
from launch.plan import SERVICES

INSIDE = "/run/secrets"
"""Where a service finds its own."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """Keys on this machine, and the passwords of the databases."""

    keys: KeyFiles
    passwords: Mapping[str, str]
    server_password: str

    @classmethod
    def make(cls, folder: Path) -> "Secrets":
        """Make them in `folder`, whose parent keeps others out: containers have another user."""
        keys = KeyFiles.make(folder)
        folder.chmod(0o755)
        for file in folder.iterdir():
            file.chmod(0o444)
        return cls(
            keys=keys,
            passwords={service: secrets.token_urlsafe(18) for service in SERVICES},
            server_password=secrets.token_urlsafe(18),
        )
