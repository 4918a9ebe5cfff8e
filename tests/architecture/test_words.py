"""Plumbing has the field's words: what was swept stays swept, in names and in sentences.

`STILL` says which words are left in which package; a word that has gone there is taken off.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from architecture.source import ROOT, python_files, text, tracked_files, tree, where

SAY_INSTEAD = {
    "desk": "unit of work",
    "premises": "unit of work",
    "shelf": "repository",
    "drawer": "the memory of a fake",
    "house": "host",
    "ears": "consumers",
    "hearing": "consuming",
    "heard": "handled, consumed, received",
    "hear": "consume",
    "told": "message, answer",
    "speech": "messages",
    "visitor": "caller",
    "asker": "caller",
    "asking": "caller, request",
    "witness": "caller",
    "errand": "step reference",
    "carrier": "worker",
    "office": "worker",
    "beyond": "overage",
    "she": "they, the subscriber",
    "her": "their, the subscriber's",
    "hers": "theirs",
    "herself": "themselves",
}
"""What an old word is now, as part of a name (`heard_at`, `VisitorDesk`)."""
IN_SENTENCES = re.compile(
    r"\b(she|her|hers|herself|asker|errand|premises|shelf|domain \d+(?:\.\d+)?)\b",
    re.IGNORECASE,
)
"""Old words that no sentence needs; "beyond" and "told" are English, and halls have desks."""
OF_PEOPLE = {"desk", "office", "carrier", "house", "told"}
"""Words that are things of the business, too: they are looked for in names of classes alone."""
OF_THE_FIELD = {"services/emulator/src": {"visitor"}}
"""A switch keeps whom it serves in its visitor location register (VLR, 3GPP TS 23.016)."""

STILL: Mapping[str, str] = {
    "libs/kernel/src": "",
    "libs/runtime/src": "asking asker",
    "libs/testkit/src": "",
    "services/accounts/src": "her",
    "services/billing/src": "",
    "services/emulator/src": "",
    "services/gateway/src": "",
    "services/orders/src": "",
    "services/provisioning/src": "",
    "tools/src/bossctl": "",
    "tools/src/launch": "",
    "tools/src/pretend_provider": "",
}
"""Code that is looked at, tests not included, and the old words still to go there: a word that has
gone is taken off, and does not come back. The lists only get shorter."""
SWEPT_TEXTS = ("docs/", "proto/", "deploy/", "README.md", "CONTRIBUTING.md", "SECURITY.md")
"""Pages in which nobody is "she"."""
STORIES = ("tools/src/launch/story.py",)
"""They keep their people."""
NOT_LOOKED_AT = ("docs/catalogue/", "deploy/chart/", "proto/.baseline/", "docs/glossary.md")
"""Made from other files; and the page that lists the words nobody uses."""
NOBODY_IS = re.compile(r"\b(she|her|hers|herself)\b", re.IGNORECASE)

PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def old_words(name: str) -> set[str]:
    """Return the old words a name is made of."""
    parts = {part.lower() for part in PARTS.findall(name)}
    is_class = name.lstrip("_")[:1].isupper() and not name.isupper()
    return {word for word in parts & SAY_INSTEAD.keys() if is_class or word not in OF_PEOPLE}


def names(path: Path) -> Iterator[tuple[ast.AST, str]]:
    """Return every name that is made here, and who looks up another's is not blamed."""
    for node in ast.walk(tree(path)):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield node, name
            case ast.AsyncFunctionDef(name=name) | ast.arg(arg=name):
                yield node, name
            case ast.Name(id=name, ctx=ast.Store()):
                yield node, name
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield node, name


def sentences(source: str) -> Iterator[tuple[int, str]]:
    """Return comments, docstrings and messages, with their lines."""
    # From Python 3.12 on the text of an f-string is a token of its own.
    spoken = {tokenize.COMMENT, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", -1)}
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in spoken:
            yield token.start[0], token.string


def files_and_words() -> list[tuple[Path, frozenset[str]]]:
    """Return what is looked at, and beside each file the words that may still be in it."""
    return [
        (path, frozenset(left.split()) | OF_THE_FIELD.get(package, set()))
        for package, left in STILL.items()
        for path in python_files(f"{package}/**/*.py")
        if str(path.relative_to(ROOT)) not in STORIES
    ]


def test_every_package_that_is_looked_at_is_there() -> None:
    assert [package for package in STILL if not python_files(f"{package}/**/*.py")] == []


def test_no_name_is_made_of_an_old_word() -> None:
    old = [
        f"{where(path, node)} {name}: say {SAY_INSTEAD[word]}"
        for path, left in files_and_words()
        for node, name in names(path)
        for word in sorted(old_words(name) - left)
    ]

    assert old == []


def test_no_file_is_called_by_an_old_word() -> None:
    assert [where(path) for path, left in files_and_words() if old_words(path.stem) - left] == []


def test_no_sentence_of_the_code_has_an_old_word() -> None:
    old = [
        f"{where(path)}:{line} {found}"
        for path, left in files_and_words()
        for line, sentence in sentences(text(path))
        for found in IN_SENTENCES.findall(sentence)
        if found.lower().split()[0] not in left
    ]

    assert old == []


def test_nobody_is_she_in_what_people_read() -> None:
    pages = [
        path
        for path in tracked_files()
        if (name := str(path.relative_to(ROOT))).startswith(SWEPT_TEXTS)
        and not name.startswith(NOT_LOOKED_AT)
        and path.suffix in {".md", ".proto", ".yaml", ".yml", ".sh", ".json"}
    ]
    found = [
        f"{where(path)}:{number}"
        for path in pages
        for number, line in enumerate(text(path).splitlines(), start=1)
        if NOBODY_IS.search(line)
    ]

    assert pages
    assert found == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("heard_at", {"heard"}),
        ("VisitorDesk", {"visitor", "desk"}),
        ("HOLDS_HER_PLACE", {"her"}),
        ("BeyondAll", {"beyond"}),
        ("in_house", set()),
        ("desks_agreed", set()),
        ("others", set()),
        ("hearts", set()),
    ],
)
def test_an_old_word_is_noticed(name: str, words: set[str]) -> None:
    assert old_words(name) == words


@pytest.mark.parametrize(
    "source",
    ["# what she pays\n", '"""For her."""\n', 'x = "hers"\n', "# fees by day (domain 7.6)\n"],
)
def test_an_old_word_in_a_sentence_is_noticed(source: str) -> None:
    assert [line for line, said in sentences(source) if IN_SENTENCES.search(said)] == [1]
