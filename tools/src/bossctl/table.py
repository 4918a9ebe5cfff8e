"""Rows for a terminal, in columns."""

from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return the rows below their headings, each column as wide as its widest word."""
    words = [list(headings), *([str(one) for one in row] for row in rows)]
    widths = [max(_width(row[place]) for row in words) for place in range(len(headings))]
    return "\n".join(_line(row, widths) for row in words)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
    return "  ".join(cells).rstrip()


def _width(text: str) -> int:
    """Return the columns a text takes; Chinese characters take two."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)
