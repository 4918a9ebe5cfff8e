"""Begin a network change: its message, its file of provisioning, orders' word for it, its test."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from stages import ROOT, say

NAME = re.compile(r"[a-z]+(_[a-z]+)*")
PROTO = "proto/boss/provisioning/v1/changes.proto"
KINDS = "services/provisioning/src/provisioning/changes/kinds"
ORDERS = "services/orders/src/orders"
UNION = re.compile(r"^NetworkChange: TypeAlias = (\([^)]+\)|.+)$", re.MULTILINE)
ONEOF = re.compile(r"(oneof change \{\n)(.*?)(  \}\n)", re.DOTALL)

FILES: Mapping[str, str] = {
    KINDS + "/{name}.py": '''"""{title}: what it is for who has the number, and its Chinese name.

Say here what is sent, how it is read back, and what a refusal leaves behind.
"""

from dataclasses import dataclass, replace

from boss.provisioning.v1 import changes_pb2 as changes
from provisioning.changes.domain.change import Urgency
from provisioning.changes.domain.course import Course, Notes
from provisioning.changes.domain.effect import Effect
from provisioning.changes.domain.kind import Kind
from provisioning.changes.domain.setting_course import setting_course
from provisioning.changes.domain.stored import Stored
from provisioning.elements.domain.barring import Bars, Level, bars_of
from provisioning.elements.domain.commands import SetBars
from provisioning.vault.domain.numbers import imsi_of, msisdn_of


@dataclass(frozen=True, slots=True)
class {thing}:
    msisdn: str
    imsi: str

    @property
    def cards(self) -> tuple[str, ...]:
        return (self.imsi,)

    @property
    def keys_of(self) -> str:
        return ""

    @property
    def urgency(self) -> Urgency:
        return Urgency.USUAL

    @property
    def course(self) -> Course:
        return COURSE

    @property
    def effect(self) -> Effect:
        return Effect(self.imsi, setting=lambda before: replace(before, level=Level.NONE))

    @property
    def stored(self) -> Stored:
        return Stored(self.msisdn, self.imsi)


def bars(notes: Notes) -> Bars:
    """Put what this change wants in the place of this."""
    return bars_of(Level.NONE, notes.desired.permissions)


COURSE = setting_course(
    SetBars,
    written=lambda what, notes: SetBars(what.msisdn, what.imsi, bars(notes)),
    holds=lambda what, notes, record: record.has(bars(notes)),
)


def read(message: changes.{thing}) -> {thing}:
    return {thing}(msisdn_of(message.msisdn), imsi_of(message.imsi))


def write(what: {thing}) -> changes.NetworkChange:
    message = changes.{thing}(msisdn=what.msisdn, imsi=what.imsi)
    return changes.NetworkChange({name}=message)


KIND = Kind(
    name="{name}",
    what={thing},
    restored=lambda row: {thing}(row.msisdn, row.imsi),
    write=write,
    read=read,
)
''',
    "services/provisioning/tests/test_{name}.py": '''
"""{title}: read back, refused for good, and what silence leads to."""

from provisioning.changes.domain.course import Notes, Refuse, Send, Verified, next_move
from provisioning.changes.kinds.{name} import {thing}
from provisioning.elements.domain.answers import Accepted, Denied, Reason, Shown, Silence
from provisioning.elements.domain.barring import AT_HOME, Level, bars_of
from provisioning.elements.domain.commands import ReadNumber
from provisioning.elements.domain.subscription import Record

NUMBER, CARD = "8613900000001", "460000000000001"
WHAT = {thing}(NUMBER, CARD)
AS_ASKED = Shown(Record(NUMBER, CARD, bars_of(Level.NONE, AT_HOME)))
AS_BEFORE = Shown(Record(NUMBER, CARD, bars_of(Level.ONE_WAY, AT_HOME)))


def first() -> Send:
    move = WHAT.course.begin(WHAT, Notes())
    assert isinstance(move, Send)
    return move


def test_it_is_read_back_before_it_is_verified() -> None:
    look = next_move(first(), WHAT, Accepted())

    assert isinstance(look, Send)
    assert next_move(look, WHAT, AS_ASKED) == Verified()


def test_what_is_refused_for_good_fails_the_order() -> None:
    look = next_move(first(), WHAT, Denied(Reason.UNKNOWN_SUBSCRIBER))

    assert isinstance(look, Send)
    assert next_move(look, WHAT, AS_BEFORE) == Refuse(Reason.UNKNOWN_SUBSCRIBER)


def test_after_silence_comes_a_look() -> None:
    look = next_move(first(), WHAT, Silence("no answer"))

    assert isinstance(look, Send)
    assert isinstance(look.command, ReadNumber)
''',
}
MESSAGE = """
// Say here what is asked of the network.
message {thing} {{
  string msisdn = 1;
  string imsi = 2;
}}
"""
WORD = """@dataclass(frozen=True, slots=True)
class {thing}:
    msisdn: Msisdn
    imsi: Imsi
    done_by = "provisioning"


"""


def main(name: str, root: Path = ROOT) -> int:
    """Write the files of a change and its place in the three that name it; answers 0 where done."""
    if not NAME.fullmatch(name):
        say("make new-change name=words_with_underscores, as an engineer calls it")
        return 1
    words = {
        "name": name,
        "title": name.replace("_", " ").capitalize(),
        "thing": name.title().replace("_", ""),
    }
    new = {
        root / path.format(**words): text.format(**words).lstrip() for path, text in FILES.items()
    }
    if taken := [path for path in new if path.exists()]:
        say(f"it is there already: {taken[0]}")
        return 1
    new[root / PROTO] = with_message((root / PROTO).read_text(), words)
    word = word_of_orders(root)
    new[word] = with_word(word.read_text(), words)
    for path, text in new.items():
        path.write_text(text)
        say(str(path.relative_to(root)))
    say("now: make proto docs, and docs/extending/network-change.md")
    return 0


def with_message(proto: str, words: Mapping[str, str]) -> str:
    """Return changes.proto with one more change: its number is the next."""

    def one_more(oneof: re.Match[str]) -> str:
        last = max(int(number) for number in re.findall(r"= (\d+);", oneof[2]))
        line = "    {thing} {name} = {number};\n".format(**words, number=last + 1)
        return oneof[1] + oneof[2] + line + oneof[3]

    return ONEOF.sub(one_more, proto, count=1) + MESSAGE.format(**words)


def with_word(source: str, words: Mapping[str, str]) -> str:
    """Return orders' network changes with one more."""
    known = UNION.search(source)
    if known is None:
        raise LookupError("orders name no NetworkChange")
    members = [*re.findall(r"\w+", known[1]), words["thing"]]
    union = "NetworkChange: TypeAlias = (\n    " + "\n    | ".join(members) + "\n)"
    return source[: known.start()] + WORD.format(**words) + union + source[known.end() :]


def word_of_orders(root: Path) -> Path:
    """Return the file in which orders name what they ask of the network."""
    (place,) = (
        path for path in (root / ORDERS).rglob("*.py") if UNION.search(path.read_text())
    )  # fmt: skip
    return place


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
