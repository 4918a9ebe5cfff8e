"""Tokens of the development issuer: `token --role clerk`; a real operator has its own issuer."""

import json
import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bossctl.client import somebody
from bossctl.outcome import DONE, Misused
from bossctl.output import say
from bossctl.quantities import decimal
from bossctl.words import Arguments, Parsers, with_json
from kernel.clock import SystemClock

ISSUER, AUDIENCE = "kaitong-development", "kaitong"
ALGORITHM = "ES256"
ROLES = ("clerk", "supervisor", "operations", "customer", "payer")
CHANNELS = (
    "hall", "app", "web", "hotline", "sms", "kiosk", "dealer", "bank", "wallet", "system",
)  # fmt: skip
USUAL_CHANNELS = {"customer": "app", "payer": "bank"}


def add_words(parsers: Parsers) -> None:
    about = "sign a token for the REST door, with the development issuer's key"
    parser = parsers.add_parser("token", help=about, description=about)
    parser.add_argument(
        "--role", choices=ROLES, required=True, action="append", help="may be said several times"
    )
    parser.add_argument("--subject", default="", help="who it is for; usually you")
    parser.add_argument("--customer", default="", help="id of the customer who signs in")
    parser.add_argument("--channel", choices=CHANNELS, default="", help="usually hall, app or bank")
    with_json(parser)
    parser.add_argument("--hours", type=decimal, default=12.0, help="how long it holds")


def run(arguments: Arguments) -> int:
    """Print a token; needs the issuer's keys, not the services."""
    if arguments.hours <= 0:
        raise Misused("--hours must be more than 0.")
    roles = sorted(set(arguments.role))
    if "customer" in roles and not arguments.customer:
        raise Misused("A customer's token needs --customer ID.")
    claims: dict[str, Any] = {
        "sub": arguments.subject or arguments.customer or somebody(arguments.acting_as).id,
        "roles": roles,
        "channel": arguments.channel or USUAL_CHANNELS.get("".join(roles), "hall"),
    }
    if arguments.customer:
        claims["customer_id"] = arguments.customer
    token = signed(claims, life=timedelta(hours=arguments.hours))
    say(token, token=token)
    return DONE


def signed(claims: Mapping[str, Any], *, life: timedelta) -> str:
    """Return a token (RFC 7519) that holds for `life`; raises Misused without the issuer's keys."""
    pem = _file("BOSS_TOKEN_SIGNING_KEY_FILE", "the private key of the development issuer")
    keys = _file("BOSS_TOKEN_KEYS_FILE", "the key set tokens are verified with")
    try:
        key = load_pem_private_key(pem, password=None)
        kid = _name_of(key, json.loads(keys)["keys"])
    except (ValueError, KeyError, TypeError) as error:
        raise Misused(f"The issuer's keys cannot be used: {error}") from error
    now = SystemClock().now()
    told = {**claims, "iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + life}
    return jwt.encode(told, pem, algorithm=ALGORITHM, headers={"kid": kid})


def _name_of(key: object, listed: list[dict[str, Any]]) -> str:
    """Return the kid under which the public half is in the key set."""
    if not isinstance(key, EllipticCurvePrivateKey):
        raise ValueError("the signing key is no elliptic curve key (P-256)")  # noqa: TRY004
    numbers = key.public_key().public_numbers()
    for public in listed:
        shown = jwt.PyJWK(public).key
        if getattr(shown, "public_numbers", lambda: None)() == numbers:
            return str(public["kid"])
    raise ValueError("the key set does not hold the public half of the signing key")


def _file(variable: str, what: str) -> bytes:
    path = os.environ.get(variable)
    if not path:
        raise Misused(f"{variable} is not set: it names {what}.")
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise Misused(f"{variable}: {path} cannot be read: {error.strerror}.") from error
