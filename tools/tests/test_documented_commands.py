"""What the documents tell people to type is what bossctl understands."""

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from bossctl.arguments import parser

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "deploy/*.md", "libs/*/*.md", "services/*/*.md")
    for path in ROOT.glob(pattern)
)
SPAN = re.compile(r"`(?:\.venv/bin/)?(?:python -m )?bossctl ([^`]+)`")
LINE = re.compile(r"^(?:\$ )?(?:\.venv/bin/)?(?:python -m )?bossctl ([^#|>\n]+)", re.MULTILINE)
STANDS_FOR = (
    (r"\\?\$\{?\w+\}?|\"\$\w+\"", "1"),
    (r"<[^>]+>", "1"),
    (r"\.\.\.|…", "words"),
    (r"[\[\]]", ""),
    (r"\bDAY\b", "2026-01-01"),
    (r"\b[A-Z]{2,}\b", "1"),
)
"""Placeholders of the documents, and something that belongs there."""
A_WORD = re.compile(r"[a-z-]+")
A_CHOICE = re.compile(r"\s\\?\|\s")


def typed() -> Iterator[tuple[str, str]]:
    """Give every command of the documents with its page."""
    for page in PAGES:
        text = page.read_text()
        fenced = "\n".join(re.findall(r"```\w*\n(.*?)```", text, re.DOTALL))
        prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
        for said in (*SPAN.findall(prose), *LINE.findall(fenced)):
            if not A_CHOICE.search(said):
                yield page.relative_to(ROOT).as_posix(), said.strip()


def is_only_named(words: Sequence[str]) -> bool:
    """Tell whether a command is spoken of without what is to be typed behind it."""
    if not all(A_WORD.fullmatch(word) for word in words):
        return False
    try:
        parser().parse_args([*words, "--help"])
    except SystemExit as ended:
        return ended.code == 0
    return False


@pytest.mark.parametrize(("page", "said"), sorted(set(typed())))
def test_a_documented_command_can_be_typed(
    page: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    filled = said
    for placeholder, value in STANDS_FOR:
        filled = re.sub(placeholder, value, filled)
    words = shlex.split(filled)

    if is_only_named(words):
        return
    try:
        parser().parse_args(words)
    except SystemExit:
        pytest.fail(f"{page} says `bossctl {said}`: {capsys.readouterr().err.splitlines()[-1]}")


def test_there_is_something_to_type() -> None:
    assert len(set(typed())) > 30
