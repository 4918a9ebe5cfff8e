"""The password of a role, set in PostgreSQL as a SCRAM verifier: it stands in no log there."""

import asyncio
import base64
import hashlib
import hmac
import os
import re

import asyncpg  # type: ignore[import-untyped]  # it has no types

from bossctl.outcome import Misused, Unsuccessful
from runtime.settings.database_url import dsn_of

ADMINISTRATOR = "BOSS_DATABASE_ADMIN_URL"
ITERATIONS = 4096
_ROLE = re.compile(r"[a-z][a-z0-9_]{0,62}")
_SALT_OCTETS = 16


def set_password(role: str, password: str, *, url: str) -> None:
    """Let a role sign in with a password; raises Unsuccessful where the server objects."""
    if not _ROLE.fullmatch(role):
        raise Misused(f"{role!r} is no name of a role of ours.")
    try:
        asyncio.run(_set(role, verifier(password), url=url))
    except (OSError, asyncpg.PostgresError) as problem:
        raise Unsuccessful(f"The password of {role} was not set: {problem}") from problem


def verifier(password: str, *, salt: bytes = b"") -> str:
    """Return what PostgreSQL keeps of a password (RFC 5802 with SHA-256, RFC 7677)."""
    salt = salt or os.urandom(_SALT_OCTETS)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, ITERATIONS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    shown = [base64.b64encode(octets).decode() for octets in (salt, stored, server)]
    return f"SCRAM-SHA-256${ITERATIONS}:{shown[0]}${shown[1]}:{shown[2]}"


async def _set(role: str, kept: str, *, url: str) -> None:
    connection = await asyncpg.connect(dsn_of(url))
    try:
        # A command of this kind takes no parameters; both are made of letters we know.
        await connection.execute(f"ALTER ROLE \"{role}\" PASSWORD '{kept}'")
    finally:
        await connection.close()
