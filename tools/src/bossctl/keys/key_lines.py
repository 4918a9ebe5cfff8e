"""Files with a key in each line: how a new one comes in, takes over, and is alone."""

from bossctl.keys import content
from bossctl.keys.content import Content
from bossctl.keys.stages import Act, Change, Rotation, Seals, Stage
from bossctl.outcome import Unsuccessful


def another(key: str) -> Change:
    """Add a new key behind the one that is used: the given one, where one was given."""

    def change(now: Content, given: Content) -> Content:
        return {**now, key: b"\n".join((first(now, key), given.get(key) or content.a_key()))}

    return change


def turned(key: str) -> Change:
    """Let the last key be the one that is used."""

    def change(now: Content, _: Content) -> Content:
        words = now[key].split()
        return {**now, key: b"\n".join((words[-1], words[0]))}

    return change


def alone(key: str) -> Change:
    """Keep the one that is used."""

    def change(now: Content, _: Content) -> Content:
        return {**now, key: first(now, key)}

    return change


def first(now: Content, key: str) -> bytes:
    """Return the key that is used; raises Unsuccessful where there is none."""
    words = now.get(key, b"").split()
    if not words:
        raise Unsuccessful(f"The Secret has no {key}.")
    return words[0]


def rotation(
    key: str, *, known_then: str = "", used_then: str = "", seals: Seals | None = None
) -> Rotation:
    """Return how such a file is exchanged."""
    return Rotation(
        seals=seals,
        stages=(
            Stage(
                says="the new key is known beside the old one", change=another(key), then=known_then
            ),
            Stage(
                says="the new key is used, the old one still understood",
                change=turned(key),
                then=used_then,
            ),
            Stage(
                says="the new key is alone",
                change=alone(key),
                act=Act.RESEAL if seals else Act.NOTHING,
            ),
        ),
    )
