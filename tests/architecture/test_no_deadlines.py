"""No test says how long an example may take: that tells how busy a machine is."""

import ast

from hypothesis import settings

from architecture.source import TESTS, nodes, where


def test_examples_have_no_deadline() -> None:
    assert settings().deadline is None


def test_no_test_sets_one() -> None:
    set_by_hand = [
        where(path, node)
        for path in TESTS
        for node in nodes(path)
        if isinstance(node, ast.keyword)
        and node.arg == "deadline"
        and not (isinstance(node.value, ast.Constant) and node.value.value is None)
    ]

    assert set_by_hand == []
