"""Sign-in by signed tokens (RFC 7519, OIDC claims), verified with a key set from a file."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jwt

from gateway.rest.door.token_claims import actor_of
from kernel.caller import Caller
from kernel.errors import Refusal
from runtime.errors import Misconfigured

ALGORITHMS = ["ES256", "RS256", "EdDSA"]


class KeySet:
    """Verifies tokens and tells who signed in; remembers nothing of them."""

    def __init__(self, path: Path, *, issuer: str, audience: str) -> None:
        self._keys = read_keys(path)
        self._issuer = issuer or None
        self._audience = audience

    def actor(self, authorization: str | None) -> Caller:
        """
        Return who asks.

        :raises Refusal: `NOT_SIGNED_IN` without a token, `TOKEN_NOT_VALID` with a bad one.
        """
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Refusal("NOT_SIGNED_IN", "Send a token: Authorization: Bearer <token>.")
        return actor_of(self._claims(token.strip()))

    def _claims(self, token: str) -> Mapping[str, Any]:
        try:
            key = self._key_for(jwt.get_unverified_header(token))
            claims: Mapping[str, Any] = jwt.decode(
                token, key, algorithms=ALGORITHMS, audience=self._audience,
                issuer=self._issuer, options={"require": ["exp", "sub", "aud"]},
            )  # fmt: skip
        except jwt.ExpiredSignatureError as error:
            raise Refusal("TOKEN_NOT_VALID", "The token has expired: sign in again.") from error
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError) as error:
            # Claims of odd kinds make the library stumble: a time beyond all times, for one.
            sentence = "The token is not one this operator accepts: sign in again."
            raise Refusal("TOKEN_NOT_VALID", sentence) from error
        return claims

    def _key_for(self, header: Mapping[str, Any]) -> jwt.PyJWK:
        if header.get("kid") in self._keys:
            return self._keys[header["kid"]]
        raise jwt.InvalidKeyError("no such key")


def read_keys(path: Path) -> Mapping[str, jwt.PyJWK]:
    """Read a JSON Web Key Set (RFC 7517); raises `Misconfigured` where it is missing or bad."""
    try:
        listed = json.loads(path.read_text())["keys"]
        return {one["kid"]: jwt.PyJWK(one) for one in listed}
    except (OSError, ValueError, KeyError, TypeError, jwt.PyJWTError) as error:
        raise Misconfigured(
            f"The key set {path} cannot be used ({error!r}). Put a JSON Web Key Set with `kid`s "
            "there and name it in BOSS_TOKEN_KEYS_FILE."
        ) from error
