"""A rule that is cited anywhere stands in docs/rules, once, so that a reader finds it there."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from architecture.source import ROOT, text, tracked_files

RULES = ROOT / "docs/rules"
ARCHITECTURE = ROOT / "docs/architecture.md"
LOOKED_AT = frozenset({".py", ".proto", ".md", ".yaml", ".yml", ".sh", ".sql"})
NOT_OURS = ("libs/contracts/src/boss/", "deploy/chart/", "proto/.baseline/", "requirements/")
"""Made from other files, or from elsewhere."""

RULE = r"R-[A-Z]+-\d+|AC-[A-Z]+-\d+|S-MMS-\d+|R10-\d+|GP-\d\d|WF-\d\d|CS-\d\d|G_[A-Z][A-Z_]+"
"""Ids that are rules wherever they stand."""
MOVE = r"T[0-3]\d|C\d\d?"
"""Moves of a subscriber and settled disagreements; other things have such names, too."""
CITED = re.compile(rf"(?<![\w-])(?:{RULE})(?![\w-])")
PLACE = re.compile(rf"\d+(?:\.\d+)?|{MOVE}")
NEXT = rf"(?:(?:,| and| to| or|)\s+(?:in\s+)?(?:\d+\.\d+|{MOVE})\b)"
SECTIONS = re.compile(
    r"\b(?P<book>domain|[Rr]ules|architecture)\s+(?:[#*/]+\s*)?"
    rf"(?P<places>(?:\d+(?:\.\d+)?|{MOVE})\b{NEXT}*)"
)
"""A book, and one or more of its places; a comment may go on in the next line."""
MOVED = re.compile(rf"\((?P<moves>(?:{MOVE})(?:(?:, | and )(?:{MOVE}))*)[):]")
DEFINED = re.compile(rf"^(?:- |\| )\*\*(?P<id>{RULE}|{MOVE})\*\*", re.MULTILINE)
HEADING = re.compile(r"^#{1,3} (?P<number>\d+(?:\.\d+)?) \S", re.MULTILINE)
ELSEWHERE = re.compile(r"\bDESIGN(?:\.md)?,? (?:section )?\d|\bmanuals? \d+\.\d+")
"""Pages that are not in this repository, by the number of a section."""


def defined() -> list[str]:
    return [match["id"] for path in RULES.glob("*.md") for match in DEFINED.finditer(text(path))]


@cache
def rules() -> frozenset[str]:
    return frozenset(defined())


@cache
def sections(book: str) -> frozenset[str]:
    pages = [ARCHITECTURE] if book == "architecture" else sorted(RULES.glob("*.md"))
    return frozenset(match["number"] for page in pages for match in HEADING.finditer(text(page)))


def unknown(source: str) -> Iterator[str]:
    """Return every citation of this text that leads nowhere."""
    cited = [match.group() for match in CITED.finditer(source)]
    cited += [move for match in MOVED.finditer(source) for move in PLACE.findall(match["moves"])]
    yield from (rule for rule in cited if rule not in rules())
    for match in SECTIONS.finditer(source):
        for place in PLACE.findall(match["places"]):
            if place not in rules() and place not in sections(match["book"]):
                yield f"{match['book']} {place}"
    yield from (match.group() for match in ELSEWHERE.finditer(source))


def citing_files() -> list[Path]:
    return [
        path
        for path in tracked_files()
        if path.suffix in LOOKED_AT
        and path != Path(__file__)
        and not str(path.relative_to(ROOT)).startswith(NOT_OURS)
    ]


def test_every_citation_leads_to_a_rule() -> None:
    nowhere = {
        str(path.relative_to(ROOT)): found
        for path in citing_files()
        if (found := sorted(set(unknown(text(path)))))
    }

    assert nowhere == {}


def test_a_rule_is_said_once() -> None:
    assert [rule for rule, times in Counter(defined()).items() if times > 1] == []


def test_every_chapter_is_in_the_index() -> None:
    index = text(RULES / "README.md")

    assert [page.name for page in RULES.glob("[!R]*.md") if f"({page.name})" not in index] == []


def test_sections_count_without_a_gap() -> None:
    chapters = Counter(number.partition(".")[0] for number in sections("rules") if "." in number)

    expected = {
        f"{chapter}.{place}" for chapter, last in chapters.items() for place in range(1, last + 1)
    }
    assert expected <= sections("rules")


@pytest.mark.parametrize(
    "citation",
    [
        "R-VS-99",
        "(R-NEW-1)",
        "G_NO_SUCH_GUARD",
        "AC-CDR-7",
        "GP-24",
        "Fees by day (domain 7.99)",
        "Rating (rules 7.3, 7.5 and 7.88)",
        "rules 4.3 T31",
        "no new fee (T39)",
        "architecture 77",
        "DESIGN.md, section 3",
        "the manual 2.19 says",
    ],
)
def test_what_leads_nowhere_is_noticed(citation: str) -> None:
    assert len(list(unknown(citation))) == 1


@pytest.mark.parametrize(
    "citation",
    ["R-VS-5", "rules 7.3, 7.5 and 7.11", "(rules 4.3 T19, 4.5, 7.6)", "domain 13, C1", "(T10)"],
)
def test_what_stands_there_is_found(citation: str) -> None:
    assert list(unknown(citation.replace("domain 13", "domain 1"))) == []


@pytest.mark.parametrize("innocent", ["2026-01-01T20:00", "ruff T20", "a pack of 5 GB", "X-CS-1"])
def test_what_is_no_citation_is_let_through(innocent: str) -> None:
    assert list(unknown(innocent)) == []
