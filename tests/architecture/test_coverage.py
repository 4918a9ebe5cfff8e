"""The coverage page lists every rule, and believes no test that names a rule nobody has."""

import ast

import pytest
from rule_coverage import NOT_YET, cited, document, holders, rules_of

from architecture.source import ROOT, text

KNOWN = frozenset({"R-VS-3", "T07"})


def function_of(source: str) -> ast.FunctionDef:
    (node,) = ast.parse(source).body
    assert isinstance(node, ast.FunctionDef)
    return node


def test_a_test_says_what_it_holds_by_mark_or_docstring() -> None:
    marked = '@pytest.mark.holds("R-VS-3")\ndef test_it():\n    """As T07 has it."""\n'

    assert list(cited(function_of(marked), KNOWN)) == ["R-VS-3", "T07"]


def test_an_unknown_rule_fails() -> None:
    with pytest.raises(ValueError, match="docs/rules has no R-NO-RULE"):
        list(cited(function_of('@pytest.mark.holds("R-NO-RULE")\ndef test_it(): ...\n'), KNOWN))


def test_rules_are_read_from_lists_and_tables() -> None:
    page = "- **R-VS-1** The right stays.\n| **T07** | ACTIVE | 停机保号 | |\n"

    assert [(one.id, one.says) for one in rules_of(page)] == [
        ("R-VS-1", "The right stays."), ("T07", "ACTIVE, 停机保号"),
    ]  # fmt: skip


def test_every_rule_of_its_chapters_has_a_row() -> None:
    page = document()
    rows = [line for line in page.splitlines() if line.startswith("| R-VS-")]

    assert len(rows) == 6
    assert page == text(ROOT / "docs/coverage.md")


def test_what_is_built_is_held() -> None:
    """Moves of a life that some process makes, and rules its story tells."""
    held = holders()

    for rule in ("T07", "T08", "T19", "T21", "T22", "T23", "T24", "R-VS-3", "AC-AS-1", "AC-OPEN-1"):
        assert held.get(rule), rule
    assert NOT_YET in document()
