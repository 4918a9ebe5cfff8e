"""The claims of a token, read once at the door: what cannot be carried on is no sign-in.

They travel with every call and are stored with what was done, so each is a printable text of a
reasonable length.
"""

from collections.abc import Mapping
from typing import Any

from gateway.domain.roles import CHANNELS, STAFF
from kernel.caller import Caller
from kernel.errors import Refusal

LONGEST_NAME, LONGEST_WORD, MOST_ROLES = 200, 64, 32
"""Characters of `sub`; characters of a role or an id; roles."""


def actor_of(claims: Mapping[str, Any]) -> Caller:
    """Return who the claims speak of; raises `TOKEN_NOT_VALID` with the claim's name.

    The channel is a claim, never part of a request.
    """
    roles = frozenset(_roles(claims.get("roles", [])))
    channel = claims.get("channel", "app")
    if not isinstance(channel, str) or channel not in CHANNELS:
        raise _not_valid("channel", f"one of {', '.join(sorted(CHANNELS))}")
    customer = claims.get("customer_id")
    return Caller(
        id=_text(claims.get("sub"), "sub", longest=LONGEST_NAME),
        roles=roles,
        channel=channel,
        customer_id=None if customer is None else _text(customer, "customer_id"),
        staff=bool(roles & STAFF),
    )


def _roles(said: Any) -> list[str]:
    if not isinstance(said, list) or len(said) > MOST_ROLES:
        raise _not_valid("roles", f"a list of at most {MOST_ROLES}")
    return [_text(one, "roles") for one in said]


def _text(said: Any, name: str, *, longest: int = LONGEST_WORD) -> str:
    if not isinstance(said, str) or not said.isprintable() or not 0 < len(said.strip()) <= longest:
        raise _not_valid(name, f"a printable text of 1 to {longest} characters")
    return said


def _not_valid(name: str, right: str) -> Refusal:
    return Refusal("TOKEN_NOT_VALID", f"The claim {name} is not {right}.", field=name)
