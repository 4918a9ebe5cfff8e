"""Who asks, signed: a short-lived token from service to service (RFC 7519, HS256)."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jwt

from kernel.acting_person import TOOL, through_tool
from kernel.caller import SYSTEM, Caller
from kernel.clock import SystemClock
from kernel.errors import NotAllowed
from runtime.errors import Misconfigured

TOKEN = "boss-token"  # noqa: S105 - the name of a metadata key
LIFE_SECONDS = 60
OF_THE_TOOL = frozenset({"operations"})
"""Roles its users can have."""
_KEPT = 4096
_SHORTEST = 32


@dataclass(frozen=True, slots=True)
class Asking:
    """A verified caller and the actor behind it."""

    caller: str
    actor: Caller
    until: float
    """Unix seconds of the machine's clock."""


CallKeys = Sequence[bytes]
"""The first signs, all verify: while a key is exchanged there are two."""


def read_call_key(path: Path) -> CallKeys:
    """Read the keys of calls, a line each; raises `Misconfigured` where one is not long enough."""
    try:
        content = path.read_bytes().strip()
    except OSError as error:
        raise Misconfigured(
            f"The call key {path} cannot be read ({error.strerror}). Put at least {_SHORTEST} "
            "random bytes there, the same for all services, and name it in BOSS_CALL_KEY_FILE."
        ) from error
    # Random bytes are one key, whatever they look like; text has a key in each line.
    keys = content.split() if content.isascii() and content.count(b"\n") else [content]
    if any(len(key) < _SHORTEST for key in keys):
        raise Misconfigured(f"The call key {path} is shorter than {_SHORTEST} bytes.")
    return keys


class Signer:
    """Signs and verifies; both are remembered for as long as the tokens hold."""

    def __init__(self, keys: CallKeys | bytes, *, service: str) -> None:
        self._keys = [keys] if isinstance(keys, bytes) else list(keys)
        self._service = service
        self._machine = SystemClock()
        self._signed: dict[tuple[Caller, str], tuple[float, str]] = {}
        self._verified: OrderedDict[str, Asking] = OrderedDict()

    def sign(self, actor: Caller, *, audience: str) -> str:
        """Answer a token that says this service asks `audience` for `actor`."""
        now = self._machine.now().timestamp()
        kept = self._signed.get((actor, audience))
        if kept is not None and kept[0] > now:
            return kept[1]
        token = jwt.encode(self._claims(actor, audience, now), self._keys[0], algorithm="HS256")
        if len(self._signed) >= _KEPT:
            self._signed.clear()
        self._signed[(actor, audience)] = (now + LIFE_SECONDS / 2, token)
        return token

    def verify(self, token: str) -> Asking:
        """Answer who asks; raises `NOT_SIGNED` where the token does not hold here and now."""
        now = self._machine.now().timestamp()
        asking = self._verified.get(token)
        if asking is None:
            asking = self._read(token)
            self._verified[token] = asking
            if len(self._verified) > _KEPT:
                self._verified.popitem(last=False)
        if asking.until <= now:
            raise NotAllowed("NOT_SIGNED", "The call's signature has expired.")
        return asking

    def _read(self, token: str) -> Asking:
        for key in self._keys:
            if (claims := self._claims_of(token, key)) is not None:
                caller, actor = claims["iss"], _actor_of(claims)
                who = _operator(actor) if caller == TOOL else actor
                return Asking(caller, who, float(claims["exp"]))
        raise NotAllowed("NOT_SIGNED", "No service we know signed this call.")

    def _claims_of(self, token: str, key: bytes) -> dict[str, Any] | None:
        """Return what the token says; None where another key signed it, or it does not hold."""
        try:
            claims: dict[str, Any] = jwt.decode(
                token, key, algorithms=["HS256"], audience=self._service,
                options={"require": ["iss", "aud", "exp", "sub"]}, leeway=0,
            )  # fmt: skip
        except jwt.InvalidTokenError:
            return None
        return claims

    def _claims(self, actor: Caller, audience: str, now: float) -> dict[str, Any]:
        return {
            "iss": self._service,
            "aud": audience,
            "exp": int(now) + LIFE_SECONDS,
            "sub": actor.id,
            "roles": sorted(actor.roles),
            "channel": actor.channel,
            "customer": actor.customer_id,
            "staff": actor.staff,
        }


def _operator(actor: Caller) -> Caller:
    """Return who uses the tool, marked: nobody but an operator, by the name they say.

    Raises `CALLER_NOT_ALLOWED` for a customer, another channel or a role of the counter.
    """
    if actor.customer_id or actor.channel != SYSTEM.channel or not actor.roles <= OF_THE_TOOL:
        sentence = f"Through {TOOL} operators act, and nobody else."
        raise NotAllowed("CALLER_NOT_ALLOWED", sentence)
    return replace(actor, id=through_tool(actor.id))


def _actor_of(claims: dict[str, Any]) -> Caller:
    actor = Caller(
        id=str(claims["sub"]),
        roles=frozenset(claims.get("roles", ())),
        channel=str(claims.get("channel", "system")),
        customer_id=claims.get("customer"),
        staff=bool(claims.get("staff")),
    )
    return SYSTEM if actor == SYSTEM else actor
