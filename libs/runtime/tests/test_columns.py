"""Rows as columns."""

import pytest

from runtime.database.columns import by_column


def test_each_column_has_its_name() -> None:
    assert by_column(("id", "at"), [("a", 1), ("b", 2)]) == {"id": ["a", "b"], "at": [1, 2]}


def test_no_rows_are_empty_columns() -> None:
    assert by_column(("id", "at"), []) == {"id": [], "at": []}


@pytest.mark.parametrize("rows", [[("a",)], [("a", 1), ("b",)], [("a", 1, 2)]])
def test_a_row_has_a_value_for_each_name(rows: list[tuple[object, ...]]) -> None:
    with pytest.raises(ValueError, match="zip"):
        by_column(("id", "at"), rows)
