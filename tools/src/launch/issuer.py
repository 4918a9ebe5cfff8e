"""The development issuer: signs tokens for people, with the operator's own key."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import jwt

from kernel.clock import SystemClock
from launch.key_files import KeyFiles

ISSUER, AUDIENCE = "kaitong-development", "kaitong"
ALGORITHM = "ES256"
USUAL_LIFE = timedelta(hours=12)


def issue(
    keys: KeyFiles,
    *,
    subject: str,
    roles: tuple[str, ...],
    channel: str = "hall",
    life: timedelta = USUAL_LIFE,
) -> str:
    """Return a signed token (RFC 7519) that says who somebody is and where they stand.

    The channel is the one orders of this person come from; real operators have their own
    issuer, whose keys they put in the key set.
    """
    claims = {"sub": subject, "roles": list(roles), "channel": channel}
    return _signed(keys, claims, life)


def issue_to_customer(keys: KeyFiles, customer: str) -> str:
    """Return a signed token for a customer who signs in themselves, in their app."""
    subject = f"customer-{customer}"
    claims = {
        "sub": subject, "roles": ["customer"], "channel": "app", "customer_id": customer,
    }  # fmt: skip
    return _signed(keys, claims, USUAL_LIFE)


def _signed(keys: KeyFiles, claims: Mapping[str, Any], life: timedelta) -> str:
    key = json.loads(keys.key_set.read_text())["keys"][0]
    now = SystemClock().now()
    told = {"iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + life, **claims}
    return jwt.encode(
        told, keys.signing_key.read_text(), algorithm=ALGORITHM, headers={"kid": key["kid"]}
    )
