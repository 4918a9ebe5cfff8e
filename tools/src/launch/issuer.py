"""The development issuer: signs tokens for people, with the operator's own key."""

import json
from datetime import timedelta

import jwt

from kernel.clock import SystemClock
from launch.key_files import KeyFiles

ISSUER, AUDIENCE = "kaitong-development", "kaitong"
ALGORITHM = "ES256"


def issue(
    keys: KeyFiles,
    *,
    subject: str,
    roles: tuple[str, ...],
    channel: str = "hall",
    life: timedelta = timedelta(hours=12),
) -> str:
    """Return a signed token (RFC 7519) that says who somebody is and where they stand.

    The channel is the one orders of this person come from; real operators have their own
    issuer, whose keys they put in the key set.
    """
    key = json.loads(keys.key_set.read_text())["keys"][0]
    now = SystemClock().now()
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": subject,
        "iat": now,
        "exp": now + life,
        "roles": list(roles),
        "channel": channel,
    }
    return jwt.encode(
        claims, keys.signing_key.read_text(), algorithm=ALGORITHM, headers={"kid": key["kid"]}
    )
