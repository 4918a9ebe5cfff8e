"""Which Secret is exchanged how; one that cannot be says why, and what is done instead."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from bossctl.keys import content, key_lines, personal_keys
from bossctl.keys.content import Content
from bossctl.keys.stages import Act, Rotation, Seals, Stage
from bossctl.outcome import Misused, Unsuccessful

NEXT = "password-next"
SET = "token-keys.json"
BEFORE = "token-keys-before.json"


def rotation_of(name: str) -> Rotation:
    """Return how a Secret is exchanged; raises Unsuccessful, and says why, where it is not."""
    if name in ROTATIONS:
        return ROTATIONS[name]
    if name in REFUSED:
        raise Unsuccessful(f"{name} is not rotated: {REFUSED[name]}")
    if name.endswith(content.DATABASE):
        return PASSWORD
    if name.endswith("-tls"):
        raise Unsuccessful(f"{name} is not rotated here: cert-manager renews it (`cmctl renew`).")
    raise Misused(f"How {name} is exchanged is not known here; `bossctl secrets list` names all.")


def all_from(given: Content) -> Content:
    """Return what was given; raises Misused where nothing was."""
    if not given:
        raise Misused("Say --given FOLDER: the new content is agreed with somebody.")
    return given


def _given(now: Content, given: Content) -> Content:
    return {**now, **all_from(given)}


def _both_sets(now: Content, given: Content) -> Content:
    """Add the issuer's new keys to those that are there; a key of a known name takes its place."""
    new = _set_of(all_from(given))
    old = [key for key in _set_of(now) if key["kid"] not in {one["kid"] for one in new}]
    return {BEFORE: now[SET], SET: json.dumps({"keys": [*old, *new]}).encode()}


def _new_set(now: Content, _: Content) -> Content:
    gone = {key["kid"] for key in json.loads(now[BEFORE])["keys"]}
    kept = [key for key in _set_of(now) if key["kid"] not in gone]
    return {SET: json.dumps({"keys": kept}).encode()}


def _set_of(told: Content) -> list[dict[str, Any]]:
    """Return the keys of a JSON Web Key Set (RFC 7517); raises Misused for what is none."""
    try:
        keys: list[dict[str, Any]] = json.loads(told[SET])["keys"]
        named = [key for key in keys if key["kid"]]
    except (ValueError, KeyError, TypeError) as problem:
        raise Misused(f"{SET} is no JSON Web Key Set whose keys have a `kid`.") from problem
    if not named:
        raise Misused(f"{SET} has no key in it.")
    return named


def _next_password(now: Content, given: Content) -> Content:
    return {**now, NEXT: now.get(NEXT) or given.get("password") or content.a_password()}


def _password(now: Content, _: Content) -> Content:
    return {"username": now["username"], "password": now[NEXT]}


def _name_in_the_vault(now: Content) -> str:
    octets = bytes.fromhex(key_lines.first(now, "vault.key").decode())
    return hashlib.sha256(b"kaitong vault " + octets).hexdigest()[:8]


PASSWORD = Rotation(
    stages=(
        Stage(says="the next password is noted", change=_next_password, restarts=False),
        Stage(
            says="the role has the new password, and so has who signs in",
            change=_password,
            act=Act.SET_PASSWORD,
        ),
    ),
)
ROTATIONS: Mapping[str, Rotation] = {
    "call-key": key_lines.rotation("call.key"),
    "vault-key": key_lines.rotation("vault.key", seals=Seals("provisioning", _name_in_the_vault)),
    "personal-data-key": personal_keys.rotation(),
    "payment-provider-key": key_lines.rotation(
        "payment-provider.key",
        known_then="Give the new secret to the provider. It must take links signed with it.",
        used_then="The provider must sign with it alone, and all asked before must have expired.",
    ),
    content.TOKEN_KEYS: Rotation(
        must_be_given=True,
        stages=(
            Stage(
                says="the issuer's new keys verify beside the old ones",
                change=_both_sets,
                then="The issuer must sign with the new key, and the last token signed with the old"
                " one must have expired.",
            ),
            Stage(says="the old keys verify nothing any more", change=_new_set),
        ),
    ),
    content.ELEMENT_PASSWORD: Rotation(
        must_be_given=True,
        before="The HLR must take the new password already. Until all have it, sign-ins with the"
        " old one are refused there, and changes wait in their lanes.",
        stages=(Stage(says="who signs in has the new password", change=_given),),
    ),
    content.BACKUP_STORE: Rotation(
        must_be_given=True,
        before="The object store must take the new key already, and the old one until it is done.",
        stages=(Stage(says="backups are written with the new key", change=_given),),
    ),
}
REFUSED: Mapping[str, str] = {
    "blind-index-key": "customers are found by what it makes of their papers. With another key"
    " everybody could register a second time until all is made anew. It opens nothing by itself;"
    " docs/operations/secrets.md tells what to do where a stranger knows it.",
    "voucher-key": "it seals codes that are printed and kept nowhere, so nothing can seal them"
    " again. docs/operations/secrets.md tells what to do where a stranger knows it.",
}
