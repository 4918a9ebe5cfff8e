"""Calls whose signature does not hold: no method of any service answers them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jwt
import pytest

from boss.calls import ALLOWED
from harness.chain import Town
from harness.doors import RUNTIME, STAFF, Doors, Method, methods
from kernel.clock import SystemClock
from runtime.rpc.signing import TOKEN, read_call_key

SERVICES = ("accounts", "orders", "billing", "provisioning", "emulator")


@pytest.fixture(scope="module")
def doors(town: Town) -> Iterator[Doors]:
    doors = Doors(town)
    with doors.nothing_changes():
        yield doors


@dataclass(frozen=True, slots=True)
class Signature:
    """A way of signing that does not hold, and what it is answered."""

    sign: Callable[[Doors, Method], Mapping[str, str | bytes]]
    status: str
    code: str


def forged(doors: Doors, method: Method, **instead: Any) -> dict[str, str | bytes]:
    """Sign with the right key, and with claims of our own."""
    key, *_ = read_call_key(doors.town.operator.surroundings.keys.key("call"))
    now = int(SystemClock().now().timestamp())
    claims = {
        "iss": method.caller, "aud": method.service, "exp": now + 60, "sub": STAFF.id,
        "roles": sorted(STAFF.roles), "channel": STAFF.channel, "staff": True,
    } | instead  # fmt: skip
    said = {name: value for name, value in claims.items() if value is not None}
    return {TOKEN: jwt.encode(said, key, algorithm="HS256")}


NOT_SIGNED = ("UNAUTHENTICATED", "NOT_SIGNED")
SIGNATURES = {
    "nothing": Signature(lambda doors, method: {}, *NOT_SIGNED),
    "nonsense": Signature(lambda doors, method: {TOKEN: "a.b.c"}, *NOT_SIGNED),
    "much nonsense": Signature(lambda doors, method: {TOKEN: "x" * 5000}, *NOT_SIGNED),
    "no algorithm": Signature(
        lambda doors, method: {TOKEN: jwt.encode({"iss": method.caller}, "", algorithm="none")},
        *NOT_SIGNED,
    ),
    "another key": Signature(
        lambda doors, method: {TOKEN: jwt.encode({"iss": method.caller}, "k" * 40)}, *NOT_SIGNED
    ),
    "for somebody else": Signature(
        lambda doors, method: forged(doors, method, aud="moon"), *NOT_SIGNED
    ),
    "for all": Signature(
        lambda doors, method: forged(doors, method, aud=None), *NOT_SIGNED
    ),
    "expired": Signature(lambda doors, method: forged(doors, method, exp=1), *NOT_SIGNED),
    "for ever": Signature(lambda doors, method: forged(doors, method, exp=None), *NOT_SIGNED),
    "of nobody": Signature(lambda doors, method: forged(doors, method, iss=None), *NOT_SIGNED),
    "of a stranger": Signature(
        lambda doors, method: forged(doors, method, iss="stranger"),
        "PERMISSION_DENIED", "CALLER_NOT_ALLOWED",
    ),
    "of one who may not": Signature(
        lambda doors, method: forged(
            doors, method, iss=next(one for one in SERVICES if one not in ALLOWED[method.name])
        ),
        "PERMISSION_DENIED", "CALLER_NOT_ALLOWED",
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", SIGNATURES)
def test_nobody_is_answered_whose_signature_does_not_hold(doors: Doors, how: str) -> None:
    signature = SIGNATURES[how]
    asked = [method for method in methods() if method.service != RUNTIME]

    answered = {
        method.name: doors.ask(method, method.request(), metadata=signature.sign(doors, method))
        for method in asked
    }

    expected = (signature.status, signature.code)
    assert {name: one for name, one in answered.items() if (one.status, one.code) != expected} == {}
